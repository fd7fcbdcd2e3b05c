using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Zoetrope.Video.Transcode;

/// <summary>
/// Looks at a clip before anything is spent on it: what it is, or the one reason why it cannot be taken. Measures by packets and a
/// short decode, because headers are claims. Takes a second or two, and never much more, whatever the file.
/// </summary>
internal sealed partial class Probe(Ffmpeg ffmpeg, IOptions<TranscodeOptions> options)
{
    private static readonly string[] Codecs =
    [
        "h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "mpeg2video", "mpeg1video", "h263", "flv1", "mjpeg", "prores", "dnxhd", "dvvideo",
        "msmpeg4v2", "msmpeg4v3", "wmv1", "wmv2", "wmv3", "vc1", "theora",
    ];

    // Looking may not take longer than a refusal may: ten seconds in all.
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(8);

    // Reading every packet of a large file is bound by its disk.
    private static readonly TimeSpan PacketLimit = TimeSpan.FromSeconds(60);

    private readonly TranscodeOptions _options = options.Value;

    /// <param name="meanwhile">Told what the clip seems to be, while it is found out whether it decodes.</param>
    public async Task<Probed> LookAsync(WorkFolder folder, CancellationToken cancellationToken, Action<SourceClip>? meanwhile = null)
    {
        var path = folder.Source!;
        if (new FileInfo(path).Length == 0)
            return Refusal.Empty;

        // The packets of all streams are read while the headers tell which of them matter.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadPacketsAsync(folder, stop.Token);
        Task<bool>? decoding = null;
        try
        {
            var (report, log) = await ReadHeadersAsync(folder, cancellationToken);
            if (report is null)
                return WhyUnreadable(path, log);
            var (video, refusal) = Choose(report, path);
            if (video is null)
                return refusal!;
            decoding = DecodesAsync(folder, video.Index, stop.Token);
            var judged = Judge(report, video, await reading);
            if (judged.Clip is { } clip)
                meanwhile?.Invoke(clip);
            if (judged.Refusal is not null || await decoding)
                return judged;
            return Container.IsEncrypted(path) ? Refusal.Encrypted : Refusal.Corrupt;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(reading, decoding ?? Task.FromResult(true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // What headers and packets say together.
    private Probed Judge(ProbeReport report, ProbeStream video, Packets packets)
    {
        var audio = report.Streams.Where(stream => stream.CodecType == "audio" && stream.Channels > 0 && stream.CodecName is not ("" or "none"))
            .OrderByDescending(stream => stream.IsDefault).FirstOrDefault();
        var pictures = packets.Of(video.Index);
        var sounds = audio is null ? null : packets.Of(audio.Index);
        if (packets.TooMany || pictures.Span > _options.MaxSeconds + 1 || sounds?.Span > _options.MaxSeconds + 1)
            return Refusal.TooLong(_options.MaxSeconds);
        return pictures.Count == 0 || packets.EndedEarly || IsCutShort(video, pictures) ? Refusal.Corrupt
            : Describe(report, video, pictures, sounds, audio?.Channels ?? 0);
    }

    private async Task<(ProbeReport? Report, string Log)> ReadHeadersAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var run = await ffmpeg.RunAsync(
            new FfmpegCommand("ffprobe", folder, ["-v", "error", .. ffmpeg.Input(WorkFolder.SourceName), "-show_format", "-show_streams", "-of", "json"], LookLimit),
            cancellationToken);
        if (run.ExitCode != 0)
            return (null, run.Log);
        try
        {
            return (JsonSerializer.Deserialize(run.Output, ProbeJson.Default.ProbeReport), run.Log);
        }
        catch (JsonException)
        {
            // Bytes that are not UTF-8 in a tag, or a number beyond any type.
            return (null, run.Log);
        }
    }

    private Refusal WhyUnreadable(string path, string log) =>
        log.Contains("Picture size", StringComparison.Ordinal) ? Refusal.TooLarge(_options.MaxPixels)
        : log.Contains("Format not on whitelist", StringComparison.Ordinal) ? Refusal.NotVideo
        : CodecRefused().Match(log) is { Success: true } refused ? Refusal.Unsupported(refused.Groups["codec"].Value)
        : Container.WhyUnreadable(path);

    // A file may carry covers, previews and depth maps beside the picture: the largest that is meant to be shown is it.
    private (ProbeStream? Video, Refusal? Refusal) Choose(ProbeReport report, string path)
    {
        var video = report.Streams.Where(stream => stream.CodecType == "video" && !stream.IsAttachedPicture)
            .OrderByDescending(stream => stream.Width * stream.Height).ThenByDescending(stream => stream.IsDefault).FirstOrDefault();
        if (video is null)
            return (null, report.Streams.Any(stream => stream.CodecType == "audio") ? Refusal.NoVideo : Refusal.NotVideo);
        if (Container.IsEncrypted(path))
            return (null, Refusal.Encrypted);
        if (!Codecs.Contains(video.CodecName))
            return (null, Refusal.Unsupported(video.CodecName is "" ? "unknown" : video.CodecName));
        if (video.Width <= 0 || video.Height <= 0)
            return (null, Refusal.Corrupt);
        return video.Width * video.Height > _options.MaxPixels ? (null, Refusal.TooLarge(_options.MaxPixels)) : (video, null);
    }

    private async Task<Packets> ReadPacketsAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        // One packet a millisecond is far beyond any camera; a file that has more is a bomb.
        var left = (_options.MaxSeconds + 1) * 2000L;
        var streams = new Dictionary<int, PacketTimes>();
        bool Take(string line)
        {
            var fields = line.Split(',');
            if (fields.Length < 5 || !int.TryParse(fields[0], CultureInfo.InvariantCulture, out var stream))
                return true;
            if (!streams.TryGetValue(stream, out var times))
                streams.Add(stream, times = new PacketTimes(stream));
            times.Add(fields[1], fields[2], fields[3], fields[4]);
            return --left > 0;
        }

        var run = await ffmpeg.RunAsync(
            new FfmpegCommand("ffprobe", folder,
                ["-v", "error", .. ffmpeg.Input(WorkFolder.SourceName), "-show_entries", "packet=stream_index,pts_time,dts_time,duration_time,flags", "-of", "csv=p=0"],
                PacketLimit)
            { Line = Take },
            cancellationToken);
        foreach (var times in streams.Values)
            times.Sort();
        return new Packets(streams, left <= 0, run.TimedOut || run.Log.Contains("ended prematurely", StringComparison.Ordinal));
    }

    // MP4 counts its samples in the header, and a cut file still says how many there should be. AVI indexes may be a few off.
    private static bool IsCutShort(ProbeStream video, PacketTimes pictures) =>
        ProbeStream.Number(video.DeclaredFrames) is var declared && !double.IsNaN(declared)
        && pictures.Count + pictures.Discarded + Math.Max(2, declared * 0.05) < declared;

    private async Task<bool> DecodesAsync(WorkFolder folder, int stream, CancellationToken cancellationToken)
    {
        var run = await ffmpeg.RunAsync(
            new FfmpegCommand("ffmpeg", folder,
                [
                    "-v", "verbose", "-nostdin", "-nostats", "-threads", "2", "-noautorotate", .. ffmpeg.Input(WorkFolder.SourceName),
                    "-map", string.Create(CultureInfo.InvariantCulture, $"0:{stream}"), "-frames:v", "8", "-f", "null", "-",
                ],
                LookLimit),
            cancellationToken);
        return DecodedFrames(run.Log) > 0;
    }

    /// <summary>How many pictures ffmpeg says it decoded of its first input (log level verbose).</summary>
    public static int DecodedFrames(string log) =>
        FramesDecoded().Matches(log) is { Count: > 0 } found ? int.Parse(found[0].Groups["frames"].ValueSpan, CultureInfo.InvariantCulture) : 0;

    /// <summary>Whether ffmpeg came to the end of its run (log level verbose): one that was replaced, or fell over, does not tell.</summary>
    public static bool SaysWhatItDecoded(string log) => FramesDecoded().IsMatch(log);

    private sealed record Packets(Dictionary<int, PacketTimes> Streams, bool TooMany, bool EndedEarly)
    {
        public PacketTimes Of(int stream) => Streams.GetValueOrDefault(stream) ?? new PacketTimes(stream);
    }

    [GeneratedRegex(@"Codec \((?<codec>\w{1,30})\) not on whitelist", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CodecRefused();

    [GeneratedRegex(@"\(video\): \d+ packets read \(\d+ bytes\); (?<frames>\d+) frames decoded", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FramesDecoded();

    private Probed Describe(ProbeReport report, ProbeStream video, PacketTimes pictures, PacketTimes? sounds, int channels)
    {
        var rate = FrameRate.Measure(pictures.Times, video.DeclaredRate);
        var hasTimes = pictures.HasTimes;
        var videoStart = hasTimes ? pictures.Start : 0;
        var videoEnd = hasTimes ? EndOf(pictures, rate) : pictures.Count / rate.Value;
        var hasSound = sounds is { HasTimes: true, Count: > 0 };
        var start = hasSound ? Math.Min(videoStart, sounds!.Start) : videoStart;
        var end = hasSound ? Math.Max(videoEnd, sounds!.End) : videoEnd;
        var duration = Math.Max(end - start, 1 / rate.Value);
        if (duration > _options.MaxSeconds + 1)
            return Refusal.TooLong(_options.MaxSeconds);

        var matrix = video.SideData.Select(side => side.DisplayMatrix).FirstOrDefault(text => text is not null);
        var turnsItself = Orientations.TryReadMatrix(matrix, out var orientation);
        if (!turnsItself)
            orientation = Orientations.FromTrackName(video.Tags.GetValueOrDefault("title"));
        var width = Math.Max(1, (int)Math.Round(video.Width * video.PixelAspect));
        var height = (int)video.Height;
        var containerStart = ProbeStream.Number(report.Format.StartTime);
        return new SourceClip
        {
            VideoStream = video.Index,
            AudioStream = hasSound ? sounds!.Stream : null,
            AudioChannels = hasSound ? channels : 0,
            Codec = video.CodecName,
            Orientation = orientation,
            TurnsItself = turnsItself,
            Width = orientation.SwapsSides() ? height : width,
            Height = orientation.SwapsSides() ? width : height,
            FrameRate = rate,
            ContainerStart = double.IsNaN(containerStart) ? 0 : containerStart,
            Start = start,
            VideoEnd = videoEnd,
            Duration = duration,
            Pictures = pictures.Decodable,
            Interlaced = video.FieldOrder is "tt" or "bb" or "tb" or "bt",
            Range = video.ColorTransfer switch
            {
                "smpte2084" => DynamicRange.PerceptualQuantiser,
                "arib-std-b67" => DynamicRange.HybridLogGamma,
                _ => DynamicRange.Standard,
            },
            Matrix = MatrixOf(video),
            FullRange = video.ColorRange == "pc" || video.PixelFormat.StartsWith("yuvj", StringComparison.Ordinal),
        };
    }

    // Some containers give no durations: then the last picture lasts as long as the others.
    private static double EndOf(PacketTimes pictures, FrameRate rate) =>
        pictures.End > pictures.Times[^1] ? pictures.End : pictures.End + 1 / rate.Value;

    // Where a clip does not say: cameras use BT.601 below 720 lines and BT.709 from there on.
    private static string MatrixOf(ProbeStream video) => video.ColorSpace switch
    {
        "bt709" => "bt709",
        "bt2020nc" or "bt2020c" => "bt2020",
        "smpte170m" or "bt470bg" => "smpte170m",
        "smpte240m" => "smpte240m",
        "fcc" => "fcc",
        _ => Math.Min(video.Width, video.Height) < 720 ? "smpte170m" : "bt709",
    };
}

/// <summary>A clip that can be taken, or the reason why not.</summary>
internal readonly record struct Probed(SourceClip? Clip, Refusal? Refusal)
{
    public static implicit operator Probed(SourceClip clip) => new(clip, null);

    public static implicit operator Probed(Refusal refusal) => new(null, refusal);
}
