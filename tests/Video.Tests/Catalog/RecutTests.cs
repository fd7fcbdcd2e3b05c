using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Media;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;
using Zoetrope.Video.Uploads;

namespace Zoetrope.Video.Tests.Catalog;

/// <summary>A clip that is cut anew, and what becomes of the files of the cut before.</summary>
public sealed class RecutTests(PostgresFixture postgres)
{
    [Fact]
    public async Task What_was_encoded_before_the_form_asked_for_a_cut_goes_at_once()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);
        await app.EncodeAsync(upload);
        Files(app).ShouldNotBeEmpty();

        await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload, Title = "Cut", Edit = new VideoEdit { StartMs = 1000, EndMs = 3000 } });
        Files(app).ShouldBeEmpty();
        await app.EncodeAsync(upload);
        Versions(app).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_published_clip_plays_on_until_its_new_cut_is_done()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var video = await app.PublishAsync(ana);
        var before = video.Playback.Hls;
        var cut = (await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = video.Id, Edit = new VideoEdit { StartMs = 500, EndMs = 4000, Muted = true } })).Video;
        (cut.State, cut.Playback.Hls).ShouldBe(("ready", before));
        (await app.IsServedAsync(before)).ShouldBeTrue();

        await app.EncodeAsync(await UploadOf(app, video.Id), durationMs: 3500);
        var after = (await app.Catalog(ana).GetVideoAsync(new GetVideoRequest { Id = video.Id })).Video;
        (after.DurationMs, after.Playback.Hls != before).ShouldBe((3500, true));
        (await app.IsServedAsync(after.Playback.Hls)).ShouldBeTrue();
        (await app.IsServedAsync(before)).ShouldBeFalse();
        Versions(app).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_author_and_nobody_else_is_told_what_was_cut_and_which_moment_is_the_cover()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = await app.PublishAsync(ana);
        video.Edit.ShouldBeNull();
        await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = video.Id, CoverMs = 700, Edit = new VideoEdit { StartMs = 500, EndMs = 4000 } });

        var own = (await app.Catalog(ana).GetVideoAsync(new GetVideoRequest { Id = video.Id })).Video;
        (own.Edit, own.CoverMs).ShouldBe((new VideoEdit { StartMs = 500, EndMs = 4000 }, 700));
        var seen = (await app.Catalog(ben).GetVideoAsync(new GetVideoRequest { Id = video.Id })).Video;
        (seen.Edit, seen.CoverMs).ShouldBe((null, 0));
    }

    [Fact]
    public async Task The_same_cut_again_changes_nothing_and_without_the_original_there_is_none()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var video = await app.PublishAsync(ana);
        await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = video.Id, Edit = new VideoEdit() });
        await using (var db = app.Open()) (await db.TranscodeJobs.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(1);

        app.Time.Advance(TimeSpan.FromDays(31));
        await app.Run<CollectUploads, int>(collect => collect.ExpireAsync(CancellationToken.None));
        (await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = video.Id, CoverMs = 700 }).RefusedAsync()).ShouldBe((409, "original_gone"));
    }

    [Fact]
    public async Task Orphans_are_found_counted_and_removed_and_nothing_else_is()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var video = await app.PublishAsync(ana);
        var waiting = await app.UploadAsync(ana);
        await app.EncodeAsync(waiting);
        var kept = Files(app).ToHashSet();
        string[] orphans = [$"public/{video.Id}/{MediaPaths.NewVersion()}/1/540.mp4", $"private/{Guid.CreateVersion7()}/{MediaPaths.NewVersion()}/1/540.mp4"];
        string[] others = ["public/avatars/x/1/96.webp"];
        foreach (var key in orphans.Concat(others)) await Put(app, key);

        // Young files are left alone: their row may be about to come.
        (await Collect(app, dryRun: false)).Files.ShouldBe(0);
        foreach (var file in Directory.EnumerateFiles(app.MediaFolder, "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, app.Time.GetUtcNow().AddHours(-2).UtcDateTime);

        var found = await Collect(app, dryRun: true);
        (found.Files, found.Bytes).ShouldBe((2, 6));
        found.Examples.Order().ShouldBe(orphans.Order());
        Files(app).Count.ShouldBe(kept.Count + 3);
        (await Collect(app, dryRun: false)).Files.ShouldBe(2);
        Files(app).Order().ShouldBe(kept.Concat(others).Order());
        (await Collect(app, dryRun: false)).Files.ShouldBe(0);
    }

    private static Task<OrphanedMedia> Collect(VideoApp app, bool dryRun) => app.Run<CollectMedia, OrphanedMedia>(collect => collect.RunAsync(dryRun, CancellationToken.None));

    private static async Task Put(VideoApp app, string key)
    {
        var path = Path.Combine(app.MediaFolder, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, [1, 2, 3]);
        File.SetLastWriteTimeUtc(path, app.Time.GetUtcNow().UtcDateTime);
    }

    private static async Task<string> UploadOf(VideoApp app, string video)
    {
        await using var db = app.Open();
        return (await db.Videos.Where(v => v.Id == Guid.Parse(video)).Select(v => v.UploadId).SingleAsync()).ToString();
    }

    private static List<string> Files(VideoApp app) => Directory.Exists(app.MediaFolder)
        ? [.. Directory.EnumerateFiles(app.MediaFolder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(app.MediaFolder, file))] : [];

    private static HashSet<string> Versions(VideoApp app) => [.. Files(app).Select(file => file.Split('/')[2])];
}
