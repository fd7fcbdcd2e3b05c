using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Search;

namespace Zoetrope.Video.Tests.Search;

public sealed class SearchTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("lake", "Morning at the lake|On the water")]
    [InlineData("LAKE morning", "Morning at the lake")]
    [InlineData("mor", "Morning at the lake")]
    [InlineData("cafe", "Café Crème")]
    [InlineData("CRÈME", "Café Crème")]
    [InlineData("lake -morning", "On the water")]
    [InlineData("\"at the lake\"", "Morning at the lake")]
    [InlineData("\"lake at\"", "")]
    [InlineData("boat or creme", "On the water|Café Crème")]
    [InlineData("#boat", "On the water")]
    [InlineData("Привет", "Привет мир")]
    [InlineData("nothing", "")]
    [InlineData("  ", "")]
    [InlineData("'; drop table videos; --", "")]
    [InlineData("& | ! ( ) :*", "")]
    [InlineData("\"lake", "Morning at the lake|On the water")]
    [InlineData("o'lake", "")]
    public async Task Words_find_videos(string query, string titles)
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        await app.PublishAsync(ana, "Morning at the lake", "Mist");
        await app.PublishAsync(ana, "On the water", "A day out on the lake #boat");
        await app.PublishAsync(ana, "Café Crème");
        await app.PublishAsync(ana, "Привет мир");

        var found = (await app.Search(null).SearchVideosAsync(new SearchVideosRequest { Query = query })).Items.Select(v => v.Title);

        found.ShouldBe(titles.Split('|', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    [Theory]
    [InlineData("lihgthouse", "The lighthouse keeper")]
    [InlineData("lighthose kepper", "The lighthouse keeper")]
    [InlineData("ligthouse keepers", "The lighthouse keeper")]
    [InlineData("creem", "Café Crème")]
    [InlineData("\"lihgthouse\"", "")]
    [InlineData("liptgouse", "")]
    [InlineData("kep", "Kept for later")]
    public async Task A_word_typed_wrong_finds_what_was_meant(string query, string titles)
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        await app.PublishAsync(ana, "The lighthouse keeper");
        await app.PublishAsync(ana, "Kept for later");
        await app.PublishAsync(ana, "Café Crème");

        var found = (await app.Search(null).SearchVideosAsync(new SearchVideosRequest { Query = query })).Items.Select(v => v.Title);

        found.ShouldBe(titles.Split('|', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    [Fact]
    public async Task The_title_weighs_more_than_the_description()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var inTitle = await app.PublishAsync(ana, "Harbour");
        var inDescription = await app.PublishAsync(ana, "Boats", "in the harbour");

        (await Find(app, new() { Query = "harbour" })).ShouldBe([inTitle.Id, inDescription.Id]);
    }

    [Fact]
    public async Task Results_can_be_sorted_narrowed_and_paged()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var made = new List<string>();
        for (var n = 0; n < 5; n++)
        {
            made.Add((await app.PublishAsync(ana, "Rain", durationMs: 1000 * (n + 1))).Id);
            app.Time.Advance(TimeSpan.FromHours(1));
        }
        await app.HearCountsAsync(Counts(made[1], 900, 2), Counts(made[3], 100, 1));
        await app.HearCountsAsync(Counts(made[1], 0, 1));

        (await Find(app, new() { Query = "rain", Sort = "recent" })).ShouldBe(made.AsEnumerable().Reverse());
        (await Find(app, new() { Query = "rain", Sort = "popular" }))[..2].ShouldBe([made[1], made[3]]);
        (await Find(app, new() { Query = "rain", Sort = "recent", DurationMaxMs = 2000 })).ShouldBe([made[1], made[0]]);
        (await Find(app, new() { Query = "rain", SinceMs = app.Time.GetUtcNow().AddMinutes(-90).ToUnixTimeMilliseconds() })).ShouldBe([made[4]]);
        (await app.Search(null).SearchVideosAsync(new SearchVideosRequest { Query = "rain", Sort = "oldest" }).RefusedAsync()).ShouldBe((422, "sort:unknown_value"));

        var (read, cursor) = (new List<string>(), "");
        do
        {
            var page = await app.Search(null).SearchVideosAsync(new SearchVideosRequest { Query = "rain", Sort = "recent", Page = new PageRequest { Limit = 2, Cursor = cursor } });
            read.AddRange(page.Items.Select(v => v.Id));
            cursor = page.NextCursor;
        }
        while (cursor.Length > 0);
        read.ShouldBe(made.AsEnumerable().Reverse());
    }

    [Fact]
    public async Task Tags_are_found_by_beginning_part_and_likeness()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        await app.PublishAsync(ana, "a", "#sunset #sunrise");
        await app.PublishAsync(ana, "b", "#Sunset #midsummersun #Übung");
        await app.PublishAsync(ana, "c", "#hidden", audience: "followers");

        (await Tags(app, "sun")).ShouldBe(["sunset:2", "sunrise:1", "midsummersun:1"]);
        (await Tags(app, "#SUNSET")).First().ShouldBe("sunset:2");
        (await Tags(app, "sunsett")).First().ShouldBe("sunset:2");
        (await Tags(app, "ubung")).ShouldBe(["übung:1"]);
        (await Tags(app, "hidden")).ShouldBeEmpty();
        (await Tags(app, "%")).ShouldBeEmpty();
        (await Tags(app, "")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tags_used_by_many_people_trend_before_those_flooded_by_one()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        await app.PublishAsync(ana, "old", "#winter");
        app.Time.Advance(TimeSpan.FromDays(8));
        foreach (var n in Enumerable.Range(0, 3)) await app.PublishAsync(ana, $"{n}", "#flood");
        await app.PublishAsync(ana, "x", "#shared");
        await app.PublishAsync(ben, "y", "#shared");

        var trending = (await app.Search(null).ListTrendingTagsAsync(new ListTrendingTagsRequest())).Items.Select(t => (t.Tag_, t.Videos));

        trending.ShouldBe([("shared", 2L), ("flood", 3L)]);
    }

    [Fact]
    public async Task A_tags_videos_are_listed_newest_first()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var older = await app.PublishAsync(ana, "a", "#Tea");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var newer = await app.PublishAsync(ana, "b #tea");
        await app.PublishAsync(ana, "c", "#coffee");

        (await app.Search(null).ListTagVideosAsync(new ListTagVideosRequest { Tag = "#TEA" })).Items.Select(v => v.Id).ShouldBe([newer.Id, older.Id]);
        (await app.Search(null).ListTagVideosAsync(new ListTagVideosRequest { Tag = "tea", Around = older.Id })).Items.Select(v => v.Id).ShouldBe([older.Id]);
    }

    [Fact]
    public async Task A_tags_videos_are_paged_both_ways_also_where_some_came_at_the_same_moment()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        foreach (var n in Enumerable.Range(0, 5))
        {
            if (n % 2 == 0) app.Time.Advance(TimeSpan.FromSeconds(1));
            await app.PublishAsync(ana, $"{n}", "#tea");
        }
        var newestFirst = (await PageAsync(new ListTagVideosRequest { Tag = "tea" })).Items.Select(v => v.Id).ToArray();
        newestFirst.Length.ShouldBe(5);

        var middle = await PageAsync(new ListTagVideosRequest { Tag = "tea", Around = newestFirst[2], Page = new PageRequest { Limit = 2 } });
        middle.Items.Select(v => v.Id).ShouldBe(newestFirst[2..4]);
        (await PageAsync(new ListTagVideosRequest { Tag = "tea", Page = new PageRequest { Cursor = middle.NextCursor } })).Items.Select(v => v.Id).ShouldBe(newestFirst[4..]);
        (await PageAsync(new ListTagVideosRequest { Tag = "tea", Page = new PageRequest { Cursor = middle.PrevCursor } })).Items.Select(v => v.Id).ShouldBe(newestFirst[..2]);

        async Task<ListTagVideosResponse> PageAsync(ListTagVideosRequest request) => await app.Search(null).ListTagVideosAsync(request);
    }

    [Fact]
    public async Task A_page_of_a_tag_is_read_in_the_order_of_its_index()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        await using var db = app.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        // Where an index has the order, it is then taken, however small the table.
        await db.Database.ExecuteSqlAsync($"set local enable_seqscan = off; set local enable_sort = off");
        var query = SearchService.OfTag(db, "tea").Where(v => v.At <= app.Time.GetUtcNow()).OrderByDescending(v => v.At).ThenByDescending(v => v.Id);
        await using var command = query.CreateDbCommand();
        command.CommandText = $"explain {command.CommandText}";
        var plan = new List<string>();
        await using (var rows = await command.ExecuteReaderAsync())
            while (await rows.ReadAsync()) plan.Add(rows.GetString(0));

        string.Join('\n', plan).ShouldSatisfyAllConditions(p => p.ShouldContain("ix_video_tags_tag_published_at_video_id"), p => p.ShouldNotContain("Sort"), p => p.ShouldMatch("Index Cond: .*published_at <="));
    }

    private static CountsChanged Counts(string video, long views, long rev) => new() { VideoId = video, Views = views, Rev = rev };

    private static async Task<List<string>> Find(VideoApp app, SearchVideosRequest request) => [.. (await app.Search(null).SearchVideosAsync(request)).Items.Select(v => v.Id)];

    private static async Task<List<string>> Tags(VideoApp app, string query)
        => [.. (await app.Search(null).SearchTagsAsync(new SearchTagsRequest { Query = query })).Items.Select(t => $"{t.Tag_}:{t.Videos}")];
}
