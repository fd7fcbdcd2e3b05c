using System.Globalization;
using Xunit;
using Zoetrope.Testing;

namespace Zoetrope.Video.Tests.Transcode;

/// <summary>The real and hostile clips of the collection with the outcome each must have.</summary>
public static class Clips
{
    /// <summary>One of each kind of trouble, for the default run. ZOETROPE_TEST=full takes every clip.</summary>
    private static readonly string[] Dozen =
    [
        "gen__moov_at_end.mp4", "media__sample_rotate_and_reflect.mp4", "media__hlg10-color-test.mp4", "mediabunny__sar_2x1.mp4",
        "media__sample.mkv", "mediabunny__no-initial-keyframe.ts", "gen__trunc_60pct_faststart.mp4", "gen__lfi_canary.m3u8.mp4",
        "taglib-sharp__sample.m4v", "media__sample_audio_only.mp4", "gen__pixelbomb_20000.png", "media__silent-black-10s.mp4",
    ];

    public static readonly string? Folder = TestMedia.Folder;

    public static bool Full => Environment.GetEnvironmentVariable("ZOETROPE_TEST") == "full";

    public static IReadOnlyList<Clip> Manifest { get; } = Folder is null ? [] :
        [.. File.ReadLines(Path.Combine(Folder, "manifest.tsv")).Skip(1).Select(line => line.Split('\t')).Where(fields => fields.Length > 10).Select(Clip.Read)];

    /// <summary>ZOETROPE_CLIP takes those whose name contains it, to look at one.</summary>
    public static IReadOnlyList<Clip> Chosen =>
        Environment.GetEnvironmentVariable("ZOETROPE_CLIP") is { Length: > 0 } part ? [.. Manifest.Where(clip => clip.File.Contains(part, StringComparison.Ordinal))]
        : Full ? Manifest : [.. Manifest.Where(clip => Dozen.Contains(clip.File))];

    /// <summary>For a theory; one empty name where there are no clips, so that the theory can say it skips.</summary>
    public static TheoryData<string> Names(string expected)
    {
        var names = Chosen.Where(clip => clip.Expected.StartsWith(expected, StringComparison.Ordinal)).Select(clip => clip.File).ToList();
        return new TheoryData<string>(names.Count > 0 ? names : [""]);
    }

    public static Clip Get(string name)
    {
        Assert.SkipWhen(Folder is null, "The clips are not here: set ZOETROPE_MEDIA to their folder.");
        Assert.SkipWhen(name == "", "No clip of this kind was chosen; ZOETROPE_TEST=full takes all.");
        return Manifest.Single(clip => clip.File == name);
    }
}

/// <summary>One line of the manifest. <paramref name="Expected"/>: accept, reject:reason or either:rule.</summary>
public sealed record Clip(string File, string Codecs, string Dimensions, double Seconds, string Expected)
{
    public string Path => System.IO.Path.Combine(Clips.Folder!, File);

    public static Clip Read(string[] fields) =>
        new(fields[0], fields[3], fields[5], double.TryParse(fields[7], CultureInfo.InvariantCulture, out var seconds) ? seconds : 0, fields[9]);
}
