using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Shouldly;
using StackExchange.Redis;
using Xunit;
using Zoetrope.Product.Tests.Main;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Media;

/// <summary>
/// A deleted video is gone: its words and bytes are looked for in every table of every database, every Redis key, every stored file and every
/// log line. What may keep them for a time is named here, as docs/media.md does.
/// </summary>
[Collection(nameof(SharedPlace))]
public sealed class DeletionTests(SharedPlace place)
{
    /// <summary>The event log keeps what was said for <c>Events:RetentionDays</c> (7 unless changed).</summary>
    private static readonly string[] MayKeepForAWeek = ["events."];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_deleted_video_nothing_is_left_anywhere()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("ZOETROPE_TEST_DATABASE") is { Length: > 0 }, "Looks through every database of an instance of its own.");
        var app = place.App;
        using var ana = await app.SignUpAsync("ana");
        using var folder = new TestFolder();
        var canary = $"canary{Guid.NewGuid():N}";
        var clip = Path.Combine(folder.Path, $"{canary}.mp4");
        await File.WriteAllBytesAsync(clip, [.. await File.ReadAllBytesAsync(await TestClip.MakeAsync(folder), Cancel), 0, 0, 0, 40, .. "free"u8, .. Encoding.ASCII.GetBytes(canary[..32])], Cancel);

        var id = await ana.UploadAsync(clip, $"Words of {canary}");
        ((string?)(await ana.ReadyAsync(id))["state"]).ShouldBe("ready");
        await Waiting.Eventually(async () => ((string?)(await ana.GetAsync($"/api/videos/{id}"))["processing"]?["stage"]).ShouldBeNull(), TimeSpan.FromMinutes(2));
        await PutAsync(ana, $"/api/videos/{id}/captions/en", "text/vtt", Encoding.UTF8.GetBytes($"WEBVTT\n\n00:00.000 --> 00:01.000\n{canary}\n"));
        var files = await FilesAsync(app, id, canary);
        files.Count.ShouldBeGreaterThan(5);
        (await TablesAsync(app, canary)).ShouldNotBeEmpty();

        await ana.DeleteAsync($"/api/videos/{id}");
        await Waiting.Eventually(async () =>
        {
            (await FilesAsync(app, id, canary)).ShouldBeEmpty();
            (await TablesAsync(app, canary)).Where(table => !MayKeepForAWeek.Any(table.StartsWith)).ShouldBeEmpty();
            (await KeysAsync(app, canary)).ShouldBeEmpty();
        }, TimeSpan.FromMinutes(2));
        app.Output.ShouldNotContain(canary);
    }

    private static async Task PutAsync(Person person, string path, string type, byte[] body)
    {
        using var answer = await person.Http.PutAsync(new Uri(path, UriKind.Relative), new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } }, Cancel);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>Files of the video, by name or content, among media, originals and work in progress.</summary>
    private static async Task<List<string>> FilesAsync(ZoetropeApp app, string id, string canary)
    {
        var found = new List<string>();
        foreach (var place in (string[])["media", "uploads", "transcode"])
        {
            var root = Path.Combine(app.DataPath, place);
            if (!Directory.Exists(root)) continue;
            foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
                if (file.Contains(id, StringComparison.Ordinal) || (await File.ReadAllBytesAsync(file, Cancel)).AsSpan().IndexOf(Encoding.ASCII.GetBytes(canary[..32])) >= 0) found.Add(file);
        }
        return found;
    }

    private static async Task<List<string>> TablesAsync(ZoetropeApp app, string canary)
    {
        var (server, found) = (Runtime(app)["Database:Url"]!, new List<string>());
        foreach (var database in await ListAsync(new NpgsqlConnectionStringBuilder(server) { Database = "postgres", Pooling = false }.ConnectionString, "select datname from pg_database where not datistemplate"))
        {
            var own = new NpgsqlConnectionStringBuilder(server) { Database = database, Pooling = false }.ConnectionString;
            foreach (var table in await ListAsync(own, "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"))
            {
                // Bytes print as hex.
                var hex = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(canary));
                var rows = await ListAsync(own, $"select count(*)::text from {table} t where t::text like '%{canary}%' or t::text like '%{hex}%'");
                if (rows[0] != "0") found.Add($"{database}.{table}");
            }
        }
        return found;
    }

    private static async Task<List<string>> ListAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancel)) rows.Add(reader.GetString(0));
        return rows;
    }

    private static async Task<List<string>> KeysAsync(ZoetropeApp app, string canary)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(Runtime(app)["Redis:Url"]! + ",allowAdmin=true");
        var (found, db) = (new List<string>(), redis.GetDatabase());
        foreach (var server in redis.GetServers())
        {
            await foreach (var key in server.KeysAsync(pageSize: 500).WithCancellation(Cancel))
            {
                var text = await db.KeyTypeAsync(key) switch
                {
                    RedisType.String => Encoding.Latin1.GetString((byte[]?)await db.StringGetAsync(key) ?? []),
                    RedisType.Hash => string.Join(' ', (await db.HashGetAllAsync(key)).Select(entry => $"{entry.Name} {entry.Value}")),
                    RedisType.Set => string.Join(' ', await db.SetMembersAsync(key)),
                    RedisType.SortedSet => string.Join(' ', await db.SortedSetRangeByRankAsync(key)),
                    RedisType.List => string.Join(' ', await db.ListRangeAsync(key)),
                    _ => "",
                };
                if (text.Contains(canary, StringComparison.Ordinal) || key.ToString().Contains(canary, StringComparison.Ordinal)) found.Add(key.ToString());
            }
        }
        return found;
    }

    private static Dictionary<string, string?> Runtime(ZoetropeApp app)
        => JsonSerializer.Deserialize<Dictionary<string, string?>>(File.ReadAllText(Path.Combine(app.DataPath, "run", "runtime.json")))!;
}
