using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Shouldly;
using Xunit;
using Zoetrope.Testing;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Zoetrope.Product.Tests.Safety;

/// <summary>Somebody leaves marks in everything the product keeps, takes them all along, and goes: then no mark is left.</summary>
public sealed class CanaryTests(PostgresFixture postgres)
{
    private const string Mark = "canary7f3a";

    // The log keeps what was said for Events:RetentionDays, and says so in SECURITY.md; a tombstone is an id and no more.
    private static readonly string[] Databases = ["auth", "video", "interaction", "notification", "recommendation"];
    private static readonly string[] Tombstones = ["users", "known_accounts", "outbox", "sources", "known_people", "erased_accounts", "transcode_jobs", "known_videos"];

    [Fact]
    public async Task What_an_account_leaves_is_in_its_archive_and_nowhere_once_it_is_erased()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ZOETROPE_TEST") == "full", "Erasing waits for several rounds of tidying up, minutes in all: with ZOETROPE_TEST=full.");
        var server = new NpgsqlConnectionStringBuilder(await postgres.CreateEmptyAsync());
        var prefix = $"{server.Database}_";
        server.Database = null;
        await using var app = await ZoetropeApp.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Database:Url"] = server.ConnectionString,
            ["Database:Prefix"] = prefix,
            ["Accounts:DeletionDays"] = "0",
        });
        using var folder = new TestFolder();
        var clip = await TestClip.MakeAsync(folder, seconds: 1, width: 360, height: 640);
        using var ben = await app.SignUpAsync("ben");
        using var canary = await app.SignUpAsync(Mark);
        var id = (string)canary.Me["id"]!;
        await LeaveMarksAsync(canary, ben, clip);

        await CheckArchiveAsync(canary);
        (await MarksAsync(server, prefix, Mark)).ShouldNotBeEmpty();
        using (var gone = new HttpRequestMessage(HttpMethod.Delete, "/api/users/me") { Content = JsonContent.Create(new { password = canary.Password }) })
            (await canary.Http.SendAsync(gone)).EnsureSuccessStatusCode();

        await Waiting.Eventually(async () =>
        {
            (await MarksAsync(server, prefix, Mark)).ShouldBeEmpty();
            (await MarksAsync(server, prefix, id)).Where(place => !Tombstones.Contains(place.Split('.')[1].Split(':')[0])).ShouldBeEmpty();
            Directory.EnumerateFiles(Path.Combine(app.DataPath, "media"), "*", SearchOption.AllDirectories).Where(f => f.Contains(id, StringComparison.Ordinal)).ShouldBeEmpty();
        }, TimeSpan.FromMinutes(4));
        (await ben.GetAsync($"/api/auth/available?username={canary.Username}"))["available"]!.GetValue<bool>().ShouldBeTrue();
    }

    private static async Task LeaveMarksAsync(Person canary, Person ben, string clip)
    {
        using (var patch = new HttpRequestMessage(HttpMethod.Patch, "/api/users/me") { Content = JsonContent.Create(new { displayName = $"Name {Mark}", bio = $"Bio {Mark}", links = new[] { $"https://{Mark}.example/" } }) })
            (await canary.Http.SendAsync(patch)).EnsureSuccessStatusCode();
        var bens = await ben.UploadReadyAsync(clip, "Ben's");
        await canary.UploadReadyAsync(clip, $"Clip {Mark} #{Mark}tag");
        await Waiting.Eventually(() => canary.PutAsync($"/api/videos/{bens}/like"), until: _ => true);
        await canary.PutAsync($"/api/videos/{bens}/save");
        await canary.PostAsync($"/api/videos/{bens}/comments", new { text = $"Comment {Mark}" });
        await canary.PutAsync($"/api/users/{ben.Username}/follow");
        await ben.PutAsync($"/api/users/{canary.Username}/follow");
        await canary.PostAsync($"/api/videos/{bens}/share", new { channel = "link" });
        await canary.PostAsync("/api/reports", new { kind = "video", id = bens, reason = "other", detail = $"Report {Mark}" });
        await canary.PutAsync("/api/feed/preferences", new { personalised = true, topics = new Dictionary<string, double>(), mutedWords = new[] { $"{Mark}word" } });
        await canary.PostAsync("/api/watches", new { items = new[] { new { videoId = bens, playId = Guid.CreateVersion7(), watchedMs = 900, ranges = new[] { new[] { 0, 900 } }, loops = 0, completed = true, source = "profile" } } });
        await canary.GetAsync("/api/feed/for-you");
        await canary.PostAsync("/api/auth/totp", new { password = canary.Password });
        await Waiting.Eventually(async () => (await ben.GetAsync("/api/notifications"))["items"]!.AsArray().Count.ShouldBeGreaterThan(1));
    }

    private static async Task CheckArchiveAsync(Person canary)
    {
        var url = (string)(await canary.PostAsync("/api/users/me/export"))["url"]!;
        using var bytes = new MemoryStream(await canary.Http.GetByteArrayAsync(url));
        using var archive = new ZipArchive(bytes);
        string Text(string name) { using var reader = new StreamReader(archive.GetEntry(name).ShouldNotBeNull(name).Open()); return reader.ReadToEnd(); }
        Text("account.json").ShouldContain($"Bio {Mark}");
        Text("account.json").ShouldNotContain("argon2id");
        Text("comments.json").ShouldContain($"Comment {Mark}");
        Text("videos.json").ShouldContain($"Clip {Mark}");
        Text("feed_preferences.json").ShouldContain($"{Mark}word");
        foreach (var name in new[] { "likes.json", "saves.json", "history.json", "shares.json", "sessions.json" }) JsonNode.Parse(Text(name))!.AsArray().Count.ShouldBeGreaterThan(0, name);
        archive.Entries.ShouldContain(e => e.FullName.StartsWith("clips/", StringComparison.Ordinal) && e.Length > 1000);
    }

    /// <summary>Every table with a row in which the mark stands, in whatever column.</summary>
    private static async Task<List<string>> MarksAsync(NpgsqlConnectionStringBuilder server, string prefix, string mark)
    {
        var found = new List<string>();
        foreach (var database in Databases)
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = prefix + database, Pooling = false }.ConnectionString);
            await connection.OpenAsync();
            var tables = new List<string>();
            await using (var list = new NpgsqlCommand("select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition", connection))
            await using (var rows = await list.ExecuteReaderAsync())
                while (await rows.ReadAsync()) tables.Add(rows.GetString(0));
            foreach (var table in tables)
            {
                // Rows as text, and bytea columns as the text they may hold.
                await using var look = new NpgsqlCommand($"select count(*), min(left(t::text, 200)) from \"{table}\" t where t::text ilike '%' || $1 || '%' or t::text ilike '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'", connection);
                look.Parameters.AddWithValue(mark);
                await using var row = await look.ExecuteReaderAsync();
                if (await row.ReadAsync() && row.GetInt64(0) > 0) found.Add($"{database}.{table}: {row.GetInt64(0)} such as {row.GetString(1)}");
            }
        }
        return found;
    }
}
