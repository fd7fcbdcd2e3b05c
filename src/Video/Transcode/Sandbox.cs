using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Zoetrope.Video.Transcode;

/// <summary>How a process is started on this machine: where ffmpeg is, and what of setsid and bubblewrap works here. Found out once.</summary>
internal sealed partial class Sandbox
{
    // The shell sets the limits, and beside the command waits on our end of its standard input: if this process dies or lets
    // go, the whole group is ended. The descriptor is closed for the command itself. A session of its own may be a scheduling group of its own too
    // (sched(7), autogroup), and then it is the group's niceness that counts.
    private const string Script = """
        ulimit -c 0; ulimit -d "$1"; ulimit -f "$2"; nice=$3; shift 3
        { echo "$nice" >/proc/self/autogroup; } 2>/dev/null
        exec 3<&0 </dev/null
        (cat <&3; kill -9 0) >/dev/null 2>&1 &
        exec 3<&-
        nice -n "$nice" "$@"
        """;

    private static readonly string[] SystemFolders = ["/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin"];
    private static readonly string[] SystemFiles = ["/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d"];

    // An output is never larger than this, whatever a clip does to an encoder.
    private const long MaxFileBytes = 8L << 30;

    // Where the work folder appears inside; a name nothing else has.
    private const string Job = "/zoetrope-job";

    private readonly string _ffmpeg;
    private readonly string _ffprobe;
    private readonly string? _bwrap;
    private readonly string? _setsid;
    private readonly int _memoryMiB;
    private string _version = "";

    private Sandbox(TranscodeOptions options)
    {
        _ffmpeg = Tool(options.Ffmpeg, "ffmpeg") ?? throw new FfmpegMissingException(
            "ffmpeg was not found. Install it (apt install ffmpeg) or set Media:Ffmpeg to the program.");
        _ffprobe = Tool(options.Ffmpeg is null ? null : Path.Combine(Path.GetDirectoryName(_ffmpeg)!, "ffprobe"), "ffprobe")
            ?? throw new FfmpegMissingException("ffprobe was not found beside ffmpeg. It comes with the same package.");
        _setsid = Find("setsid");
        _bwrap = options.Sandbox == "none" ? null : Find("bwrap");
        _memoryMiB = options.MemoryMiB;
    }

    public bool Isolated => _bwrap is not null;

    public string Describe() => $"{_version} ({(Isolated ? "isolated by bubblewrap" : "not isolated")})";

    public static async Task<Sandbox> ChooseAsync(TranscodeOptions options, ILogger logger)
    {
        var sandbox = new Sandbox(options);
        if (sandbox.Isolated && await sandbox.WorksAsync())
            return sandbox;
        if (options.Sandbox == "bwrap")
            throw new FfmpegMissingException("Media:Sandbox is bwrap, but bubblewrap is not installed or may not create namespaces here.");
        var plain = new Sandbox(new TranscodeOptions { Ffmpeg = options.Ffmpeg, MemoryMiB = options.MemoryMiB, Sandbox = "none" });
        if (!await plain.WorksAsync())
            throw new FfmpegMissingException($"{plain._ffmpeg} does not run.");
        LogNotIsolated(logger);
        return plain;
    }

    /// <summary>The start of one command, isolated as far as this machine allows.</summary>
    public ProcessStartInfo Start(FfmpegCommand command)
    {
        var start = new ProcessStartInfo
        {
            UseShellExecute = false,
            WorkingDirectory = command.Folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C";
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        foreach (var word in Words(command))
            start.ArgumentList.Add(word);
        start.FileName = start.ArgumentList[0];
        start.ArgumentList.RemoveAt(0);
        return start;
    }

    private IEnumerable<string> Words(FfmpegCommand command)
    {
        if (_setsid is not null)
        {
            var memoryKiB = (_memoryMiB * 1024L).ToString(CultureInfo.InvariantCulture);
            var blocks = (MaxFileBytes / 512).ToString(CultureInfo.InvariantCulture);
            yield return _setsid;
            foreach (var word in (string[])["/bin/sh", "-c", Script, "sh", memoryKiB, blocks, command.CanWait ? "12" : "5"])
                yield return word;
        }

        if (_bwrap is not null)
            foreach (var word in Isolation(command.Folder))
                yield return word;
        yield return command.Tool == "ffprobe" ? _ffprobe : _ffmpeg;
        foreach (var word in command.Arguments)
            yield return word;
    }

    private List<string> Isolation(WorkFolder folder)
    {
        List<string> words = [_bwrap!, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--dev", "/dev", "--tmpfs", "/tmp"];
        foreach (var path in SystemFolders)
            if (new DirectoryInfo(path) is { Exists: true } system)
                words.AddRange(system.LinkTarget is { } target ? ["--symlink", target, path] : ["--ro-bind", path, path]);
        foreach (var path in SystemFiles)
            words.AddRange(["--ro-bind-try", path, path]);
        if (!_ffmpeg.StartsWith("/usr/", StringComparison.Ordinal))
            words.AddRange(["--ro-bind", Path.GetDirectoryName(_ffmpeg)!, Path.GetDirectoryName(_ffmpeg)!]);
        words.AddRange(["--bind", folder.Path, Job, "--chdir", Job]);
        if (folder.Source is { } source)
            words.AddRange(["--ro-bind", source, source]);
        return words;
    }

    private async Task<bool> WorksAsync()
    {
        using var folder = WorkFolder.Create(Path.GetTempPath(), source: null);
        using var process = Process.Start(Start(new FfmpegCommand("ffmpeg", folder, ["-version"], TimeSpan.FromSeconds(20))))!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            var text = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            process.StandardInput.Close();
            _version = text.Split('\n')[0].Split(" Copyright")[0];
            return process.ExitCode == 0 && _version.StartsWith("ffmpeg", StringComparison.Ordinal);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return false;
        }
    }

    private static string? Tool(string? configured, string name) =>
        configured is null ? Find(name) : File.Exists(configured) ? Path.GetFullPath(configured) : null;

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "bubblewrap is missing or may not create namespaces here: ffmpeg runs with limits but not isolated from files and network.")]
    private static partial void LogNotIsolated(ILogger logger);
}

/// <summary>There is no usable ffmpeg; the message says what to do.</summary>
internal sealed class FfmpegMissingException(string message) : Exception(message);
