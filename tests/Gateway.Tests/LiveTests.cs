using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Limits;

namespace Zoetrope.Gateway.Tests;

/// <summary>What open screens hear.</summary>
public sealed class LiveTests(RedisFixture redis)
{
    [Fact]
    public async Task Counts_come_at_once_and_then_at_most_twice_a_second_ending_with_the_latest()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var video = app.World.Video(app.World.Person("ana"));
        await using var live = app.Live();
        var heard = Hear(live, "video:stats");
        await live.StartAsync();

        var now = await live.InvokeAsync<JsonElement>("SetVideos", new[] { $"{video}" });
        now[0].Names().ShouldBe("videoId likes comments views shares saves rev");
        now[0].GetProperty("rev").GetInt64().ShouldBe(7);
        for (var rev = 8; rev <= 60; rev++) app.Tell($"{video}", new Event { CountsChanged = new CountsChanged { VideoId = $"{video}", Likes = rev, Rev = rev } });

        await Eventually(() => heard.Any(stats => stats.GetProperty("rev").GetInt64() == 60));
        heard.Count.ShouldBeLessThanOrEqualTo(3);
        await live.InvokeAsync<JsonElement>("SetVideos", Array.Empty<string>());
    }

    [Fact]
    public async Task Comments_reach_those_who_watch_but_not_those_who_blocked_their_author()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        var video = app.World.Video(ana);
        app.World.Relations[($"{cleo}", $"{ben}")] = new Relation { UserId = $"{ben}", Blocked = true };
        await using var author = app.Live(app.Token(ana));
        await using var writer = app.Live(app.Token(ben));
        await using var blocker = app.Live(app.Token(cleo));
        var (byAuthor, byWriter, byBlocker) = (Hear(author, "video:comment"), Hear(writer, "video:comment"), Hear(blocker, "video:comment"));
        foreach (var live in (HubConnection[])[author, writer, blocker])
        {
            await live.StartAsync();
            await live.InvokeAsync<JsonElement>("SetVideos", new[] { $"{video}" });
        }

        Comment(app, video, ben, "From Ben", "ref-1");
        Comment(app, video, ana, "From Ana", "");

        await Eventually(() => byAuthor.Count == 2 && byWriter.Count == 2 && byBlocker.Count == 1);
        byBlocker.Single().GetProperty("comment").GetProperty("text").GetString().ShouldBe("From Ana");
        var own = byWriter.Single(c => c.GetProperty("comment").GetProperty("text").GetString() == "From Ben");
        own.GetProperty("clientRef").GetString().ShouldBe("ref-1");
        own.GetProperty("comment").GetProperty("viewer").GetProperty("own").GetBoolean().ShouldBeTrue();
        byAuthor.First().TryGetProperty("clientRef", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_of_a_crowd_does_not_see_an_author_is_asked_once_for_all_of_them()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = app.World.Video(ana);
        var crowd = Enumerable.Range(0, 6).Select(i => app.World.Person($"p{i}")).ToArray();
        app.World.Relations[($"{crowd[0]}", $"{ben}")] = new Relation { UserId = $"{ben}", Muted = true };
        app.World.Relations[($"{crowd[1]}", $"{ben}")] = new Relation { UserId = $"{ben}", BlockedBy = true };
        var screens = crowd.Select(who => app.Live(app.Token(who))).ToArray();
        var heard = screens.Select(screen => Hear(screen, "video:comment")).ToArray();
        foreach (var screen in screens)
        {
            await screen.StartAsync();
            await screen.InvokeAsync<JsonElement>("SetVideos", new[] { $"{video}" });
        }
        app.World.Calls.Clear();

        Comment(app, video, ben, "One", "");
        Comment(app, video, ben, "Two", "");
        await Eventually(() => heard[2..].All(comments => comments.Count == 2));
        heard[..2].ShouldAllBe(comments => comments.IsEmpty);
        app.World.Calls["FilterHiding"].ShouldBe(1);
        app.World.Calls.ContainsKey("GetRelations").ShouldBeFalse();
        foreach (var screen in screens) await screen.DisposeAsync();
    }

    [Fact]
    public async Task The_inbox_own_acts_and_own_videos_arrive_without_asking_for_them()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, video) = (app.World.Person("ana"), Guid.CreateVersion7());
        await using var live = app.Live(app.Token(ana));
        await using var other = app.Live(app.Token(app.World.Person("ben")));
        var (unread, items, acts, states, strangers) = (Hear(live, "unread"), Hear(live, "notification"), Hear(live, "viewer"), Hear(live, "video:state"), Hear(other, "unread"));
        await live.StartAsync();
        await other.StartAsync();

        app.Tell("n", new Event { NotificationChanged = new NotificationChanged { NotificationId = "n1", UserId = $"{ana}", Unread = 3, Version = 1 } });
        app.Tell("l", new Event { LikeChanged = new LikeChanged { UserId = $"{ana}", VideoId = $"{video}", Liked = true } });
        app.Tell("v", new Event { VideoProgressed = new VideoProgressed { VideoId = $"{video}", AuthorId = $"{ana}", State = "processing", Stage = "first", Progress = 40 } });

        await Eventually(() => !unread.IsEmpty && !items.IsEmpty && !acts.IsEmpty && !states.IsEmpty);
        unread.Single().GetProperty("count").GetInt32().ShouldBe(3);
        acts.Single().Names().ShouldBe("videoId liked");
        states.Single().Names().ShouldBe("videoId state stage progress");
        strangers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_removed_video_leaves_every_open_feed()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, video) = (app.World.Person("ana"), Guid.CreateVersion7());
        await using var live = app.Live();
        var heard = Hear(live, "feed:purge");
        await live.StartAsync();
        app.Tell("v", new Event { VideoRemoved = new VideoRemoved { Video = new VideoState { VideoId = $"{video}", AuthorId = $"{ana}", State = "removed" } } });
        await Eventually(() => !heard.IsEmpty);
        heard.Single().GetProperty("videoIds")[0].GetString().ShouldBe($"{video}");
    }

    [Fact]
    public async Task Who_blocked_or_was_blocked_hears_no_more_of_the_others_clip_that_is_on_screen()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        var (hers, theirs) = (app.World.Video(ana), app.World.Video(cleo));
        await using var live = app.Live(app.Token(ben));
        var (stats, comments, purges) = (Hear(live, "video:stats"), Hear(live, "video:comment"), Hear(live, "feed:purge"));
        await live.StartAsync();
        (await live.InvokeAsync<JsonElement>("SetVideos", new[] { $"{hers}", $"{theirs}" })).GetArrayLength().ShouldBe(2);

        app.Tell("b", new Event { BlockChanged = new BlockChanged { BlockerId = $"{ana}", BlockedId = $"{ben}", Blocked = true, Version = 1 } });
        await Eventually(() => !purges.IsEmpty);
        Count(app, hers, 90);
        Comment(app, hers, cleo, "Not for Ben", "");
        Count(app, theirs, 91);
        Comment(app, theirs, cleo, "For Ben", "");

        await Eventually(() => !comments.IsEmpty && stats.Any(s => s.GetProperty("rev").GetInt64() == 91));
        purges.Single().GetProperty("usernames")[0].GetString().ShouldBe("ana");
        comments.Single().GetProperty("comment").GetProperty("text").GetString().ShouldBe("For Ben");
        stats.ShouldNotContain(s => s.GetProperty("videoId").GetString() == $"{hers}");
    }

    [Fact]
    public async Task Who_may_see_a_clip_no_longer_hears_of_it_no_longer()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var (open, closed) = (app.World.Video(ana), app.World.Video(ana));
        await using var live = app.Live(app.Token(ben));
        await using var stranger = app.Live();
        var (stats, byStranger, purges) = (Hear(live, "video:stats"), Hear(stranger, "video:stats"), Hear(stranger, "feed:purge"));
        await live.StartAsync();
        await stranger.StartAsync();
        await live.InvokeAsync<JsonElement>("SetVideos", new[] { $"{open}", $"{closed}" });
        await stranger.InvokeAsync<JsonElement>("SetVideos", new[] { $"{open}" });

        // The follower's clip is not there for who follows no longer; the public one is.
        app.World.Videos.TryRemove($"{closed}", out _);
        app.Tell("one lane", new Event { FollowChanged = new FollowChanged { FollowerId = $"{ben}", FolloweeId = $"{ana}", Previous = FollowState.Following, State = FollowState.None, Version = 1 } });
        Count(app, closed, 90, "one lane");
        Count(app, open, 91, "one lane");
        await Eventually(() => stats.Any(s => s.GetProperty("rev").GetInt64() == 91) && byStranger.Any(s => s.GetProperty("rev").GetInt64() == 91));
        app.Tell("one lane", new Event { AccountChanged = new AccountChanged { Account = new AccountState { UserId = $"{ana}", Username = "ana", Suspended = true, Version = 3 } } });
        Count(app, open, 92, "one lane");
        await Eventually(() => !purges.IsEmpty);
        // Only what waits in the same lane could still come, and did.
        app.Tell("one lane", new Event { VideoRemoved = new VideoRemoved { Video = new VideoState { VideoId = $"{open}", AuthorId = $"{ana}", State = "removed" } } });
        await Eventually(() => purges.Count == 2);

        stats.ShouldNotContain(s => s.GetProperty("videoId").GetString() == $"{closed}");
        stats.Concat(byStranger).ShouldNotContain(s => s.GetProperty("rev").GetInt64() == 92);
    }

    [Fact]
    public async Task People_who_follow_each_other_no_longer_are_away_for_each_other_at_once()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        await using var live = app.Live(app.Token(ana));
        await using var other = app.Live(app.Token(ben));
        var heard = Hear(live, "presence");
        await live.StartAsync();
        await other.StartAsync();
        await live.InvokeAsync("SetPresence", new[] { "ben" });
        await Eventually(() => heard.Any(p => p.GetProperty("online").GetBoolean()));

        // The service that decides still says that he is online: it hears of this later.
        app.Tell("f", new Event { FollowChanged = new FollowChanged { FollowerId = $"{ben}", FolloweeId = $"{ana}", Previous = FollowState.Following, State = FollowState.None, Version = 2 } });
        await Eventually(() => !heard.Last().GetProperty("online").GetBoolean());

        // Once they do again, it is asked.
        app.Tell("f", new Event { FollowChanged = new FollowChanged { FollowerId = $"{ben}", FolloweeId = $"{ana}", Previous = FollowState.None, State = FollowState.Following, Version = 3 } });
        await Eventually(() => heard.Last().GetProperty("online").GetBoolean());
    }

    [Fact]
    public async Task A_socket_closes_within_five_seconds_of_the_end_of_its_session()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, first, second) = (app.World.Person("ana"), Guid.CreateVersion7(), Guid.CreateVersion7());
        await using var byEvent = app.Live(app.Token(ana, first));
        await using var byPoll = app.Live(app.Token(ana, second));
        var (ended, closedByEvent, closedByPoll) = (Hear(byEvent, "session:ended"), Closed(byEvent), Closed(byPoll));
        await byEvent.StartAsync();
        await byPoll.StartAsync();

        app.Tell("s", new Event { SessionRevoked = new SessionRevoked { SessionId = $"{first}", UserId = $"{ana}", Seq = 1, UntilMs = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds() } });
        await closedByEvent.WaitAsync(TimeSpan.FromSeconds(5));
        ended.Count.ShouldBe(1);
        byPoll.State.ShouldBe(HubConnectionState.Connected);
        app.Tokens.Revoke(second);
        // The list is polled every five seconds, and sockets are compared with it every two.
        await closedByPoll.WaitAsync(TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task People_who_follow_each_other_see_each_other_come()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        await using var live = app.Live(app.Token(ana));
        var heard = Hear(live, "presence");
        await live.StartAsync();
        await live.InvokeAsync("SetPresence", new[] { "ben" });
        await Eventually(() => heard.Any(p => !p.GetProperty("online").GetBoolean()));

        await using var other = app.Live(app.Token(ben));
        await other.StartAsync();

        await Eventually(() => heard.Any(p => p.GetProperty("online").GetBoolean() && p.GetProperty("username").GetString() == "ben"));
    }

    [Fact]
    public async Task One_arrival_is_said_once_however_many_events_bring_it()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        await using var live = app.Live(app.Token(ana));
        await using var other = app.Live(app.Token(ben));
        var heard = Hear(live, "presence");
        await live.StartAsync();
        await live.InvokeAsync("SetPresence", new[] { "ben" });
        await other.StartAsync();
        await Eventually(() => heard.Any(p => p.GetProperty("online").GetBoolean()));

        foreach (var version in (long[])[1, 2, 3])
            app.Tell("f", new Event { FollowChanged = new FollowChanged { FollowerId = $"{ben}", FolloweeId = $"{ana}", Previous = FollowState.None, State = FollowState.Following, Version = version } });
        app.Tell("f", new Event { FollowChanged = new FollowChanged { FollowerId = $"{ben}", FolloweeId = $"{ana}", Previous = FollowState.Following, State = FollowState.None, Version = 4 } });
        await Eventually(() => !heard.Last().GetProperty("online").GetBoolean());

        heard.Select(p => p.GetProperty("online").GetBoolean()).ShouldBe([false, true, false]);
    }

    [Fact]
    public async Task Likes_of_a_comment_reach_screens_the_first_at_once_and_then_at_most_twice_a_second()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        var video = app.World.Video(ana);
        var comment = app.World.Comment(video, ben, "Well said");
        app.World.Relations[($"{cleo}", $"{ben}")] = new Relation { UserId = $"{ben}", Blocked = true };
        await using var live = app.Live();
        await using var blocker = app.Live(app.Token(cleo));
        var (heard, byBlocker) = (Hear(live, "video:comment_updated"), Hear(blocker, "video:comment_updated"));
        foreach (var screen in (HubConnection[])[live, blocker])
        {
            await screen.StartAsync();
            await screen.InvokeAsync<JsonElement>("SetVideos", new[] { $"{video}" });
        }

        for (var likes = 1; likes <= 40; likes++)
        {
            comment.Likes = likes;
            comment.LikedByAuthor = likes > 20;
            app.Tell($"{video}", new Event { CommentLikeChanged = new CommentLikeChanged { UserId = $"{Guid.CreateVersion7()}", CommentId = comment.Id, CommentAuthorId = $"{ben}", VideoId = $"{video}", Liked = true, Version = likes } });
        }

        await Eventually(() => heard.Any(c => c.GetProperty("comment").GetProperty("likes").GetInt64() == 40));
        heard.Last().GetProperty("comment").GetProperty("likedByAuthor").GetBoolean().ShouldBeTrue();
        heard.Count.ShouldBeLessThanOrEqualTo(3);
        byBlocker.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_hub_refuses_is_told_to_the_caller_and_not_to_the_log()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var log = new Kept();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await using var live = app.Live();
        await live.StartAsync();

        var many = Enumerable.Range(0, 11).Select(_ => $"{Guid.CreateVersion7()}").ToArray();
        (await Should.ThrowAsync<HubException>(() => live.InvokeAsync<JsonElement>("SetVideos", many))).Message.ShouldContain("at most 10");
        (await Should.ThrowAsync<HubException>(() => live.InvokeAsync("SetPresence", Enumerable.Repeat("ben", 101).ToArray()))).Message.ShouldContain("at most 100");

        log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_foreign_page_cannot_open_a_live_connection_with_our_cookie()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var browser = app.OpenBrowser();
        await browser.RegisterAsync("ana");
        (await browser.SendAsync(HttpMethod.Post, "/live/negotiate?negotiateVersion=1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var foreign = app.OpenBrowser("https://evil.example");
        foreign.Cookies.Add(app.Url, new Cookie("zt_session", browser.Cookie("zt_session")!));
        (await foreign.SendAsync(HttpMethod.Post, "/live/negotiate?negotiateVersion=1")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_address_and_an_account_have_only_so_many_connections_and_get_the_place_of_one_that_closes()
    {
        await using var app = await GatewayApp.StartAsync(redis, ("Gateway:Proxies:0", "127.0.0.1"), ("Limits:Multiplier", "1"), ("Live:PerAddress", "3"), ("Live:PerAccount", "2"));
        const string address = "203.0.113.21";
        var token = app.Token(app.World.Person("ana"));
        await using var first = app.Live(token, address);
        await using var second = app.Live(token, address);
        await using var third = app.Live(token, address);
        await using var signedOut = app.Live(address: address);
        await using var fourth = app.Live(address: address);
        await StayAsync(first);
        await StayAsync(second);
        await GoAsync(third);
        await StayAsync(signedOut);
        await GoAsync(fourth);

        await first.StopAsync();
        await Eventually(() => StayAsync(fourth));

        // A call is answered only on a connection that was let in.
        static async Task StayAsync(HubConnection live)
        {
            if (live.State == HubConnectionState.Disconnected) await live.StartAsync();
            await live.InvokeAsync<JsonElement>("SetVideos", Array.Empty<string>());
        }

        static async Task GoAsync(HubConnection live)
        {
            var closed = Closed(live);
            try
            {
                await live.StartAsync();
            }
            catch (Exception) { return; /* closed before it knew that it was open */ }
            await closed;
        }
    }

    [Fact]
    public async Task A_connection_that_asks_too_much_is_told_so_and_stays()
    {
        await using var app = await GatewayApp.StartAsync(redis, ("Gateway:Proxies:0", "127.0.0.1"), ("Limits:Multiplier", "1"), ("Live:CallsPerMinute", "5"));
        await using var live = app.Live(address: "203.0.113.22");
        await using var other = app.Live(address: "203.0.113.22");
        await live.StartAsync();
        await other.StartAsync();
        for (var i = 0; i < 5; i++) await live.InvokeAsync<JsonElement>("SetVideos", Array.Empty<string>());

        (await Should.ThrowAsync<HubException>(() => live.InvokeAsync<JsonElement>("SetVideos", Array.Empty<string>()))).Message.ShouldContain("too_many_requests");
        (await Should.ThrowAsync<HubException>(() => live.InvokeAsync("SetPresence", Array.Empty<string>()))).Message.ShouldContain("too_many_requests");

        live.State.ShouldBe(HubConnectionState.Connected);
        await other.InvokeAsync<JsonElement>("SetVideos", Array.Empty<string>());
    }

    [Fact]
    public async Task Somebody_has_one_budget_for_all_their_connections()
    {
        await using var app = await GatewayApp.StartAsync(redis, ("Gateway:Proxies:0", "127.0.0.1"), ("Limits:Multiplier", "1"));
        var ana = app.World.Person("ana");
        await using var live = app.Live(app.Token(ana), "203.0.113.23");
        await live.StartAsync();
        await live.InvokeAsync<JsonElement>("SetVideos", Array.Empty<string>());
        var limiter = app.Services.GetRequiredService<RateLimiter>();

        // Once more if a minute turned meanwhile.
        await Eventually(async () =>
        {
            while ((await limiter.SpendAsync(Budget.LiveCall, $"{ana}")).Allowed) { }
            (await Should.ThrowAsync<HubException>(() => live.InvokeAsync<JsonElement>("SetVideos", Array.Empty<string>()))).Message.ShouldContain("too_many_requests");
        });
    }

    private static void Count(GatewayApp app, Guid video, long rev, string? key = null)
        => app.Tell(key ?? $"{video}", new Event { CountsChanged = new CountsChanged { VideoId = $"{video}", Likes = rev, Rev = rev } });

    private static void Comment(GatewayApp app, Guid video, Guid author, string text, string clientRef)
    {
        var comment = app.World.Comment(video, author, text);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        app.Tell($"{video}", new Event { TimeMs = now, CommentChanged = new CommentChanged { CommentId = comment.Id, VideoId = $"{video}", AuthorId = $"{author}", Text = text, ClientRef = clientRef, CreatedAtMs = now } });
    }

    /// <summary>What was logged as an error.</summary>
    private sealed class Kept : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Errors { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Errors.Enqueue(formatter(state, exception));
        }

        public void Dispose() { }
    }

    private static ConcurrentQueue<JsonElement> Hear(HubConnection live, string name)
    {
        var heard = new ConcurrentQueue<JsonElement>();
        live.On<JsonElement>(name, message => heard.Enqueue(message));
        return heard;
    }

    private static Task Closed(HubConnection live)
    {
        var closed = new TaskCompletionSource();
        live.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };
        return closed.Task;
    }
}
