using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;
using Said = Zoetrope.Contracts.Events.V1.Event.PayloadOneofCase;

namespace Zoetrope.Video.Tests.Catalog;

public sealed class CreateVideoTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_form_sent_before_the_last_byte_publishes_itself_when_the_first_rendition_plays()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.BeginAsync(ana, 1000);

        var video = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload.Id, Title = "Waves" })).Video;
        (video.State, video.Playback).ShouldBe(("uploading", null));
        (await app.Catalog(null).GetVideoAsync(new GetVideoRequest { Id = video.Id }).RefusedAsync()).ShouldBe((404, "not_found"));

        await app.AppendAsync(ana, upload.Id, 0, new byte[1000]);
        (await Mine(app, ana, video.Id)).State.ShouldBe("processing");

        var (held, job) = await app.LeaseAsync(upload.Id);
        var first = await app.PutAsync(job, "480p.mp4");
        await app.Run<PublishRenditions, bool>(p => p.RenditionsReady(held, first, default));
        var seen = (await app.Catalog(null).GetVideoAsync(new GetVideoRequest { Id = video.Id })).Video;
        seen.ShouldSatisfyAllConditions(() => seen.State.ShouldBe("ready"), () => seen.DurationMs.ShouldBe(10_000), () => seen.PublishedAtMs.ShouldBePositive(), () => seen.Processing.ShouldBeNull());
        (await app.IsServedAsync(seen.Playback.Sources.Single().Url)).ShouldBeTrue();

        var all = await app.PutAsync(job, "720p.mp4");
        await app.Run<PublishRenditions, bool>(p => p.Completed(held, all, default));
        var done = await Mine(app, ana, video.Id);
        (await app.IsServedAsync(done.Playback.Sources.Single().Url)).ShouldBeTrue();
        (done.Processing, done.Playback.ExpiresAtMs).ShouldBe((null, 0));
        (await app.SaidAsync()).Select(e => e.PayloadCase).ShouldBe([Said.VideoChanged, Said.VideoChanged, Said.VideoPublished, Said.VideoChanged]);
        (await app.SaidAsync()).Select(Version).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task A_form_sent_after_encoding_publishes_at_once()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);
        await app.EncodeAsync(upload);

        var video = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload, Title = "Waves", Labels = { "ai" } })).Video;

        video.ShouldSatisfyAllConditions(() => video.State.ShouldBe("ready"), () => video.Audience.ShouldBe("public"), () => video.AllowComments.ShouldBeTrue(), () => video.Labels.ShouldBe(["ai"]));
        video.Playback.Hls.ShouldStartWith($"/media/{video.Id}/");
        (await app.IsServedAsync(video.Playback.Hls)).ShouldBeTrue();
        var published = (await app.SaidAsync()).Single().VideoPublished.Video;
        (published.State, published.Audience, published.PosterUrl).ShouldBe(("ready", Audience.Public, video.Playback.Poster.Images.Single().Url));
    }

    [Fact]
    public async Task A_draft_is_encoded_but_nobody_else_sees_it_until_it_is_published()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);
        var video = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload, Title = "Soon", Draft = true })).Video;
        await app.EncodeAsync(upload);

        var draft = await Mine(app, ana, video.Id);
        (draft.State, draft.PublishedAtMs).ShouldBe(("draft", 0));
        draft.Playback.Hls.ShouldStartWith("/media/s/");
        (await app.IsServedAsync(draft.Playback.Hls)).ShouldBeTrue();
        (await app.Catalog(null).GetVideoAsync(new GetVideoRequest { Id = video.Id }).RefusedAsync()).ShouldBe((404, "not_found"));
        (await app.Catalog(null).ListLatestAsync(new ListLatestRequest())).Items.ShouldBeEmpty();

        var published = (await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = video.Id, Draft = false })).Video;

        (published.State, published.Playback.ExpiresAtMs).ShouldBe(("ready", 0));
        (await app.IsServedAsync(published.Playback.Hls)).ShouldBeTrue();
        (await app.Catalog(null).ListLatestAsync(new ListLatestRequest())).Items.Single().Id.ShouldBe(video.Id);
        (await app.SaidAsync()).Count(e => e.PayloadCase == Said.VideoPublished).ShouldBe(1);
        (await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = video.Id, Draft = true }).RefusedAsync()).ShouldBe((422, "draft:already_published"));
    }

    [Fact]
    public async Task A_scheduled_video_is_published_at_its_time_and_once()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);
        await app.EncodeAsync(upload);
        var at = app.Time.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        var video = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload, Title = "Later", PublishAtMs = at })).Video;
        (video.State, video.PublishAtMs).ShouldBe(("scheduled", at));

        app.Time.Advance(TimeSpan.FromMinutes(59));
        (await app.Run<PublishScheduled, int>(p => p.RunOnceAsync(default))).ShouldBe(0);
        (await app.Catalog(null).GetVideoAsync(new GetVideoRequest { Id = video.Id }).RefusedAsync()).ShouldBe((404, "not_found"));
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(app.Run<PublishScheduled, int>(p => p.RunOnceAsync(default)), app.Run<PublishScheduled, int>(p => p.RunOnceAsync(default)));

        var seen = (await app.Catalog(null).GetVideoAsync(new GetVideoRequest { Id = video.Id })).Video;
        (seen.State, seen.PublishedAtMs, seen.Playback.ExpiresAtMs).ShouldBe(("ready", at, 0));
        (await app.IsServedAsync(seen.Playback.Hls)).ShouldBeTrue();
        (await app.SaidAsync()).Count(e => e.PayloadCase == Said.VideoPublished).ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_request_with_one_key_makes_one_video()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);
        var request = new CreateVideoRequest { UploadId = upload, Title = "Once", IdempotencyKey = "key-1" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => (await app.Catalog(ana).CreateVideoAsync(request)).Video.Id));

        answers.Distinct().Count().ShouldBe(1);
        (await app.SaidAsync()).Count.ShouldBe(1);
        var other = request.Clone();
        other.Title = "Twice";
        (await app.Catalog(ana).CreateVideoAsync(other).RefusedAsync()).ShouldBe((422, "idempotency_mismatch"));
        (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload, Title = "Again" }).RefusedAsync()).ShouldBe((409, "upload_used"));
        await using var db = app.Open();
        (await db.Videos.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_makes_a_video_of_anothers_upload()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var upload = await app.UploadAsync(ana);

        (await app.Catalog(ben).CreateVideoAsync(new CreateVideoRequest { UploadId = upload }).RefusedAsync()).ShouldBe((422, "uploadId:unknown_upload"));
        (await app.Catalog(null).CreateVideoAsync(new CreateVideoRequest { UploadId = upload }).RefusedAsync()).ShouldBe((401, "unauthenticated"));
        (await app.Catalog(ben).CreateVideoAsync(new CreateVideoRequest { UploadId = "nonsense" }).RefusedAsync()).ShouldBe((422, "uploadId:unknown_upload"));
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_form_is_said_at_once()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);

        (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest
        {
            UploadId = upload,
            Title = "a\0b",
            Description = new string('x', 2201),
            Audience = "everyone",
            Labels = { "funny" },
            PublishAtMs = -1,
            CoverMs = -5,
            Edit = new VideoEdit { StartMs = 500, EndMs = 400 },
        }).RefusedAsync()).ShouldBe((422, "title:invalid_text,description:too_long,audience:unknown_value,labels:unknown_value,publishAt:out_of_range,edit:out_of_range,coverMs:out_of_range"));
    }

    [Fact]
    public async Task Only_who_lets_the_author_is_mentioned()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var (open, followed, follower) = (app.World.Person("open"), app.World.Person("followed", whoCanMention: "followers"), app.World.Person("follower", whoCanMention: "following"));
        app.World.Person("closed", whoCanMention: "nobody");
        app.World.Person("strange", whoCanMention: "followers");
        app.World.Person("stranger", whoCanMention: "following");
        var blocked = app.World.Person("blocked");
        app.World.Follow(ana, followed);
        app.World.Follow(follower, ana);
        app.World.Block(ana, blocked);

        var made = await app.PublishAsync(ana);
        var told = (await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest
        {
            Id = made.Id,
            Title = "@closed in a title",
            Description = "@ana @open @closed @strange @stranger @followed @follower @blocked",
        })).Video;

        told.Entities.Select(e => e.Value).ShouldBe(["ana", "open", "followed", "follower"]);
        (await app.SaidAsync())[^1].VideoChanged.Video.Mentions.ShouldBe([$"{ana}", $"{open}", $"{followed}", $"{follower}"], ignoreOrder: true);
    }

    [Fact]
    public async Task Nobody_reads_the_name_of_somebody_blocked_in_a_description()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, ben, eve) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("eve"));
        var made = await app.PublishAsync(ana);
        await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = made.Id, Description = "with @ben" });
        await app.HearAsync(app.World.Changed(ben, _ => { }));
        app.World.Block(eve, ben);

        foreach (var (viewer, named) in ((Guid, string[])[])[(ana, ["ben"]), (eve, []), (ben, ["ben"])])
        {
            (await app.Catalog(viewer).GetVideoAsync(new GetVideoRequest { Id = made.Id })).Video.Entities.Select(e => e.Value).ShouldBe(named);
            (await app.Catalog(viewer).ListLatestAsync(new ListLatestRequest())).Items.Single().Entities.Select(e => e.Value).ShouldBe(named);
        }
    }

    [Fact]
    public async Task Text_is_kept_in_NFC_with_its_tags_and_the_mentions_that_exist()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("Ben"));
        var upload = await app.UploadAsync(ana);

        var video = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest
        {
            UploadId = upload,
            Title = "Cafe\u0301 #Latte",
            Description = "🎬 with @ben and @nobody #CAFÉ #latte https://example.org/x",
        })).Video;

        video.Title.ShouldBe("Café #Latte");
        video.Tags.ShouldBe(["latte", "café"]);
        video.Entities.Select(e => (e.Type, video.Description[e.Start..e.End], e.Value)).ShouldBe(
            [("mention", "@ben", "Ben"), ("tag", "#CAFÉ", "café"), ("tag", "#latte", "latte"), ("link", "https://example.org/x", "https://example.org/x")]);
        (await app.SaidAsync()).Single().VideoChanged.Video.Mentions.ShouldBe([ben.ToString()]);
    }

    [Theory]
    [InlineData("", "2026-11-01")]
    [InlineData("Rain on the roof\nand more", "Rain on the roof")]
    [InlineData("#rain Rain on #roof", "Rain on")]
    [InlineData("#rain #roof", "#rain #roof")]
    public async Task A_missing_title_is_derived(string description, string expected)
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");

        var video = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = await app.UploadAsync(ana), Title = " ", Description = description })).Video;

        (video.Title, video.TitleDerived).ShouldBe((expected, true));
    }

    [Fact]
    public async Task A_cut_or_cover_asked_for_after_encoding_begins_it_anew()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);
        var (held, job) = await app.LeaseAsync(upload);

        var video = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload, Title = "Cut", Edit = new VideoEdit { StartMs = 1000, EndMs = 2000, Muted = true }, CoverMs = 300 })).Video;

        video.State.ShouldBe("processing");
        var made = await app.PutAsync(job, "480p.mp4");
        (await app.Run<PublishRenditions, bool>(p => p.RenditionsReady(held, made, default))).ShouldBeFalse();
        await using var db = app.Open();
        var again = await db.TranscodeJobs.SingleAsync(j => j.State == JobState.Queued);
        (again.EditStartMs, again.EditEndMs, again.EditMuted, again.CoverMs).ShouldBe((1000, 2000, true, 300));
        again.MediaVersion.ShouldNotBe(job.MediaVersion);
        await app.EncodeAsync(upload, durationMs: 1000);
        (await Mine(app, ana, video.Id)).DurationMs.ShouldBe(1000);
    }

    private static long Version(Event e) => (e.VideoPublished?.Video ?? e.VideoChanged.Video).Version;

    private static async Task<Contracts.Video.V1.Video> Mine(VideoApp app, Guid owner, string id) => (await app.Catalog(owner).GetVideoAsync(new GetVideoRequest { Id = id })).Video;
}
