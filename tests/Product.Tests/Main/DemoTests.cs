using System.Net;
using System.Text.Json;
using Npgsql;
using Shouldly;
using Xunit;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Main;

/// <summary>The demo comes when asked for, looks like the real thing, and goes without a trace.</summary>
public sealed class DemoTests
{
    private const int Clips = 2;

    /// <summary>What may remember that something was there: the log of what happened, and tombstones, which keep late events from bringing things back.</summary>
    private static readonly string[] MayRemember =
    [
        "events.log*", "*.outbox", "*.count_deltas", "*.known_*", "auth.users",
        "notification.sources",             // How far each source has been heard.
        "recommendation.impressions",       // What was shown to somebody else; a day of them goes after Recommendation:ImpressionDays.
    ];

    /// <summary>Rows that may stay: empty places in threads, and counts that have gone back to nothing.</summary>
    private static readonly Dictionary<string, string> EmptyRows = new()
    {
        ["interaction.comments"] = "t.deleted and t.text = '' and t.author_id = '00000000-0000-0000-0000-000000000000'",
        ["interaction.user_counts"] = NoCounts,
        ["interaction.video_counts"] = NoCounts,
    };

    // An id, noughts, and for some the revision.
    private const string NoCounts = @"t::text ~ '^\([0-9a-f-]{36}(,0)+(,\d+)?\)$'";

    [Fact]
    public async Task Demo_people_come_when_asked_for_and_leave_nothing_behind()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("ZOETROPE_TEST_DATABASE") is { Length: > 0 }, "It looks into the embedded database.");
        await using var app = await ZoetropeApp.StartAsync();
        (await app.RunAsync("seed", "--clips", $"{Clips}")).ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(0, r.Output), r => r.Output.ShouldContain("The demo content is in."));
        (await app.RunAsync("seed", "--clips", $"{Clips}")).Output.ShouldContain("There is content here already");

        using var person = await app.SignUpAsync("guest");
        var videos = await Waiting.Eventually(async () => (await person.ForYouAsync(50)).Ids, until: ids => ids.Length == Clips);
        var authors = new HashSet<string>();
        foreach (var id in videos)
        {
            var video = await person.GetAsync($"/api/videos/{id}");
            authors.Add((string)video["author"]!["username"]!);
            ((long)video["stats"]!["views"]!).ShouldBeGreaterThan(0);
            await person.PutAsync($"/api/videos/{id}/like");
            await person.PostAsync($"/api/videos/{id}/comments", new { text = "Nice pattern" });
        }
        await person.PutAsync($"/api/users/{authors.First()}/follow");
        var ids = videos.Concat(await DemoPeopleAsync(app)).ToArray();
        ids.Length.ShouldBe(Clips + 12);

        (await app.RunAsync("seed", "--remove")).ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(0, r.Output), r => r.Output.ShouldContain("12 demo people"));

        foreach (var author in authors) await Waiting.Eventually(async () => (await person.Http.GetAsync($"/api/users/{author}")).StatusCode.ShouldBe(HttpStatusCode.NotFound));
        foreach (var id in videos) await Waiting.Eventually(async () => (await person.Http.GetAsync($"/api/videos/{id}")).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Gone));
        await Waiting.Eventually(async () => (await person.ForYouAsync(50)).Ids.ShouldBeEmpty());
        await Waiting.Eventually(async () => (await person.GetAsync("/api/search?q=calm&type=videos"))["items"]!.AsArray().ShouldBeEmpty());

        // Down to rows and files: the work of every service, looked at in the full run.
        if (!TestRun.IsFull) return;
        await Waiting.Eventually(async () => ((long)(await person.GetAsync("/api/users/me"))["following"]!).ShouldBe(0));
        await Waiting.Eventually(async () => (await LeftAsync(app, ids)).ShouldBeEmpty());
        await Waiting.Eventually(() => Directory.EnumerateFiles(Path.Combine(app.DataPath, "media"), "*.mp4", SearchOption.AllDirectories).ShouldBeEmpty());
    }

    private static async Task<List<string>> DemoPeopleAsync(ZoetropeApp app) => await ReadAsync(app, "auth", "select id::text from users where demo");

    /// <summary>Tables in which a row still speaks of one of these.</summary>
    private static async Task<List<string>> LeftAsync(ZoetropeApp app, string[] ids)
    {
        var left = new List<string>();
        foreach (var database in (string[])["auth", "video", "interaction", "notification", "recommendation", "events"])
        {
            foreach (var table in await ReadAsync(app, database, "select quote_ident(relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition"))
            {
                if (MayRemember.Any(pattern => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, $"{database}.{table}"))) continue;
                var empty = EmptyRows.GetValueOrDefault($"{database}.{table}", "false");
                var rows = await ReadAsync(app, database, $"select t::text from {table} t where not ({empty}) and exists (select from unnest(array['{string.Join("','", ids)}']) as i where t::text like '%' || i || '%') limit 1");
                left.AddRange(rows.Select(row => $"{database}.{table}: {row}"));
            }
        }
        return left;
    }

    private static async Task<List<string>> ReadAsync(ZoetropeApp app, string database, string sql)
    {
        var runtime = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(Path.Combine(app.DataPath, "run", "runtime.json")))!;
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(runtime["Database:Url"]) { Database = database, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }
}
