using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Zoetrope.Video.Transcode;

/// <summary>
/// Runs ffmpeg and ffprobe on files nobody has vouched for. Every run: only the containers and decoders we accept, only local
/// files, a pixel cap, no standard input, no user text in arguments (inputs have fixed names inside a folder of their own), a
/// memory limit, a deadline and a process group that ends with us; and no network and nothing else of the file system
/// where bubblewrap works. Exit codes are reported and never believed: callers check what came out.
/// </summary>
internal sealed partial class Ffmpeg(IOptions<TranscodeOptions> options, TimeProvider time, ILogger<Ffmpeg> logger)
{
    /// <summary>Containers we open. An HLS playlist called clip.mp4 must not be followed to other people's files.</summary>
    private const string Containers = "mov,matroska,avi,flv,mpegts,mpeg,asf";

    /// <summary>Decoders we trust with hostile bits. CVE-2026-8461 (magicyuv) is not fixed in 5.1.9, so the list is short.</summary>
    private const string Decoders =
        "h264,hevc,vp8,vp9,libdav1d,libaom-av1,av1,mpeg4,mpeg2video,mpeg1video,h263,flv,mjpeg,prores,dnxhd,dvvideo,msmpeg4v2,msmpeg4,wmv1,wmv2,wmv3,vc1,theora," +
        "aac,aac_latm,mp3float,mp3,mp2float,mp2,ac3,eac3,opus,libopus,vorbis,flac,alac,amrnb,amrwb,wmav1,wmav2,dca,nellymoser,adpcm_ima_qt,adpcm_swf," +
        "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_u8,pcm_s8,pcm_alaw,pcm_mulaw," +
        "ass,ssa,srt,subrip,webvtt,mov_text,text,pgssub,dvdsub,dvbsub"; // never shown, but ffprobe gives up on a file when it may not open one

    private const int LogTail = 64 * 1024;
    private bool? _canToneMap;
    private readonly TranscodeOptions _options = options.Value;
    private readonly Lazy<Task<Sandbox>> _sandbox = new(() => Sandbox.ChooseAsync(options.Value, logger));

    /// <summary>What stands before every <c>-i</c>.</summary>
    public string[] Input(string name) =>
    [
        "-protocol_whitelist", "file", "-format_whitelist", Containers, "-codec_whitelist", Decoders,
        "-max_pixels", _options.MaxPixels.ToString(CultureInfo.InvariantCulture), "-i", name,
    ];

    /// <summary>The version line of the ffmpeg in use, or why there is none.</summary>
    public async Task<string> DescribeAsync() => (await _sandbox.Value).Describe();

    /// <summary>Whether high dynamic range can be brought into ordinary colours; builds without zimg show it pale.</summary>
    public async Task<bool> CanToneMapAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        if (_canToneMap is { } known)
            return known;
        var filters = Encoding.UTF8.GetString((await RunAsync(new FfmpegCommand("ffmpeg", folder, ["-v", "error", "-filters"], TimeSpan.FromSeconds(20)), cancellationToken)).Output);
        var can = filters.Contains(" zscale ", StringComparison.Ordinal) && filters.Contains(" tonemap ", StringComparison.Ordinal);
        _canToneMap = can;
        return can;
    }

    /// <summary>Runs one command in a work folder and waits for its end.</summary>
    public async Task<FfmpegRun> RunAsync(FfmpegCommand command, CancellationToken cancellationToken)
    {
        var sandbox = await _sandbox.Value;
        using var process = new Process { StartInfo = sandbox.Start(command) };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var quiet = new Quiet(time, TimeSpan.FromSeconds(_options.StallSeconds));
        process.Start();
        try
        {
            var log = ReadTailAsync(process.StandardError.BaseStream, stop.Token);
            var output = ReadOutputAsync(process.StandardOutput, command, quiet, stop.Token);
            var ended = Task.WhenAll(process.WaitForExitAsync(stop.Token), log, output);
            var deadline = Task.Delay(command.Deadline, time, stop.Token);
            while (await Task.WhenAny(ended, deadline, Task.Delay(TimeSpan.FromSeconds(1), time, stop.Token)) is var first && first != ended)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (first != deadline && !(command.Progress is not null && quiet.TooLong))
                    continue;
                EndGroup(process);
                LogOverdue(command.Tool, command.Deadline.TotalSeconds);
                return new FfmpegRun(-1, [], "", TimedOut: true);
            }

            await ended;
            return new FfmpegRun(process.ExitCode, await output, await log, TimedOut: false);
        }
        finally
        {
            EndGroup(process);
            await stop.CancelAsync();
        }
    }

    private static async Task<byte[]> ReadOutputAsync(StreamReader reader, FfmpegCommand command, Quiet quiet, CancellationToken cancellationToken)
    {
        if (command.Line is null && command.Progress is null)
        {
            using var bytes = new MemoryStream();
            await reader.BaseStream.CopyToAsync(bytes, cancellationToken);
            return bytes.ToArray();
        }

        // A line of ffprobe or of -progress is short; a consumer that has seen enough ends the reading by answering false.
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            quiet.Heard();
            if (command.Line is not null && !command.Line(line))
                break;
            if (command.Progress is not null && line.StartsWith("out_time_us=", StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(12), CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0)
                command.Progress(TimeSpan.FromMicroseconds(microseconds));
        }

        return [];
    }

    // A hostile clip can make a decoder complain for ever; only the end of what it says is kept.
    private static async Task<string> ReadTailAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[LogTail];
        var tail = new MemoryStream();
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (tail.Length + read > 2 * LogTail)
            {
                var keep = tail.ToArray().AsSpan()[^(int)Math.Min(tail.Length, LogTail)..].ToArray();
                tail = new MemoryStream();
                tail.Write(keep);
            }

            tail.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(tail.ToArray());
    }

    private static void EndGroup(Process process)
    {
        if (OperatingSystem.IsLinux() && !process.HasExited)
            _ = KillGroup(-process.Id, 9);
        else if (!process.HasExited)
            process.Kill(entireProcessTree: true);

        // The watchdog beside the process waits on this pipe and ends its own group when it closes.
        process.StandardInput.Close();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillGroup(int pid, int signal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tool} was ended: it said nothing for too long or passed its deadline of {Seconds} s.")]
    private partial void LogOverdue(string tool, double seconds);

    private sealed class Quiet(TimeProvider time, TimeSpan limit)
    {
        private long _heard = time.GetTimestamp();

        public bool TooLong => time.GetElapsedTime(Volatile.Read(ref _heard)) > limit;

        public void Heard() => Volatile.Write(ref _heard, time.GetTimestamp());
    }
}

/// <summary>One run: <paramref name="Tool"/> is ffmpeg or ffprobe, and file names in the arguments are relative to the folder.</summary>
internal sealed record FfmpegCommand(string Tool, WorkFolder Folder, IReadOnlyList<string> Arguments, TimeSpan Deadline)
{
    /// <summary>Gives way to what somebody waits for: the first rung of any clip gets five times its share.</summary>
    public bool CanWait { get; init; }

    /// <summary>Called with the output time reached; asks for <c>-progress</c> lines, whose absence counts as hanging.</summary>
    public Action<TimeSpan>? Progress { get; init; }

    /// <summary>Called with each line of standard output, instead of collecting it; false ends the reading.</summary>
    public Func<string, bool>? Line { get; init; }
}

/// <summary>How a run ended, what it wrote to standard output, and the end of its log.</summary>
internal sealed record FfmpegRun(int ExitCode, byte[] Output, string Log, bool TimedOut);
