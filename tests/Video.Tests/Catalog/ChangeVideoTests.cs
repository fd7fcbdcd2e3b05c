using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;
using Said = Zoetrope.Contracts.Events.V1.Event.PayloadOneofCase;

namespace Zoetrope.Video.Tests.Catalog;

/// <summary>Changing, removing, failing and retrying; where files lie after each.</summary>
public sealed class ChangeVideoTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Going_private_takes_the_files_from_their_public_addresses_at_once()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var open = await app.PublishAsync(ana);
        (await app.IsServedAsync(open.Playback.Hls)).ShouldBeTrue();

        var closed = (await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = open.Id, Audience = "private" })).Video;

        (await app.IsServedAsync(open.Playback.Hls)).ShouldBeFalse();
        (await app.IsServedAsync(open.Playback.Poster.Images.Single().Url)).ShouldBeFalse();
        closed.Playback.Hls.ShouldStartWith("/media/s/");
        (await app.IsServedAsync(closed.Playback.Hls)).ShouldBeTrue();
        closed.Playback.ExpiresAtMs.ShouldBeGreaterThan(app.Time.GetUtcNow().ToUnixTimeMilliseconds());

        var again = (await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = open.Id, Audience = "unlisted" })).Video;
        (await app.IsServedAsync(again.Playback.Hls)).ShouldBeTrue();
        again.Playback.ExpiresAtMs.ShouldBe(0);
    }

    [Fact]
    public async Task Going_public_and_giving_up_before_it_is_so_leaves_no_file_public()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var closed = await app.PublishAsync(ana, audience: "private");
        using var gone = new CancellationTokenSource();
        await using (var db = app.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync($"select 1 from videos where id = {Guid.Parse(closed.Id)} for update");
            var call = app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = closed.Id, Audience = "public" }, cancellationToken: gone.Token).ResponseAsync;
            await app.WaitForLocksAsync(calls: 1);
            await gone.CancelAsync();
            await Should.ThrowAsync<RpcException>(call);
        }
        await app.PlaceAllAsync();

        (await app.Catalog(ana).GetVideoAsync(new GetVideoRequest { Id = closed.Id })).Video.Audience.ShouldBe("private");
        Directory.GetFiles(app.MediaFolder, "*", SearchOption.AllDirectories).ShouldAllBe(file => file.Contains("/private/"));
    }

    [Fact]
    public async Task Going_public_is_finished_in_the_background_where_the_files_could_not_be_moved()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var closed = await app.PublishAsync(ana, audience: "private");
        // A file where the clip's folder would be.
        var inTheWay = Path.Combine(app.MediaFolder, "public", closed.Id);
        Directory.CreateDirectory(Path.GetDirectoryName(inTheWay)!);
        await File.WriteAllTextAsync(inTheWay, "");
        await Should.ThrowAsync<RpcException>(app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = closed.Id, Audience = "public" }).ResponseAsync);
        File.Delete(inTheWay);
        await app.PlaceAllAsync();

        var open = (await app.Catalog(null).GetVideoAsync(new GetVideoRequest { Id = closed.Id })).Video;
        open.Playback.ExpiresAtMs.ShouldBe(0);
        (await app.IsServedAsync(open.Playback.Hls)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_brought_in_keeps_its_age_in_every_list_and_only_the_system_says_so()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var (old, fresh) = (await app.PublishAsync(ana, description: "#kites"), await app.PublishAsync(ana, description: "#kites"));
        var request = new BackdateVideoRequest { Id = fresh.Id, PublishedAtMs = app.Time.GetUtcNow().AddDays(-8).ToUnixTimeMilliseconds() };

        (await app.Catalog(ana).BackdateVideoAsync(request).RefusedAsync()).ShouldBe((403, "forbidden"));
        await app.System().BackdateVideoAsync(request);

        (await app.Catalog(ana).GetVideoAsync(new GetVideoRequest { Id = fresh.Id })).Video.PublishedAtMs.ShouldBe(request.PublishedAtMs);
        (await app.Catalog(ana).ListByAuthorAsync(new ListByAuthorRequest { AuthorId = $"{ana}" })).Items.Select(v => v.Id).ShouldBe([old.Id, fresh.Id]);
        (await app.Search(ana).ListTagVideosAsync(new ListTagVideosRequest { Tag = "kites" })).Items.Select(v => v.Id).ShouldBe([old.Id, fresh.Id]);
        var tomorrow = new BackdateVideoRequest { Id = fresh.Id, PublishedAtMs = app.Time.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds() };
        (await app.System().BackdateVideoAsync(tomorrow).RefusedAsync()).ShouldBe((422, "publishedAtMs:out_of_range"));
    }

    [Fact]
    public async Task When_an_account_turns_private_its_files_follow()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        app.World.Follow(ben, ana);
        var open = await app.PublishAsync(ana);

        await app.HearAsync(app.World.Changed(ana, p => p.IsPrivate = true));
        await app.PlaceAllAsync();

        (await app.IsServedAsync(open.Playback.Hls)).ShouldBeFalse();
        var seen = (await app.Catalog(ben).GetVideoAsync(new GetVideoRequest { Id = open.Id })).Video;
        (await app.IsServedAsync(seen.Playback.Hls)).ShouldBeTrue();
        Directory.GetFiles(Path.Combine(app.MediaFolder, "public"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_removed_video_leaves_nothing_but_a_tombstone()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var video = await app.PublishAsync(ana, "Secret canary", "tell @ana #canary");

        await app.Catalog(ana).DeleteVideoAsync(new DeleteVideoRequest { Id = video.Id });
        await app.Catalog(ana).DeleteVideoAsync(new DeleteVideoRequest { Id = video.Id });

        (await app.Catalog(null).GetVideoAsync(new GetVideoRequest { Id = video.Id }).RefusedAsync()).ShouldBe((410, "gone"));
        (await app.Catalog(null).GetVideosAsync(new GetVideosRequest { Ids = { video.Id } })).Items.ShouldBeEmpty();
        (await app.Catalog(ana).ListMineAsync(new ListMineRequest())).Items.ShouldBeEmpty();
        (await app.Search(null).SearchVideosAsync(new SearchVideosRequest { Query = "canary" })).Items.ShouldBeEmpty();
        (await app.Search(null).GetTagAsync(new GetTagRequest { Tag = "canary" })).Tag.Videos.ShouldBe(0);
        Directory.GetFiles(app.UploadFolder).ShouldBeEmpty();
        Directory.GetFiles(app.MediaFolder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        var removed = (await app.SaidAsync()).Single(e => e.PayloadCase == Said.VideoRemoved).VideoRemoved.Video;
        (removed.VideoId, removed.State, removed.Title).ShouldBe((video.Id, "removed", ""));
        await using var db = app.Open();
        (await db.Videos.SingleAsync()).PlacementDue.ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_of_a_deleted_account_stays()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var kept = await app.PublishAsync(ben);
        var secret = await app.PublishAsync(ana, "Secret canary");
        await app.PublishAsync(ana, audience: "private");
        var held = await app.UploadAsync(ana);
        await app.LeaseAsync(held);

        await app.HearAsync(app.World.Changed(ana, p => p.Deleted = true));
        (await app.Run<EraseAuthors, int>(e => e.RunOnceAsync(default))).ShouldBe(2);
        await using (var db = app.Open()) (await db.TranscodeJobs.Where(j => j.VideoId != Guid.Parse(kept.Id)).SingleAsync()).UploadId.ShouldBe(Guid.Parse(held), "a transcoder holds it yet");
        app.Time.Advance(TimeSpan.FromMinutes(1));

        (await app.Run<EraseAuthors, int>(e => e.RunOnceAsync(default))).ShouldBe(0);
        (await app.SaidAsync()).Count(e => e.PayloadCase == Said.VideoRemoved).ShouldBe(2);
        Directory.GetFiles(app.UploadFolder).Length.ShouldBe(1);
        Directory.GetFiles(app.MediaFolder, "*", SearchOption.AllDirectories).ShouldAllBe(f => f.Contains(kept.Id));
        await app.HearCountsAsync(new CountsChanged { VideoId = secret.Id, Views = 3, Rev = 9 });
        await using var after = app.Open();
        (await after.Videos.SingleAsync()).Id.ShouldBe(Guid.Parse(kept.Id));
        (await after.Uploads.CountAsync(), await after.TranscodeJobs.CountAsync(), await after.VideoCounts.CountAsync()).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task A_cdn_is_told_what_is_public_no_longer_also_when_it_was_away()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var hook = builder.Build();
        var (told, away) = (new ConcurrentQueue<string>(), true);
        hook.Urls.Add("http://127.0.0.1:0");
        hook.MapPost("/purge", async (HttpRequest request) =>
        {
            if (away) return Results.StatusCode(502);
            told.Enqueue($"{request.Headers.Authorization} {await new StreamReader(request.Body).ReadToEndAsync()}");
            return Results.Ok();
        });
        await hook.StartAsync(TestContext.Current.CancellationToken);
        await using var app = await VideoApp.StartAsync(postgres, new("Media:Cdn", "https://cdn.example/clips"), new("Media:PurgeUrl", hook.Urls.First() + "/purge"), new("Media:PurgeToken", "secret"));
        var ana = app.World.Person("ana");
        var (first, second) = (await app.PublishAsync(ana), await app.PublishAsync(ana));
        first.Playback.Hls.ShouldStartWith($"https://cdn.example/clips/{first.Id}/");

        // It is away: the clips go all the same.
        (await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = first.Id, Audience = "private" })).Video.Playback.Hls.ShouldStartWith("/media/s/");
        await app.Catalog(ana).DeleteVideoAsync(new DeleteVideoRequest { Id = second.Id });
        Directory.GetFiles(app.MediaFolder, "*", SearchOption.AllDirectories).ShouldAllBe(file => file.Contains(first.Id) && file.Contains("/private/"));
        told.ShouldBeEmpty();

        away = false;
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await app.PlaceAllAsync();
        told.Count.ShouldBe(2);
        told.ShouldAllBe(one => one.StartsWith("Bearer secret {\"prefixes\":[\"https://cdn.example/clips/", StringComparison.Ordinal));
        foreach (var id in (string[])[first.Id, second.Id]) told.ShouldContain(one => one.Contains(id, StringComparison.Ordinal));
        await app.PlaceAllAsync();
        told.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Removing_a_video_cancels_its_encoding()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);
        var video = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload, Title = "Gone" })).Video;
        var (held, job) = await app.LeaseAsync(upload);

        await app.Catalog(ana).DeleteVideoAsync(new DeleteVideoRequest { Id = video.Id });

        var made = await app.PutAsync(job, "480p.mp4");
        (await app.Run<PublishRenditions, bool>(p => p.Progressed(held, "first", 10, default))).ShouldBeFalse();
        (await app.Run<PublishRenditions, bool>(p => p.RenditionsReady(held, made, default))).ShouldBeFalse();
        (await app.Run<PublishRenditions, bool>(p => p.Failed(held, "corrupt", new Dictionary<string, string>(), false, default))).ShouldBeFalse();
        (await app.SaidAsync()).ShouldNotContain(e => e.PayloadCase == Said.VideoPublished || e.PayloadCase == Said.VideoFailed);

        // What the worker put meanwhile goes once its lease is over.
        app.Time.Advance(TimeSpan.FromMinutes(2));
        await app.PlaceAllAsync();
        Directory.GetFiles(app.MediaFolder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        await using var db = app.Open();
        (await db.Videos.SingleAsync()).PlacementDue.ShouldBeFalse();
    }

    [Fact]
    public async Task A_failed_video_says_why_and_can_be_tried_again_where_that_makes_sense()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);
        var video = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload, Title = "Again" })).Video;
        var (held, _) = await app.LeaseAsync(upload);
        await app.Run<PublishRenditions, bool>(p => p.Failed(held, "crashed", new Dictionary<string, string> { ["attempts"] = "3" }, retryable: true, default));

        var failed = (await app.Catalog(ana).GetVideoAsync(new GetVideoRequest { Id = video.Id })).Video;
        (failed.State, failed.Failure.Code, failed.Failure.Params["attempts"], failed.Failure.Retryable).ShouldBe(("failed", "crashed", "3", true));
        (await app.SaidAsync())[^1].VideoFailed.Code.ShouldBe("crashed");

        (await app.Catalog(ana).RetryVideoAsync(new RetryVideoRequest { Id = video.Id })).Video.State.ShouldBe("processing");
        (await app.Catalog(ana).RetryVideoAsync(new RetryVideoRequest { Id = video.Id })).Video.State.ShouldBe("processing");
        await app.EncodeAsync(upload);
        (await app.Catalog(null).GetVideoAsync(new GetVideoRequest { Id = video.Id })).Video.Failure.ShouldBeNull();
    }

    [Fact]
    public async Task A_clip_that_is_no_clip_is_not_tried_again()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);
        var (held, _) = await app.LeaseAsync(upload);
        await app.Run<PublishRenditions, bool>(p => p.Failed(held, "corrupt", new Dictionary<string, string>(), retryable: false, default));

        var video = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload, Title = "No" })).Video;

        (video.State, video.Failure.Code).ShouldBe(("failed", "corrupt"));
        (await app.SaidAsync()).Single().VideoFailed.Code.ShouldBe("corrupt");
        (await app.Catalog(ana).RetryVideoAsync(new RetryVideoRequest { Id = video.Id }).RefusedAsync()).ShouldBe((409, "not_retryable"));
    }

    [Fact]
    public async Task Progress_is_told_at_most_once_a_second_and_a_new_stage_at_once()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);
        var video = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload, Title = "Slow" })).Video;
        var (held, _) = await app.LeaseAsync(upload);

        for (var percent = 1; percent <= 20; percent++)
        {
            await app.Run<PublishRenditions, bool>(p => p.Progressed(held, percent > 10 ? "ladder" : "first", percent, default));
            app.Time.Advance(TimeSpan.FromMilliseconds(300));
        }

        var told = (await app.SaidAsync()).Where(e => e.PayloadCase == Said.VideoProgressed).Select(e => e.VideoProgressed).ToList();
        told.Select(p => p.Progress).ShouldBe([1, 5, 9, 11, 15, 19]);
        told.ShouldAllBe(p => p.VideoId == video.Id && p.AuthorId == ana.ToString() && p.State == "processing");
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_changes_nothing()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);
        var (old, job) = await app.LeaseAsync(upload);
        await using (var db = app.Open()) await db.TranscodeJobs.ExecuteUpdateAsync(s => s.SetProperty(j => j.LeasedBy, Guid.CreateVersion7()));

        var made = await app.PutAsync(job, "480p.mp4");
        (await app.Run<PublishRenditions, bool>(p => p.Completed(old, made, default))).ShouldBeFalse();
        (await app.Run<PublishRenditions, bool>(p => p.Failed(old, "crashed", new Dictionary<string, string>(), true, default))).ShouldBeFalse();

        await using var after = app.Open();
        (await after.TranscodeJobs.SingleAsync()).State.ShouldBe(JobState.Running);
    }

    [Fact]
    public async Task Editing_changes_words_tags_and_entities_and_says_when()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var video = await app.PublishAsync(ana, "", "First #one");
        app.Time.Advance(TimeSpan.FromMinutes(1));

        var edited = (await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = video.Id, Description = "Second #two", AllowComments = false, Labels = new LabelList { Items = { "ad" } } })).Video;

        (edited.Title, edited.TitleDerived, edited.AllowComments).ShouldBe(("Second", true, false));
        (edited.Tags.Single(), edited.Labels.Single(), edited.EditedAtMs).ShouldBe(("two", "ad", app.Time.GetUtcNow().ToUnixTimeMilliseconds()));
        edited.Version.ShouldBe(video.Version + 1);
        (await app.Search(null).GetTagAsync(new GetTagRequest { Tag = "one" })).Tag.Videos.ShouldBe(0);
        (await app.Search(null).GetTagAsync(new GetTagRequest { Tag = "two" })).Tag.Videos.ShouldBe(1);

        var said = (await app.SaidAsync()).Count;
        (await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = video.Id, Description = "Second #two" })).Video.Version.ShouldBe(edited.Version);
        (await app.SaidAsync()).Count.ShouldBe(said);
    }

    [Fact]
    public async Task Of_two_changes_side_by_side_neither_takes_the_others_words_back()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var video = await app.PublishAsync(ana, "First", "One");
        Task both;
        await using (var db = app.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync($"select 1 from videos where id = {Guid.Parse(video.Id)} for update");
            both = Task.WhenAll(
                app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = video.Id, Title = "Second" }).ResponseAsync,
                app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = video.Id, Description = "Two #two" }).ResponseAsync);
            await app.WaitForLocksAsync(calls: 2);
            await transaction.CommitAsync();
        }
        await both;

        var changed = (await app.Catalog(ana).GetVideoAsync(new GetVideoRequest { Id = video.Id })).Video;
        (changed.Title, changed.Description, changed.Tags.Single(), changed.Version).ShouldBe(("Second", "Two #two", "two", video.Version + 2));
    }
}
