using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Zoetrope.Platform.Data;
using Zoetrope.Testing;

namespace Zoetrope.SocialBench;

/// <summary>A whole instance, all roles in one process with every consumer running, driven through its public door from this machine.</summary>
internal sealed class Whole : IAsyncDisposable
{
    private const int People = 32, Clips = 8, Connections = 16, Comments = 200, WatchesAtOnce = 50;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(2), Measured = TimeSpan.FromSeconds(5);

    // As it is served, not as it is tested: messages are not checked a second time, and not every request is told.
    private static readonly Dictionary<string, string?> AsServed = new() { ["Rpc:Guard"] = "false", ["Logging:Level"] = "warning" };

    private readonly TestFolder _folder = new();
    private readonly List<HttpClient> _people = [];
    private readonly List<string> _clips = [];
    private ZoetropeApp _app = null!;
    private NpgsqlDataSource _database = null!;

    public static async Task<Whole> StartAsync()
    {
        var whole = new Whole { _app = await ZoetropeApp.StartAsync(settings: AsServed) };
        using var author = await whole._app.SignUpAsync("author");
        for (var seed = 1; seed <= Clips; seed++) whole._clips.Add(await author.UploadReadyAsync(await TestClip.MakeAsync(whole._folder, seconds: 1, width: 360, height: 640, seed: seed)));
        for (var n = 0; n < People; n++)
        {
            using var person = await whole._app.SignUpAsync("fan");
            var session = await person.PostAsync("/api/auth/login", new { login = person.Username, password = person.Password, client = "native" });
            var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 4 }) { BaseAddress = whole._app.Url };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)session["accessToken"]!);
            whole._people.Add(http);
            for (var c = 0; c < Comments / People + 1; c++) await person.PostAsync($"/api/videos/{whole._clips[0]}/comments", new { text = $"Comment {n} {c}, of a usual length for what people write here." });
        }
        var runtime = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(Path.Combine(whole._app.DataPath, "run", "runtime.json")))!;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Database:Url", runtime["Database:Url"])]).Build();
        whole._database = NpgsqlDataSource.Create(DatabaseServices.ConnectionString(configuration, "interaction"));
        return whole;
    }

    /// <summary>Every request changes something: a like, then the same one taken back.</summary>
    public async Task<string> LikeAsync()
    {
        await RunAsync("create table bare_likes (like likes including all)");
        // A process spends its first rounds compiling what it then runs; measured is one that has been up for a while.
        await LikesAsync();
        var (ratio, ours, bare) = await Load.RatioAsync(3,
            LikesAsync,
            () => Load.RateAsync(Connections, Warm, Measured, async (_, _) =>
            {
                await using var insert = _database.CreateCommand("insert into bare_likes (user_id, video_id, author_id, active, seq, version, at) values ($1, $2, $3, true, 0, 1, now()) on conflict do nothing");
                foreach (var _2 in (int[])[1, 2, 3]) insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
                await insert.ExecuteNonQueryAsync();
            }));
        return $"| a like over HTTP, all consumers running ÷ the same insert | {ratio:0.00} | ≥ 0.25 | {ours:0}/s ÷ {bare:0}/s, {Connections} connections, wrk on the same machine |";
    }

    /// <summary>Plays of one hot clip, fifty in a request, each of them new and kept, against likes one by one.</summary>
    public async Task<string> WatchesAsync()
    {
        var (ratio, items, likes) = await Load.RatioAsync(3,
            () => ChangesAsync("select count(*) from watches", WatchesAtOnce, $$"""
                local run = os.time()
                function request()
                  local plays = {}
                  for i = 1, {{WatchesAtOnce}} do
                    plays[i] = string.format('{"videoId":"%s","playId":"%08x-0000-7000-8000-%012x","watchedMs":900,"loops":0,"completed":false,"source":"for_you"}', clips[1], run, n * {{WatchesAtOnce}} + i)
                  end
                  n = n + 1
                  return wrk.format("POST", "/api/watches", { Authorization = "Bearer " .. tokens[n % #tokens + 1], ["Content-Type"] = "application/json" }, '{"items":[' .. table.concat(plays, ",") .. "]}")
                end
                """),
            LikesAsync);
        return $"| watches of one hot clip, items over HTTP ÷ likes over HTTP | {ratio:0.0} | ≥ 10 | {items:0}/s ÷ {likes:0}/s, {WatchesAtOnce} items a request, {Connections} connections, all consumers running, wrk on the same machine |";
    }

    // Everybody likes every clip, then takes it all back: never two requests under way for the same heart.
    private Task<double> LikesAsync() => ChangesAsync("select coalesce(sum(rev), 0)::bigint + (select count(*) from count_deltas) from video_counts", 1, """
        function request()
          local pair = n % (#tokens * #clips)
          local method = math.floor(n / (#tokens * #clips)) % 2 == 0 and "PUT" or "DELETE"
          n = n + 1
          return wrk.format(method, "/api/videos/" .. clips[pair % #clips + 1] .. "/like", { Authorization = "Bearer " .. tokens[math.floor(pair / #clips) + 1] })
        end
        """);

    /// <summary>Changes a second, asked for by wrk, which costs next to nothing itself: the server is measured, not who asks it.</summary>
    /// <param name="counted">How many there have been, in the database.</param>
    private async Task<double> ChangesAsync(string counted, int each, string request)
    {
        string List(IEnumerable<string> values) => string.Join(", ", values.Select(value => $"\"{value}\""));
        var script = _folder["requests.lua"];
        await File.WriteAllTextAsync(script, $"local tokens = {{ {List(_people.Select(p => p.DefaultRequestHeaders.Authorization!.Parameter!))} }}\nlocal clips = {{ {List(_clips)} }}\nlocal n = 0\n{request}");
        await Load.WrkAsync(_app.Url, script, Connections, Warm);
        var before = await CountAsync(counted);
        var requests = await Load.WrkAsync(_app.Url, script, Connections, Measured);
        var changed = await CountAsync(counted) - before;
        // At first some hearts may be given that were left from the round before. That is all.
        if (changed < (requests - People * Clips) * each) throw new InvalidOperationException($"{requests} requests made {changed} changes.");
        return changed / Measured.TotalSeconds;
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var count = _database.CreateCommand(sql);
        return (long)(await count.ExecuteScalarAsync())!;
    }

    /// <summary>Twenty of two hundred comments against the least that could answer so much.</summary>
    public async Task<string> CommentsAsync()
    {
        await RunAsync("create table bare_comments as select id, text, created_at from comments limit 200; create index on bare_comments (id)");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var bare = builder.Build();
        bare.MapGet("/", async (CancellationToken cancel) =>
        {
            await using var select = _database.CreateCommand("select id, text, created_at from bare_comments order by id desc limit 20");
            await using var rows = await select.ExecuteReaderAsync(cancel);
            var items = new List<BareComment>();
            while (await rows.ReadAsync(cancel)) items.Add(new BareComment(rows.GetGuid(0), rows.GetString(1), rows.GetDateTime(2)));
            return items;
        });
        await bare.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(bare.Urls.First()) };
        using var visitor = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = _app.Url };
        // A page is shared for a second; signed in, one question adds what is the reader's own: likes, comments, blocks and mutes.
        var rows = new List<string>();
        foreach (var (who, reader) in ((string, Func<int, HttpClient>)[])[("signed out", _ => visitor), ("signed in", worker => _people[worker])])
        {
            var (ratio, page, least) = await Load.RatioAsync(3,
                () => Load.RateAsync(Connections, Warm, Measured, (worker, _) => ReadAsync(reader(worker), $"/api/videos/{_clips[0]}/comments")),
                () => Load.RateAsync(Connections, Warm, Measured, (_, _) => ReadAsync(http, "/")));
            rows.Add($"| a page of comments, {who} ÷ Kestrel and one bare indexed query | {ratio:0.00} | ≥ 0.5 | {page:0}/s ÷ {least:0}/s, 20 comments each, {Connections} connections, client on the same machine |");
        }
        return string.Join('\n', rows);
    }

    /// <summary>Likes at 200 a second on half of the clips; on the others one now and then, until another person's screen shows it.</summary>
    public async Task<string> ScreenAsync()
    {
        await using var screen = new HubConnectionBuilder().WithUrl(new Uri(_app.Url, "/live")).Build();
        var heard = new ConcurrentDictionary<(string Video, long Rev), TaskCompletionSource<long>>();
        screen.On<JsonElement>("video:stats", stats =>
        {
            // What is told in one later is shown as well.
            var (video, shown) = (stats.GetProperty("videoId").GetString()!, stats.GetProperty("rev").GetInt64());
            heard.TryAdd((video, shown), new(TaskCreationOptions.RunContinuationsAsynchronously));
            foreach (var (change, waiting) in heard)
                if (change.Video == video && change.Rev <= shown) waiting.TrySetResult(Stopwatch.GetTimestamp());
        });
        await screen.StartAsync();
        var (busy, quiet) = (_clips[..(Clips / 2)], _clips[(Clips / 2)..]);
        // Rounds before may have left hearts: giving one again would change nothing, and show nothing.
        foreach (var clip in quiet) (await _people[^1].DeleteAsync($"/api/videos/{clip}/like")).Dispose();
        await screen.InvokeAsync<JsonElement>("SetVideos", quiet);
        using var done = new CancellationTokenSource();
        var sent = 0L;
        var storm = StormAsync(busy, () => sent++, done.Token);
        await Task.Delay(2000);
        var (delays, started, before) = (new List<double>(), Stopwatch.GetTimestamp(), sent);
        for (var n = 0; n < 160; n++)
        {
            var (who, clip) = (_people[^1], quiet[n % quiet.Count]);
            var tapped = Stopwatch.GetTimestamp();
            using var answer = await (n / quiet.Count % 2 == 0 ? who.PutAsync($"/api/videos/{clip}/like", null) : who.DeleteAsync($"/api/videos/{clip}/like"));
            var rev = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("rev").GetInt64();
            var shown = heard.GetOrAdd((clip, rev), _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
            delays.Add(Stopwatch.GetElapsedTime(tapped, await shown.Task.WaitAsync(TimeSpan.FromSeconds(30))).TotalMilliseconds);
            await Task.Delay(Math.Max(0, 180 - (int)Stopwatch.GetElapsedTime(tapped).TotalMilliseconds));
        }
        var rate = (sent - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await done.CancelAsync();
        await storm;
        return $"| a like until another person's screen shows it, at {rate:0} likes/s | p99 {Load.Quantile(delays, 0.99):0} ms | ≤ 200 ms | p50 {Load.Quantile(delays, 0.5):0} ms, p90 {Load.Quantile(delays, 0.9):0} ms, {delays.Count} likes of quiet clips |";
    }

    private async Task StormAsync(List<string> clips, Action sent, CancellationToken cancel)
    {
        var running = new ConcurrentBag<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var n = 0L; !cancel.IsCancellationRequested; n += 2)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            foreach (var k in (long[])[n, n + 1])
            {
                var (who, clip, like) = (_people[(int)(k % (People - 1))], clips[(int)(k / (People - 1) % clips.Count)], k / ((People - 1) * clips.Count) % 2 == 0);
                running.Add(Task.Run(async () => (await (like ? who.PutAsync($"/api/videos/{clip}/like", null, CancellationToken.None) : who.DeleteAsync($"/api/videos/{clip}/like", CancellationToken.None))).Dispose(), CancellationToken.None));
                sent();
            }
        }
        await Task.WhenAll(running);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people) person.Dispose();
        await _database.DisposeAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private async Task RunAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task ReadAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        await answer.Content.CopyToAsync(Stream.Null);
    }

    internal sealed record BareComment(Guid Id, string Text, DateTime CreatedAt);
}
