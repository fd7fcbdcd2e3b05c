using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Video.V1;

namespace Zoetrope.Video.Tests.Catalog;

public sealed class ListVideosTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_list_is_read_to_its_end_without_gaps_or_repeats()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var made = await PublishMany(app, ana, 7);

        var (read, cursor) = (new List<string>(), "");
        do
        {
            var page = await app.Catalog(null).ListByAuthorAsync(new ListByAuthorRequest { AuthorId = ana.ToString(), Page = new PageRequest { Limit = 3, Cursor = cursor } });
            read.AddRange(page.Items.Select(v => v.Id));
            cursor = page.NextCursor;
        }
        while (cursor.Length > 0);

        read.ShouldBe(made);
    }

    [Fact]
    public async Task A_list_entered_in_its_middle_goes_both_ways()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var made = await PublishMany(app, ana, 7);

        var middle = await Page(app, ana, around: made[4]);
        middle.Items.Select(v => v.Id).ShouldBe(made[4..6]);
        var newer = await Page(app, ana, middle.PrevCursor);
        newer.Items.Select(v => v.Id).ShouldBe(made[2..4]);
        var newest = await Page(app, ana, newer.PrevCursor);
        newest.Items.Select(v => v.Id).ShouldBe(made[..2]);
        newest.PrevCursor.ShouldBe("");
        (await Page(app, ana, middle.NextCursor)).Items.Select(v => v.Id).ShouldBe(made[6..]);
        (await Page(app, ana, newest.NextCursor)).Items.Select(v => v.Id).ShouldBe(made[2..4]);
    }

    [Fact]
    public async Task A_page_may_be_short_and_still_go_on()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, ben, eve) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("eve"));
        var seen = await app.PublishAsync(ben);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await PublishMany(app, ana, 3);
        app.World.Block(ana, eve);

        var first = await app.Catalog(eve).ListLatestAsync(new ListLatestRequest { Page = new PageRequest { Limit = 3 } });
        first.Items.ShouldBeEmpty();
        first.NextCursor.ShouldNotBeEmpty();
        var second = await app.Catalog(eve).ListLatestAsync(new ListLatestRequest { Page = new PageRequest { Limit = 3, Cursor = first.NextCursor } });
        second.Items.Single().Id.ShouldBe(seen.Id);
        second.NextCursor.ShouldBe("");
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("9223372036854775807")]
    public async Task A_cursor_at_a_time_no_calendar_has_is_refused(string ticks)
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var page = new PageRequest { Cursor = Platform.Web.Cursor.Encode("o", ticks, Guid.Empty.ToString()) };

        (await app.Catalog(ana).ListLatestAsync(new ListLatestRequest { Page = page }).RefusedAsync()).ShouldBe((400, "invalid_cursor"));
        (await app.Catalog(ana).ListByAuthorAsync(new ListByAuthorRequest { AuthorId = ana.ToString(), Page = page }).RefusedAsync()).ShouldBe((400, "invalid_cursor"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAA")]
    public async Task A_cursor_that_is_not_ours_is_refused(string cursor)
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var page = new PageRequest { Cursor = cursor };

        (await app.Catalog(ana).ListLatestAsync(new ListLatestRequest { Page = page }).RefusedAsync()).ShouldBe((400, "invalid_cursor"));
        (await app.Catalog(ana).ListMineAsync(new ListMineRequest { Page = page }).RefusedAsync()).ShouldBe((400, "invalid_cursor"));
        (await app.Search(ana).SearchVideosAsync(new SearchVideosRequest { Query = "x", Page = page }).RefusedAsync()).ShouldBe((400, "invalid_cursor"));
        (await app.Search(ana).SearchTagsAsync(new SearchTagsRequest { Query = "x", Page = page }).RefusedAsync()).ShouldBe((400, "invalid_cursor"));
    }

    [Fact]
    public async Task An_order_that_is_none_is_refused_like_a_state_that_is_none()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        (await app.Catalog(ana).ListMineAsync(new ListMineRequest { Sort = "nope" }).RefusedAsync()).ShouldBe((422, "sort:unknown_value"));
        (await app.Catalog(ana).ListMineAsync(new ListMineRequest { State = "nope" }).RefusedAsync()).ShouldBe((422, "state:unknown_value"));
    }

    [Fact]
    public async Task My_videos_come_in_every_state_and_can_be_searched()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var ready = await app.PublishAsync(ana, "100% done");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var draft = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = await app.UploadAsync(ana), Title = "Sketch", Draft = true })).Video;
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var waiting = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = (await app.BeginAsync(ana, 10)).Id, Title = "Coming" })).Video;

        (await Mine(app, ana, new())).ShouldBe([waiting.Id, draft.Id, ready.Id]);
        (await Mine(app, ana, new() { Sort = "oldest" })).ShouldBe([ready.Id, draft.Id, waiting.Id]);
        (await Mine(app, ana, new() { State = "draft" })).ShouldBe([draft.Id]);
        (await Mine(app, ana, new() { Query = "0%" })).ShouldBe([ready.Id]);
        (await Mine(app, ana, new() { Query = "_" })).ShouldBeEmpty();
        (await Mine(app, app.World.Person("ben"), new())).ShouldBeEmpty();
        var page = await app.Catalog(ana).ListMineAsync(new ListMineRequest { Page = new PageRequest { Limit = 2 } });
        (await Mine(app, ana, new() { Page = new PageRequest { Limit = 2, Cursor = page.NextCursor } })).ShouldBe([ready.Id]);
    }

    [Fact]
    public async Task Public_videos_are_counted_for_each_author()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        await PublishMany(app, ana, 2);
        await app.PublishAsync(ana, audience: "private");

        var counts = (await app.Catalog(null).CountByAuthorsAsync(new CountByAuthorsRequest { AuthorIds = { ana.ToString(), ben.ToString() } })).Videos;

        counts.GetValueOrDefault(ana.ToString()).ShouldBe(2);
        counts.GetValueOrDefault(ben.ToString()).ShouldBe(0);
    }

    /// <summary>Ids, newest first; two of them published at the same moment.</summary>
    private static async Task<List<string>> PublishMany(VideoApp app, Guid author, int count)
    {
        var made = new List<Contracts.Video.V1.Video>();
        for (var n = 0; n < count; n++)
        {
            made.Add(await app.PublishAsync(author, $"Clip {n}"));
            if (n != 2) app.Time.Advance(TimeSpan.FromSeconds(1));
        }
        return [.. made.OrderByDescending(v => v.PublishedAtMs).ThenByDescending(v => v.Id, StringComparer.Ordinal).Select(v => v.Id)];
    }

    private static async Task<ListByAuthorResponse> Page(VideoApp app, Guid author, string cursor = "", string around = "")
        => await app.Catalog(null).ListByAuthorAsync(new ListByAuthorRequest { AuthorId = author.ToString(), Around = around, Page = new PageRequest { Limit = 2, Cursor = cursor } });

    private static async Task<List<string>> Mine(VideoApp app, Guid owner, ListMineRequest request) => [.. (await app.Catalog(owner).ListMineAsync(request)).Items.Select(v => v.Id)];
}
