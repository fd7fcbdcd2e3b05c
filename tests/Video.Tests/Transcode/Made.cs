using System.Globalization;
using Shouldly;
using Zoetrope.Video.Transcode;

namespace Zoetrope.Video.Tests.Transcode;

internal sealed class Sink(WorkFolder folder) : ITranscodeSink
{
    public List<(string Stage, int Percent)> Reports { get; } = [];

    public List<TranscodeResult> Handed { get; } = [];

    public TranscodeResult? First => Handed.FirstOrDefault();

    public string?[] FilesAtFirst { get; private set; } = [];

    public string StageAtFirst { get; private set; } = "";

    public Action<string, int>? OnProgress { get; init; }

    public void Progress(string stage, int percent)
    {
        Reports.Add((stage, percent));
        OnProgress?.Invoke(stage, percent);
    }

    public Task RenditionsReadyAsync(TranscodeResult result, WorkFolder work, CancellationToken cancellationToken)
    {
        Handed.Add(result);
        if (Handed.Count == 1)
            (StageAtFirst, FilesAtFirst) = (Reports[^1].Stage, [.. Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName)]);
        return Task.CompletedTask;
    }
}

/// <summary>A finished transcode and what must be true of every one.</summary>
internal sealed class Made(WorkFolder folder, TranscodeOutcome outcome, Sink sink) : IDisposable
{
    public WorkFolder Folder => folder;

    public TranscodeOutcome Outcome => outcome;

    public TranscodeResult? First => sink.First;

    public IReadOnlyList<TranscodeResult> Handed => sink.Handed;

    public string?[] FilesAtFirst => sink.FilesAtFirst;

    public string StageAtFirst => sink.StageAtFirst;

    public IReadOnlyList<(string Stage, int Percent)> Reports => sink.Reports;

    public async Task ShouldBeSoundAsync(CancellationToken cancellationToken)
    {
        var result = outcome.Result.ShouldNotBeNull();
        result.Complete.ShouldBeTrue();
        result.NewFiles.Concat(sink.Handed.SelectMany(earlier => earlier.NewFiles)).ShouldAllBe(file => new FileInfo(folder.At(file)).Length > 0);

        // Never upscaled, every rung whole, key frames of all at the same moments.
        using var look = Pipeline.Work(folder.Source);
        var clip = (await Pipeline.Probe.LookAsync(look, cancellationToken)).Clip.ShouldNotBeNull();
        result.Renditions.ShouldAllBe(one => one.Width <= clip.Width + 1 && one.Height <= clip.Height + 1 && one.Width % 2 == 0 && one.Height % 2 == 0);
        var files = result.Renditions.Select(one => FragmentedFile.Read(folder.At(one.File))).ToList();
        foreach (var file in files)
        {
            file.Segments.Select(segment => Math.Round(segment.Seconds, 3)).ShouldBe(files[0].Segments.Select(segment => Math.Round(segment.Seconds, 3)));
            file.Segments.ShouldAllBe(segment => segment.StartsWithKeyFrame);
            (file.Seconds * 1000).ShouldBe(result.DurationMs, 1);
            file.AudioCodec.ShouldBe(result.HasAudio ? "mp4a.40.2" : null);
        }

        foreach (var rendition in result.Renditions)
            HlsRules.CheckMedia(await File.ReadAllTextAsync(folder.At(rendition.Playlist), cancellationToken), folder.At(rendition.File), rendition.PeakBitrate);
        HlsRules.CheckMultivariant(await File.ReadAllTextAsync(folder.At(result.Playlist), cancellationToken), result);

        result.Posters.Single(still => still.File == "poster-small.webp").Bytes.ShouldBeLessThanOrEqualTo(10 * 1024);
        var (webp, avif) = (result.Posters.Single(still => still.File == "poster.webp"), result.Posters.Single(still => still.Type == "image/avif"));
        avif.Width.ShouldBe(webp.Width);
        new FileInfo(folder.At(result.SocialCard)).Length.ShouldBeLessThanOrEqualTo(300 * 1024);
        PeakMemory.OfChildrenMiB().ShouldBeLessThanOrEqualTo(600);
        Convert.FromBase64String(result.ThumbHash).Length.ShouldBeInRange(15, 30);
        result.Color.Length.ShouldBe(7);
    }

    /// <summary>The colours of the upper and the lower half in the middle of the clip.</summary>
    public async Task<((int R, int G, int B) Top, (int R, int G, int B) Bottom)> TopAndBottomAsync(CancellationToken cancellationToken)
    {
        var run = await Pipeline.Ffmpeg.RunAsync(
            new FfmpegCommand("ffmpeg", folder,
                ["-v", "error", "-nostdin", .. Pipeline.Ffmpeg.Input(outcome.Result!.Renditions[^1].File), "-frames:v", "1", "-vf", "scale=1:4:flags=area,format=rgb24", "-f", "rawvideo", "pipe:1"],
                TimeSpan.FromSeconds(30)),
            cancellationToken);
        run.Output.Length.ShouldBe(12);
        return ((run.Output[0], run.Output[1], run.Output[2]), (run.Output[9], run.Output[10], run.Output[11]));
    }

    public void Dispose() => folder.Dispose();
}

/// <summary>The most memory that any ffmpeg of this process has taken so far; the kernel counts it when they end.</summary>
internal static partial class PeakMemory
{
    private const int Children = -1, LongestRecord = 18, PeakKiB = 4;

    public static long OfChildrenMiB()
    {
        var usage = new long[LongestRecord];
        return OperatingSystem.IsLinux() && GetUsage(Children, usage) == 0 ? usage[PeakKiB] / 1024 : 0;
    }

    [System.Runtime.InteropServices.LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, [System.Runtime.InteropServices.Out] long[] usage);
}

/// <summary>The rules of RFC 8216 that a playlist of ours could break.</summary>
internal static class HlsRules
{
    public static void CheckMedia(string text, string mediaPath, int bandwidth)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        lines[0].ShouldBe("#EXTM3U");
        lines.ShouldContain("#EXT-X-VERSION:7");
        lines.ShouldContain("#EXT-X-INDEPENDENT-SEGMENTS");
        lines[^1].ShouldBe("#EXT-X-ENDLIST");
        var target = int.Parse(lines.Single(line => line.StartsWith("#EXT-X-TARGETDURATION:", StringComparison.Ordinal)).Split(':')[1], CultureInfo.InvariantCulture);
        var seconds = lines.Where(line => line.StartsWith("#EXTINF:", StringComparison.Ordinal)).Select(line => double.Parse(line[8..^1], CultureInfo.InvariantCulture)).ToList();
        var ranges = lines.Where(line => line.StartsWith("#EXT-X-BYTERANGE:", StringComparison.Ordinal)).Select(line => line[17..].Split('@').Select(long.Parse).ToArray()).ToList();

        seconds.Count.ShouldBe(ranges.Count);
        seconds.ShouldAllBe(one => Math.Round(one, MidpointRounding.AwayFromZero) <= target);
        var map = lines.Single(line => line.StartsWith("#EXT-X-MAP:", StringComparison.Ordinal)).Split('"')[3].Split('@').Select(long.Parse).ToArray();
        map[1].ShouldBe(0);

        // The map ends before the first segment, segments touch, and the last ends inside the file.
        ranges[0][1].ShouldBeGreaterThanOrEqualTo(map[0]);
        foreach (var (before, after) in ranges.Zip(ranges.Skip(1)))
            after[1].ShouldBe(before[0] + before[1]);
        (ranges[^1][0] + ranges[^1][1]).ShouldBeLessThanOrEqualTo(new FileInfo(mediaPath).Length);

        // RFC 8216, 4.1: no run of segments of 0.5 to 1.5 target durations is faster than BANDWIDTH.
        for (var first = 0; first < ranges.Count; first++)
            for (var count = 1; first + count <= ranges.Count; count++)
            {
                var length = seconds.Skip(first).Take(count).Sum();
                if (length >= target * 0.5 && length <= target * 1.5)
                    (ranges.Skip(first).Take(count).Sum(range => range[0]) * 8 / length).ShouldBeLessThanOrEqualTo(bandwidth + 1);
            }

        // Every range begins with a movie fragment.
        using var file = File.OpenRead(mediaPath);
        foreach (var range in ranges)
        {
            var header = new byte[8];
            file.Position = range[1];
            file.ReadExactly(header);
            System.Text.Encoding.ASCII.GetString(header, 4, 4).ShouldBe("moof");
        }
    }

    public static void CheckMultivariant(string text, TranscodeResult result)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        lines[0].ShouldBe("#EXTM3U");
        var variants = lines.Select((line, i) => (line, i)).Where(entry => entry.line.StartsWith("#EXT-X-STREAM-INF:", StringComparison.Ordinal)).ToList();
        variants.Count.ShouldBe(result.Renditions.Count);
        foreach (var (line, i) in variants)
        {
            var rendition = result.Renditions.Single(one => one.Playlist == lines[i + 1]);
            line.ShouldContain($"BANDWIDTH={rendition.PeakBitrate},AVERAGE-BANDWIDTH={rendition.Bitrate},");
            line.ShouldContain($"RESOLUTION={rendition.Width}x{rendition.Height},FRAME-RATE=");
            line.ShouldContain($"CODECS=\"{rendition.Codecs}\"");
            rendition.Codecs.ShouldStartWith(rendition.File.Contains("av1", StringComparison.Ordinal) ? "av01.0." : "avc1.64");
            rendition.Bitrate.ShouldBeLessThanOrEqualTo(rendition.PeakBitrate);
        }
    }
}
