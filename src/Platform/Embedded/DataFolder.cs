using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Zoetrope.Platform.Embedded;

/// <summary>The one folder that holds all state of an instance, and the lock on it (role <c>infra</c> has it).</summary>
public sealed class DataFolder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly FileStream? _lock;

    private DataFolder(string path, FileStream? @lock) => (Root, _lock) = (path, @lock);

    public string Root { get; }
    public string Postgres => Path.Combine(Root, "postgres");
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>Sockets of what runs now.</summary>
    public string Run => Path.Combine(Root, "run");

    /// <summary>Where <c>infra</c> tells the other processes of this machine how to reach it (mode 0600).</summary>
    public string RuntimeFile => Path.Combine(Run, "runtime.json");

    public bool IsLocked => _lock is not null;

    /// <summary>The folder without a claim on it, for processes that only read.</summary>
    public static DataFolder At(string path) => new(Path.GetFullPath(path), null);

    /// <summary>Creates the folder where needed and claims it until disposed; a killed process leaves no claim behind.</summary>
    /// <exception cref="StartException">Another Zoetrope has it, or it cannot be written.</exception>
    public static DataFolder Lock(string path)
    {
        var root = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(root);
            CreatePrivate(Path.Combine(root, "keys"));
            CreatePrivate(Path.Combine(root, "run"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The data folder {root} cannot be used: {e.Message} Choose another with Data__Path=…", e);
        }
        var file = Path.Combine(root, "lock");
        try
        {
            var stream = Claim(file);
            stream.SetLength(0);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            stream.Flush();
            return new DataFolder(root, stream);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartException($"The data folder {root} belongs to another user: {e.Message} Run as that user or choose another with Data__Path=…", e);
        }
        catch (IOException e)
        {
            throw new StartException(
                $"The data folder {root} is in use by another Zoetrope. Stop that one first, or give this one a folder of its own with Data__Path=…", e);
        }
    }

    // FileShare.None is an flock, which the kernel drops with the process, or a moment later: a child it was just starting when it was killed
    // still has the descriptor until its own program begins.
    private static FileStream Claim(string file)
    {
        for (var begun = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(begun) < Patience)
            {
                Thread.Sleep(50);
            }
        }
    }

    /// <summary>A random secret under <c>keys/</c>, made on first use: 32 bytes as hex, mode 0600.</summary>
    public string Secret(string name)
    {
        var file = Path.Combine(Keys, name);
        if (File.Exists(file)) return File.ReadAllText(file).Trim();
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        WritePrivate(file, secret + "\n");
        return secret;
    }

    /// <summary>Writes a file that only its owner can read, whole or not at all.</summary>
    public static void WritePrivate(string file, string text)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        var temporary = file + ".new";
        File.Delete(temporary);
        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, file, overwrite: true);
    }

    internal static void CreatePrivate(string path)
        => Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>
    /// A private folder for sockets: inside the data folder, or, where that lies so deep that a socket's address (107 bytes) cannot
    /// name it, a fresh one among the system's temporary files.
    /// </summary>
    internal static string SocketFolder(string preferred, string socket)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(Path.Combine(preferred, socket)) > 107) return Directory.CreateTempSubdirectory("zoetrope-").FullName;
        CreatePrivate(preferred);
        return preferred;
    }

    public void Dispose() => _lock?.Dispose();
}
