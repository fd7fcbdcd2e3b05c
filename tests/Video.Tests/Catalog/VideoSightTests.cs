using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Video.V1;

namespace Zoetrope.Video.Tests.Catalog;

/// <summary>Who sees which video, through every read: by address, in batches, in lists, in search.</summary>
public sealed class VideoSightTests(PostgresFixture postgres)
{
    public static TheoryData<string, bool, string, string, bool> Matrix()
    {
        // audience, private account, viewer, by address, in lists
        var rows = new TheoryData<string, bool, string, string, bool>();
        foreach (var isPrivate in new[] { false, true })
        {
            var closed = isPrivate ? "followers_only" : "visible";
            rows.Add("public", isPrivate, "signed_out", closed, !isPrivate);
            rows.Add("public", isPrivate, "stranger", closed, !isPrivate);
            rows.Add("public", isPrivate, "follower", "visible", !isPrivate);
            rows.Add("public", isPrivate, "blocked", "not_found", false);
            rows.Add("public", isPrivate, "blocker", "not_found", false);
            rows.Add("public", isPrivate, "muter", closed, false);
            rows.Add("public", isPrivate, "author", "visible", !isPrivate);
            rows.Add("followers", isPrivate, "signed_out", "followers_only", false);
            rows.Add("followers", isPrivate, "stranger", "followers_only", false);
            rows.Add("followers", isPrivate, "follower", "visible", false);
            rows.Add("followers", isPrivate, "blocked", "not_found", false);
            rows.Add("followers", isPrivate, "author", "visible", false);
            rows.Add("unlisted", isPrivate, "signed_out", closed, false);
            rows.Add("unlisted", isPrivate, "follower", "visible", false);
            rows.Add("unlisted", isPrivate, "blocked", "not_found", false);
            rows.Add("private", isPrivate, "signed_out", "not_found", false);
            rows.Add("private", isPrivate, "follower", "not_found", false);
            rows.Add("private", isPrivate, "author", "visible", false);
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Everybody_sees_what_is_for_them(string audience, bool isPrivate, string viewer, string byAddress, bool inLists)
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana", isPrivate);
        var eyes = Eyes(app, ana, viewer);
        var video = await app.PublishAsync(ana, "Quiet lake", "#lake", audience);

        var answer = await app.Catalog(eyes).GetVideoAsync(new GetVideoRequest { Id = video.Id }).AnswerAsync();
        answer.ShouldBe(byAddress);
        var batch = await app.Catalog(eyes).GetVideosAsync(new GetVideosRequest { Ids = { video.Id, Guid.CreateVersion7().ToString(), "nonsense" } });
        (batch.Items.Count == 1).ShouldBe(byAddress == "visible");
        (await app.Catalog(eyes).ListLatestAsync(new ListLatestRequest())).Items.Count.ShouldBe(inLists ? 1 : 0);
        (await app.Search(eyes).SearchVideosAsync(new SearchVideosRequest { Query = "lake" })).Items.Count.ShouldBe(inLists ? 1 : 0);
        (await app.Search(eyes).ListTagVideosAsync(new ListTagVideosRequest { Tag = "lake" })).Items.Count.ShouldBe(inLists ? 1 : 0);
    }

    [Theory]
    [InlineData("open", "signed_out", "gone")]
    [InlineData("open", "stranger", "gone")]
    [InlineData("open", "blocked", "not_found")]
    [InlineData("open", "blocker", "not_found")]
    [InlineData("private", "signed_out", "not_found")]
    [InlineData("private", "stranger", "not_found")]
    [InlineData("suspended", "stranger", "not_found")]
    [InlineData("deleted", "stranger", "not_found")]
    public async Task That_a_public_clip_was_removed_is_said_to_those_who_could_see_it(string account, string viewer, string expected)
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var eyes = Eyes(app, ana, viewer);
        var video = await app.PublishAsync(ana);
        await app.Catalog(ana).DeleteVideoAsync(new DeleteVideoRequest { Id = video.Id });
        await app.HearAsync(app.World.Changed(ana, p => (p.IsPrivate, p.Suspended, p.Deleted) = (account == "private", account == "suspended", account == "deleted")));

        (await app.Catalog(eyes).GetVideoAsync(new GetVideoRequest { Id = video.Id }).RefusedAsync()).Code.ShouldBe(expected);
    }

    [Theory]
    [InlineData(false, "signed_out", "1")]
    [InlineData(false, "stranger", "1")]
    [InlineData(false, "follower", "2")]
    [InlineData(false, "author", "2")]
    [InlineData(false, "blocked", "not_found")]
    [InlineData(true, "signed_out", "private_account")]
    [InlineData(true, "stranger", "private_account")]
    [InlineData(true, "follower", "2")]
    public async Task A_persons_videos_are_listed_as_the_viewer_may_see_them(bool isPrivate, string viewer, string expected)
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana", isPrivate);
        var eyes = Eyes(app, ana, viewer);
        foreach (var audience in new[] { "public", "followers", "unlisted", "private" }) await app.PublishAsync(ana, audience, audience: audience);

        string answer;
        try { answer = (await app.Catalog(eyes).ListByAuthorAsync(new ListByAuthorRequest { AuthorId = ana.ToString() })).Items.Count.ToString(); }
        catch (Grpc.Core.RpcException refused) { answer = Platform.Rpc.Fault.Of(refused).Code; }

        answer.ShouldBe(expected);
    }

    [Fact]
    public async Task Relations_to_all_authors_are_asked_for_once()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        foreach (var name in new[] { "ana", "ben", "cai", "dee" }) await app.PublishAsync(app.World.Person(name));
        var eve = app.World.Person("eve");
        app.World.RelationReads = 0;

        (await app.Catalog(eve).ListLatestAsync(new ListLatestRequest { Page = new PageRequest { Limit = 10 } })).Items.Count.ShouldBe(4);

        app.World.RelationReads.ShouldBe(1);
        await app.Catalog(null).ListLatestAsync(new ListLatestRequest());
        app.World.RelationReads.ShouldBe(1);
    }

    [Fact]
    public async Task A_suspended_authors_videos_are_gone_for_others_and_come_back()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var video = await app.PublishAsync(ana, "Lake", "#lake");

        await app.HearAsync(app.World.Changed(ana, p => p.Suspended = true));
        (await app.Catalog(null).GetVideoAsync(new GetVideoRequest { Id = video.Id }).RefusedAsync()).ShouldBe((404, "not_found"));
        (await app.Catalog(null).ListLatestAsync(new ListLatestRequest())).Items.ShouldBeEmpty();
        (await app.Search(null).GetTagAsync(new GetTagRequest { Tag = "lake" })).Tag.Videos.ShouldBe(0);
        await app.PlaceAllAsync();
        (await app.IsServedAsync(video.Playback.Hls)).ShouldBeFalse();

        await app.HearAsync(app.World.Changed(ana, p => p.Suspended = false));
        await app.PlaceAllAsync();
        (await app.Catalog(null).ListLatestAsync(new ListLatestRequest())).Items.Single().Id.ShouldBe(video.Id);
        (await app.Search(null).GetTagAsync(new GetTagRequest { Tag = "lake" })).Tag.Videos.ShouldBe(1);
        (await app.IsServedAsync(video.Playback.Hls)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_older_account_event_never_undoes_a_newer_one()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        await app.PublishAsync(ana);
        var older = app.World.Changed(ana, p => p.IsPrivate = false);
        var newer = app.World.Changed(ana, p => p.IsPrivate = true);

        await app.HearAsync(newer);
        await app.HearAsync(older);
        await app.HearAsync(newer);

        (await app.Catalog(null).ListLatestAsync(new ListLatestRequest())).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_author_changes_a_video_and_a_moderator_may_remove_it()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var (open, closed) = (await app.PublishAsync(ana), await app.PublishAsync(ana, audience: "private"));

        (await app.Catalog(ben).UpdateVideoAsync(new UpdateVideoRequest { Id = open.Id, Title = "Mine" }).RefusedAsync()).ShouldBe((403, "forbidden"));
        (await app.Catalog(ben).DeleteVideoAsync(new DeleteVideoRequest { Id = open.Id }).RefusedAsync()).ShouldBe((403, "forbidden"));
        (await app.Catalog(ben).UpdateVideoAsync(new UpdateVideoRequest { Id = closed.Id, Title = "Mine" }).RefusedAsync()).ShouldBe((404, "not_found"));
        (await app.Catalog(null).DeleteVideoAsync(new DeleteVideoRequest { Id = open.Id }).RefusedAsync()).ShouldBe((401, "unauthenticated"));
        (await app.Moderator().UpdateVideoAsync(new UpdateVideoRequest { Id = open.Id, Title = "Ours" }).RefusedAsync()).ShouldBe((403, "forbidden"));
        (await app.Moderator().DeleteVideoAsync(new DeleteVideoRequest { Id = open.Id, Reason = "dislike" }).RefusedAsync()).Status.ShouldBe(422);
        await app.Moderator().DeleteVideoAsync(new DeleteVideoRequest { Id = open.Id, Reason = "spam" });
        await app.Catalog(ana).DeleteVideoAsync(new DeleteVideoRequest { Id = closed.Id });
        // Its author is told of the decision, and of nothing they did themselves.
        var told = (await app.SaidAsync()).Select(e => e.AccountNotified).OfType<Contracts.Events.V1.AccountNotified>().ShouldHaveSingleItem();
        (told.UserId, told.Type, told.Code, told.About, told.Reason).ShouldBe((ana.ToString(), "moderation", "video_removed", open.Title, "spam"));
        (await app.Catalog(ben).GetVideoAsync(new GetVideoRequest { Id = open.Id }).RefusedAsync()).ShouldBe((410, "gone"));

        // The decision stays among their own until they put it away; the clip itself is gone.
        var mine = (await app.Catalog(ana).ListMineAsync(new ListMineRequest())).Items.ShouldHaveSingleItem();
        (mine.Id, mine.State, mine.Title, mine.Removal.Reason, mine.Playback).ShouldBe((open.Id, "removed", open.Title, "spam", null));
        (await app.Catalog(ana).GetVideoAsync(new GetVideoRequest { Id = open.Id })).Video.Removal.ShouldBe(mine.Removal);
        await app.Catalog(ana).DeleteVideoAsync(new DeleteVideoRequest { Id = open.Id });
        (await app.Catalog(ana).ListMineAsync(new ListMineRequest())).Items.ShouldBeEmpty();
        (await app.Catalog(ana).GetVideoAsync(new GetVideoRequest { Id = open.Id }).RefusedAsync()).ShouldBe((410, "gone"));
    }

    private static Guid? Eyes(VideoApp app, Guid author, string viewer)
    {
        if (viewer is "signed_out") return null;
        if (viewer is "author") return author;
        var person = app.World.Person("viewer");
        if (viewer is "follower") app.World.Follow(person, author);
        if (viewer is "blocked") app.World.Block(author, person);
        if (viewer is "blocker") app.World.Block(person, author);
        if (viewer is "muter") app.World.Mute(person, author);
        return person;
    }
}

internal static class Answers
{
    /// <summary><c>visible</c>, or the code of the refusal.</summary>
    public static async Task<string> AnswerAsync(this Grpc.Core.AsyncUnaryCall<GetVideoResponse> call)
    {
        try
        {
            await call;
            return "visible";
        }
        catch (Grpc.Core.RpcException refused)
        {
            return Platform.Rpc.Fault.Of(refused).Code;
        }
    }
}
