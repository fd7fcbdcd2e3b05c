using System.Diagnostics;
using Xunit;

namespace Zoetrope.Testing;

/// <summary>A disk of a few megabytes that a test can fill. Needs the right to mount; without it the test is skipped with words.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public static SmallDisk Mount(string path, int megabytes)
    {
        Directory.CreateDirectory(path);
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", path) != 0) Assert.Skip("Mounting a small disk is not allowed here.");
        return new SmallDisk(path);
    }

    /// <summary>Takes every byte that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException) { /* full */ }
    }

    /// <summary>Gives back what <see cref="Fill"/> took, and the disk as much again.</summary>
    public void Free(int megabytes = 600)
    {
        File.Delete(Ballast);
        if (Run("mount", "-o", $"remount,size={megabytes}m", Path) != 0) throw new InvalidOperationException("The small disk could not grow.");
    }

    public void Dispose() => Run("umount", "--lazy", Path);

    private static int Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
