using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;

namespace Zoetrope.Gateway.Tests;

/// <summary>The live hub over each of its transports, over a WebSocket without any library, and over several gateways.</summary>
public sealed class LiveTransportTests(RedisFixture redis)
{
    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task Every_transport_carries_calls_and_events(HttpTransportType transport)
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        var video = app.World.Video(ana);
        await using var live = new HubConnectionBuilder().WithUrl(new Uri(app.Url, "/live"), transport, options => options.AccessTokenProvider = () => Task.FromResult<string?>(app.Token(ana))).Build();
        var (stats, unread) = (Hear(live, "video:stats"), Hear(live, "unread"));
        await live.StartAsync();

        (await live.InvokeAsync<JsonElement>("SetVideos", new[] { $"{video}" }))[0].GetProperty("videoId").GetString().ShouldBe($"{video}");
        app.Tell($"{video}", new Event { CountsChanged = new CountsChanged { VideoId = $"{video}", Likes = 9, Rev = 99 } });
        app.Tell("n", new Event { NotificationChanged = new NotificationChanged { NotificationId = "n1", UserId = $"{ana}", Unread = 3, Version = 1 } });

        await Eventually(() => stats.Any(s => s.GetProperty("rev").GetInt64() == 99) && unread.Any(u => u.GetProperty("count").GetInt32() == 3));
    }

    /// <summary>What docs/live.md tells people to write who have a browser's WebSocket and nothing else.</summary>
    [Fact]
    public async Task A_plain_websocket_speaks_the_json_protocol()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        var video = app.World.Video(ana);
        using var socket = new PlainSocket();
        await socket.OpenAsync(app.Url, app.Token(ana));

        await socket.SayAsync("""{"protocol":"json","version":1}""");
        (await socket.HearAsync()).GetRawText().ShouldBe("{}");
        await socket.SayAsync($$"""{"type":1,"invocationId":"1","target":"SetVideos","arguments":[["{{video}}"]]}""");
        var result = await socket.HearAsync(message => message.TryGetProperty("invocationId", out var id) && id.GetString() == "1");
        (result.GetProperty("type").GetInt32(), result.GetProperty("result")[0].GetProperty("rev").GetInt64()).ShouldBe((3, 7));

        app.Tell($"{video}", new Event { CountsChanged = new CountsChanged { VideoId = $"{video}", Likes = 9, Rev = 99 } });
        var stats = await socket.HearAsync(message => message.TryGetProperty("target", out var target) && target.GetString() == "video:stats");
        (stats.GetProperty("type").GetInt32(), stats.GetProperty("arguments")[0].GetProperty("likes").GetInt64()).ShouldBe((1, 9));
        await socket.SayAsync("""{"type":1,"invocationId":"2","target":"SetVideos","arguments":[["no id"]]}""");
        (await socket.HearAsync(message => message.TryGetProperty("invocationId", out var id) && id.GetString() == "2")).GetProperty("error").GetString()!.ShouldContain("at most 10");
    }

    [Fact]
    public async Task Two_gateways_are_one_place()
    {
        await using var one = await GatewayApp.StartAsync(redis);
        await using var two = await GatewayApp.StartAsync(redis, one.World);
        var (ana, ben) = (one.World.Person("ana"), one.World.Person("ben"));
        await using var here = one.Live(one.Token(ana));
        var heard = Hear(here, "presence");
        await here.StartAsync();
        await here.InvokeAsync("SetPresence", new[] { "ben" });

        await using (var phone = two.Live(two.Token(ben)))
        await using (var desk = two.Live(two.Token(ben)))
        {
            await phone.StartAsync();
            await desk.StartAsync();
            await Eventually(() => heard.Any(p => p.GetProperty("online").GetBoolean()));
            await phone.StopAsync();
            // One device is enough to be there: nothing is heard of the other one's going.
            heard.Last().GetProperty("online").GetBoolean().ShouldBeTrue();
        }
        await Eventually(() => !heard.Last().GetProperty("online").GetBoolean());
        heard.Count(p => p.GetProperty("online").GetBoolean()).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task Who_goes_private_leaves_the_feeds_of_strangers_and_stays_in_those_of_followers()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        app.World.Relations[($"{ben}", $"{ana}")] = new Relation { UserId = $"{ana}", Following = true };
        await using var follower = app.Live(app.Token(ben));
        await using var stranger = app.Live(app.Token(cleo));
        await using var nobody = app.Live();
        var (byFollower, byStranger, byNobody) = (Hear(follower, "feed:purge"), Hear(stranger, "feed:purge"), Hear(nobody, "feed:purge"));
        foreach (var live in (HubConnection[])[follower, stranger, nobody]) await live.StartAsync();

        app.Tell("a", new Event { AccountChanged = new AccountChanged { Account = new AccountState { UserId = $"{ana}", Username = "ana", IsPrivate = true, Version = 2 } } });
        await Eventually(() => byStranger.Count == 1 && byNobody.Count == 1);
        app.Tell("a", new Event { AccountChanged = new AccountChanged { Account = new AccountState { UserId = $"{ana}", Username = "ana", Suspended = true, Version = 3 } } });
        await Eventually(() => byFollower.Count == 1 && byStranger.Count == 2);
        byStranger.First().GetProperty("usernames")[0].GetString().ShouldBe("ana");
    }

    private static ConcurrentQueue<JsonElement> Hear(HubConnection live, string name)
    {
        var heard = new ConcurrentQueue<JsonElement>();
        live.On<JsonElement>(name, message => heard.Enqueue(message));
        return heard;
    }

    /// <summary>A WebSocket and the end mark of messages: no client library.</summary>
    private sealed class PlainSocket : IDisposable
    {
        private const char End = '\u001e';

        private readonly ClientWebSocket _socket = new();
        private readonly Queue<JsonElement> _waiting = new();
        private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
        private string _rest = "";

        public Task OpenAsync(Uri url, string token)
        {
            _socket.Options.SetRequestHeader("Origin", url.GetLeftPart(UriPartial.Authority));
            return _socket.ConnectAsync(new UriBuilder(url) { Scheme = "ws", Path = "/live", Query = $"access_token={token}" }.Uri, _patience.Token);
        }

        public Task SayAsync(string message) => _socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, endOfMessage: true, _patience.Token);

        public async Task<JsonElement> HearAsync(Func<JsonElement, bool> wanted)
        {
            while (true)
            {
                var message = await HearAsync();
                if (wanted(message)) return message;
            }
        }

        public async Task<JsonElement> HearAsync()
        {
            var buffer = new byte[16 * 1024];
            while (_waiting.Count == 0)
            {
                var read = await _socket.ReceiveAsync(buffer, _patience.Token);
                if (read.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException($"Closed: {read.CloseStatusDescription}");
                var parts = (_rest + Encoding.UTF8.GetString(buffer, 0, read.Count)).Split(End);
                foreach (var part in parts[..^1]) _waiting.Enqueue(JsonDocument.Parse(part).RootElement);
                _rest = parts[^1];
            }
            return _waiting.Dequeue();
        }

        public void Dispose()
        {
            _socket.Dispose();
            _patience.Dispose();
        }
    }
}
