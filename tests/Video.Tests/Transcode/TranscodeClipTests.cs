using System.Diagnostics;
using System.Globalization;
using Shouldly;
using Xunit;
using Zoetrope.Video.Transcode;

namespace Zoetrope.Video.Tests.Transcode;

public sealed class TranscodeClipTests(Players players) : IClassFixture<Players>
{
    public static TheoryData<string> Accepts => Clips.Names("accept");

    public static TheoryData<string> Rejects => Clips.Names("reject");

    public static TheoryData<string> Eithers => Clips.Names("either");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Accepts))]
    public async Task An_acceptable_clip_becomes_playable(string name)
    {
        using var made = await MakeAsync(Clips.Get(name).Path);
        made.Outcome.Refusal.ShouldBeNull();
        await made.ShouldBeSoundAsync(Cancel);
        await players.ShouldPlayAsync(made.Folder, made.Outcome.Result!);
    }

    [Theory, MemberData(nameof(Rejects))]
    public async Task A_refused_clip_leaves_nothing_behind(string name)
    {
        var watch = Stopwatch.StartNew();
        using var made = await MakeAsync(Clips.Get(name).Path);
        made.Outcome.Refusal.ShouldNotBeNull();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        Directory.EnumerateFiles(made.Folder.Path).Select(Path.GetFileName).ShouldBe([WorkFolder.SourceName]);
    }

    [Theory, MemberData(nameof(Eithers))]
    public async Task A_doubtful_clip_plays_or_is_refused(string name)
    {
        using var made = await MakeAsync(Clips.Get(name).Path);
        if (made.Outcome.Refusal is not null)
            return;
        await made.ShouldBeSoundAsync(Cancel);
        await players.ShouldPlayAsync(made.Folder, made.Outcome.Result!);
    }

    [Fact]
    public async Task The_first_rung_is_handed_over_before_the_others_exist()
    {
        using var clip = await Generated.PortraitAsync(seconds: 4);
        using var made = await MakeAsync(clip.Path);
        var first = made.First.ShouldNotBeNull();
        first.Renditions.Single().Width.ShouldBe(540);
        first.Playlist.ShouldNotBe(made.Outcome.Result!.Playlist);
        made.FilesAtFirst.ShouldNotContain("720.m3u8");
        made.StageAtFirst.ShouldBe("first");
        made.Outcome.Result.Renditions.Select(one => one.Width).ShouldBe([360, 540, 720]);
        made.Outcome.Result.NewFiles.ShouldNotContain("540.mp4");
    }

    [Fact]
    public async Task Progress_only_grows_and_names_its_stages()
    {
        using var clip = await Generated.PortraitAsync(seconds: 4);
        using var made = await MakeAsync(clip.Path);
        made.Reports.Select(report => report.Percent).ShouldBeInOrder();
        made.Reports.Select(report => report.Stage).Distinct().ShouldBe(["probing", "first", "ladder", "finishing"]);
    }

    [Fact]
    public async Task An_edit_trims_and_mutes()
    {
        using var clip = await Generated.PortraitAsync(seconds: 4);
        using var made = await MakeAsync(clip.Path, new ClipEdit(1000, 2500, Muted: true));
        var result = made.Outcome.Result.ShouldNotBeNull();
        result.DurationMs.ShouldBe(1500);
        result.HasAudio.ShouldBeFalse();
        await made.ShouldBeSoundAsync(Cancel);
    }

    [Fact]
    public async Task A_tiny_picture_has_a_level_whose_name_every_player_knows()
    {
        using var clip = await Generated.PortraitAsync(seconds: 1, width: 96);
        using var made = await MakeAsync(clip.Path);
        made.Outcome.Result.ShouldNotBeNull().Renditions.ShouldAllBe(rendition => rendition.Codecs.StartsWith("avc1.64001e", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_clip_gives_the_same_renditions_again()
    {
        using var clip = await Generated.PortraitAsync(seconds: 2);
        using var once = await MakeAsync(clip.Path);
        using var again = await MakeAsync(clip.Path);
        Shape(again).ShouldBe(Shape(once));
    }

    [Fact]
    public async Task A_turned_clip_stands_upright()
    {
        // Red above blue as filmed; a phone held upright stores it turned a quarter left, and says so.
        using var clip = await Generated.TurnedAsync();
        using var made = await MakeAsync(clip.Path);
        var result = made.Outcome.Result.ShouldNotBeNull();
        (result.Width, result.Height).ShouldBe((180, 320));
        var (top, bottom) = await made.TopAndBottomAsync(Cancel);
        top.R.ShouldBeGreaterThan(200);
        top.B.ShouldBeLessThan(60);
        bottom.B.ShouldBeGreaterThan(200);
        bottom.R.ShouldBeLessThan(60);
    }

    [Fact]
    public async Task What_identifies_the_filmer_is_gone()
    {
        using var clip = await Generated.WithPlaceAsync();
        using var made = await MakeAsync(clip.Path);
        foreach (var file in made.Outcome.Result!.NewFiles)
            System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(made.Folder.At(file), Cancel)).ShouldNotContain("52.5163");
    }

    [Fact]
    public async Task Quiet_speech_is_brought_to_the_common_loudness()
    {
        using var clip = await Generated.QuietAsync();
        using var made = await MakeAsync(clip.Path);
        var run = await Pipeline.Ffmpeg.RunAsync(
            new FfmpegCommand("ffmpeg", made.Folder, ["-v", "info", "-nostdin", "-i", made.Outcome.Result!.Renditions[0].File, "-af", "ebur128=framelog=verbose", "-f", "null", "-"], TimeSpan.FromSeconds(30)),
            Cancel);
        Loudness.Integrated(run.Log).ShouldNotBeNull().ShouldBe(-14, 1);
    }

    [Fact]
    public async Task Picture_and_sound_stay_together()
    {
        using var clip = await Generated.FlashAndToneAsync();
        using var made = await MakeAsync(clip.Path);
        var file = made.Outcome.Result!.Renditions[0].File;
        var frames = await DecodeAsync(made, file, "-map", "0:v", "-fps_mode", "passthrough", "-vf", "scale=1:1,format=gray", "-f", "rawvideo");
        var sound = await DecodeAsync(made, file, "-map", "0:a", "-ac", "1", "-f", "s16le");

        // Counted by frames and samples: the file's own times begin with 0 for both, but ffmpeg 5.1 reads a negative composition offset
        // in a fragment as a late start.
        var flash = frames.AsSpan().IndexOfAnyInRange((byte)128, (byte)255) / 30.0;
        var tone = Enumerable.Range(0, sound.Length / 2).First(i => Math.Abs((int)BitConverter.ToInt16(sound, 2 * i)) > 1000) / 48000.0;
        flash.ShouldBe(1, 0.04);
        tone.ShouldBe(1, 0.02);
    }

    [Fact]
    public async Task The_largest_rungs_come_in_AV1_too_where_the_place_wants_it()
    {
        using var clip = await Generated.PortraitAsync(seconds: 3, width: 540);
        using var made = await MakeAsync(clip.Path, transcode: Pipeline.With(new TranscodeOptions { Av1Rungs = 1 }));
        await made.ShouldBeSoundAsync(Cancel);
        var result = made.Outcome.Result!;

        // First one rung, then all of H.264, then AV1 behind them: who takes the first that it can show, or knows no AV1, is not stopped by it.
        made.Handed.Select(handed => handed.Renditions.Count).ShouldBe([1, 2]);
        made.Handed.Append(result).Select(handed => handed.Playlist).ShouldBeUnique();
        result.Renditions.Select(one => one.File).ShouldBe(["360.mp4", "540.mp4", "540-av1.mp4"]);
        var (avc, av1) = (result.Renditions[1], result.Renditions[2]);
        av1.Codecs.ShouldBe("av01.0.04M.08,mp4a.40.2");
        av1.Bitrate.ShouldBeLessThan(avc.Bitrate);
        (av1.Width, av1.Height, av1.FrameRate).ShouldBe((avc.Width, avc.Height, avc.FrameRate));
        made.Reports.Select(report => report.Percent).ShouldBeInOrder();

        await players.ShouldPlayAsync(made.Folder, result);
        await File.WriteAllTextAsync(made.Folder.At("only-av1.m3u8"), Playlists.Multivariant([av1]), Cancel);
        await players.ShouldPlayAsync(made.Folder, result with { Playlist = "only-av1.m3u8", Renditions = [av1] });
    }

    [Fact]
    public async Task An_AV1_rung_that_cannot_be_made_is_left_out()
    {
        using var clip = await Generated.PortraitAsync(seconds: 1, width: 360);
        using var fake = new FakeFfmpeg("exec sleep 600", "libsvtav1");
        using var made = await MakeAsync(clip.Path, transcode: Pipeline.With(new TranscodeOptions { Av1Rungs = 1, Ffmpeg = fake.Program, StallSeconds = 5 }));
        await made.ShouldBeSoundAsync(Cancel);
        var result = made.Outcome.Result!;
        result.Renditions.ShouldBe(made.Handed.Single().Renditions);
        result.NewFiles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_job_stops_at_once()
    {
        using var clip = await Generated.PortraitAsync(seconds: 4);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var folder = Pipeline.Work(clip.Path);
        var sink = new Sink(folder) { OnProgress = (stage, _) => { if (stage == "first") cancel.Cancel(); } };
        await Should.ThrowAsync<OperationCanceledException>(Pipeline.Transcode.RunAsync(new TranscodeRequest(clip.Path, ClipEdit.None), folder, sink, cancel.Token));
    }

    private static async Task<byte[]> DecodeAsync(Made made, string file, params string[] how)
    {
        var run = await Pipeline.Ffmpeg.RunAsync(
            new FfmpegCommand("ffmpeg", made.Folder, ["-v", "error", "-nostdin", .. Pipeline.Ffmpeg.Input(file), .. how, "pipe:1"], TimeSpan.FromSeconds(30)), Cancel);
        return run.Output;
    }

    // All but the bytes: x264's rate control depends on how its threads were scheduled.
    private static string[] Shape(Made made) =>
    [
        .. from one in made.Outcome.Result!.Renditions
           from segment in FragmentedFile.Read(made.Folder.At(one.File)).Segments
           select $"{one.File} {one.Width}x{one.Height} {one.Codecs} {segment.Seconds}",
    ];

    private static async Task<Made> MakeAsync(string path, ClipEdit? edit = null, TranscodeClip? transcode = null)
    {
        var folder = Pipeline.Work(path);
        var sink = new Sink(folder);
        var outcome = await (transcode ?? Pipeline.Transcode).RunAsync(new TranscodeRequest(path, edit ?? ClipEdit.None), folder, sink, Cancel);

        // To look at: ZOETROPE_KEEP=folder collects a picture of every clip.
        if (outcome.Result is not null && Environment.GetEnvironmentVariable("ZOETROPE_KEEP") is { Length: > 0 } keep)
            File.Copy(folder.At("poster.jpg"), Path.Combine(keep, Path.GetFileName(path) + ".jpg"), overwrite: true);
        return new Made(folder, outcome, sink);
    }
}
