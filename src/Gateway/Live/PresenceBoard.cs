using StackExchange.Redis;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Live;

/// <summary>
/// Who is online. This gateway reports whom it has connected (whole every 30 s, differences in between, a beat every 5 s), tells the other
/// gateways over Redis that somebody came or went, and lets those know who may: the Notification service decides, for each watcher, every
/// time. People of a gateway that died are spoken for by whichever reports next.
/// </summary>
internal sealed partial class PresenceBoard(
    Sockets sockets, Rpc<PresenceClient> presence, Rpc<PeopleClient> people, IConnectionMultiplexer redis, TimeProvider time, ILogger<PresenceBoard> log)
    : BackgroundService, ILivePush
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1), Whole = TimeSpan.FromSeconds(30), Beat = TimeSpan.FromSeconds(5), Again = TimeSpan.FromSeconds(3);
    // A page that is loaded anew comes back within this: nobody needs to hear of that.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly RedisChannel Channel = RedisChannel.Literal("zt:presence");

    private readonly string _gateway = Ids.New(time).ToString("N");
    private readonly Dictionary<string, DateTimeOffset> _leaving = [];
    private readonly HashSet<string> _online = [];
    private volatile bool _changed = true;

    /// <summary>Somebody connected or went.</summary>
    public void Changed() => _changed = true;

    /// <summary>Replaces whom a connection watches, and tells it how they are.</summary>
    public async Task WatchAsync(Socket socket, IReadOnlyCollection<string> usernames, CancellationToken cancel)
    {
        if (!socket.Viewer.IsSignedIn || usernames.Count == 0)
        {
            sockets.SetWatched(socket, new Dictionary<string, string>());
            return;
        }
        var named = await people.As(socket.Viewer).FindByUsernamesAsync(new FindByUsernamesRequest { Usernames = { usernames.Distinct() } }, cancellationToken: cancel);
        // Everybody named is watched; who may be known of is asked whenever there is something to tell.
        sockets.SetWatched(socket, named.Items.DistinctBy(person => person.Card.Id).ToDictionary(person => person.Card.Id, person => person.Card.Username));
        // Asked anew, it is answered anew.
        socket.Told.Clear();
        await TellAsync(socket, [.. socket.Watched.Keys], cancel);
    }

    public async ValueTask PushAsync(Event e, CancellationToken cancel)
    {
        // The service that decides hears of it from the same log, perhaps later: what the event itself rules out is not asked.
        if (e.PayloadCase == Event.PayloadOneofCase.AccountChanged && e.AccountChanged.Account is var account && (!account.ShowPresence || account.Suspended || account.Deleted))
        {
            foreach (var socket in sockets.Watching(account.UserId)) await SayAsync(socket, account.UserId, online: false, lastSeenAt: null);
            return;
        }
        // Whether two people may know of each other can change by what they do to each other, and by a setting.
        var pairs = e.PayloadCase switch
        {
            Event.PayloadOneofCase.FollowChanged => (e.FollowChanged.FollowerId, e.FollowChanged.FolloweeId),
            Event.PayloadOneofCase.BlockChanged => (e.BlockChanged.BlockerId, e.BlockChanged.BlockedId),
            Event.PayloadOneofCase.AccountChanged => (e.AccountChanged.Account.UserId, ""),
            _ => ("", ""),
        };
        if (pairs.Item1.Length == 0) return;
        // The same here: two who no longer follow each other, or one of whom blocked the other, are away for each other from now on.
        if (e.BlockChanged is { Blocked: true } || e.FollowChanged is { State: not FollowState.Following })
        {
            await AwayAsync(pairs.Item1, pairs.Item2);
            await AwayAsync(pairs.Item2, pairs.Item1);
            return;
        }
        await TellPairAsync(pairs.Item1, pairs.Item2, cancel);
        // What it allows is asked, and once more when that service has surely heard.
        _ = LaterAsync(pairs.Item1, pairs.Item2, cancel);
    }

    private async Task TellPairAsync(string one, string other, CancellationToken cancel)
    {
        foreach (var socket in sockets.Watching(one).Where(socket => other.Length == 0 || socket.Account == other)) await TellAsync(socket, [one], cancel);
        if (other.Length == 0) return;
        foreach (var socket in sockets.Watching(other).Where(socket => socket.Account == one)) await TellAsync(socket, [other], cancel);
    }

    private async Task LaterAsync(string one, string other, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(Again, time, cancel);
            await TellPairAsync(one, other, cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            Unreported(log, error.Message);
        }
        catch (OperationCanceledException) { /* the gateway ends */ }
    }

    private async Task AwayAsync(string person, string watcher)
    {
        foreach (var socket in sockets.Watching(person).Where(socket => socket.Account == watcher)) await SayAsync(socket, person, online: false, lastSeenAt: null);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var heard = redis.GetSubscriber().SubscribeAsync(Channel, (channel, message) => _ = PassOnAsync(message.ToString(), stoppingToken));
        var (wholeAt, beatAt) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        using var timer = new PeriodicTimer(Tick, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var now = time.GetUtcNow();
                if (now - wholeAt >= Whole)
                {
                    await ReportAsync([], [], whole: true, stoppingToken);
                    wholeAt = beatAt = now;
                }
                else if (now - beatAt >= Beat)
                {
                    await ReportAsync([], [], whole: false, stoppingToken);
                    beatAt = now;
                }
                else if (_changed || _leaving.Count > 0)
                {
                    await DifferencesAsync(now, stoppingToken);
                }
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                Unreported(log, error.Message);
            }
        }
        await heard;
    }

    private async Task DifferencesAsync(DateTimeOffset now, CancellationToken cancel)
    {
        _changed = false;
        var present = sockets.Accounts.ToHashSet();
        foreach (var back in _leaving.Keys.Where(present.Contains).ToArray()) _leaving.Remove(back);
        foreach (var gone in _online.Where(account => !present.Contains(account))) _leaving.TryAdd(gone, now);
        string[] joined = [.. present.Where(account => !_online.Contains(account))];
        string[] left = [.. _leaving.Where(leaving => now - leaving.Value >= Grace).Select(leaving => leaving.Key)];
        if (joined.Length > 0 || left.Length > 0) await ReportAsync(joined, left, whole: false, cancel);
    }

    private async Task ReportAsync(string[] joined, string[] left, bool whole, CancellationToken cancel)
    {
        var request = new ReportOnlineRequest { GatewayId = _gateway, Whole = whole, Joined = { joined }, Left = { left } };
        if (whole) request.UserIds.AddRange(sockets.Accounts.Union(_leaving.Keys));
        var reported = await presence.AsSystem().ReportOnlineAsync(request, cancellationToken: cancel);
        var told = whole ? [.. request.UserIds.Where(_online.Add)] : joined;
        _online.UnionWith(told);
        foreach (var account in left)
        {
            _online.Remove(account);
            _leaving.Remove(account);
        }
        if (redis.IsConnected)
            foreach (var account in told.Concat(left).Concat(reported.Lost)) await redis.GetSubscriber().PublishAsync(Channel, account, CommandFlags.FireAndForget);
    }

    private async Task PassOnAsync(string account, CancellationToken cancel)
    {
        try
        {
            foreach (var socket in sockets.Watching(account)) await TellAsync(socket, [account], cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            Unreported(log, error.Message);
        }
    }

    /// <summary>Says how these people are, as far as this viewer may know; of anybody else, that they are away.</summary>
    private async Task TellAsync(Socket socket, string[] accounts, CancellationToken cancel)
    {
        if (accounts.Length == 0) return;
        var request = new GetPresenceRequest { UserIds = { accounts } };
        var reply = await presence.As(socket.Viewer).GetPresenceAsync(request, cancellationToken: cancel).ResponseAsync.OrWhenAway(new GetPresenceResponse());
        var known = reply.Items.ToDictionary(state => state.UserId);
        foreach (var account in accounts)
        {
            var state = known.GetValueOrDefault(account);
            await SayAsync(socket, account, state?.Online ?? false, state is null ? null : Times.AtOrNull(state.LastSeenAtMs));
        }
    }

    /// <summary>One message a change: an arrival is heard of from the log, from other gateways and from our own report.</summary>
    private async Task SayAsync(Socket socket, string account, bool online, DateTime? lastSeenAt)
    {
        if (!socket.Watched.TryGetValue(account, out var username)) return;
        var now = new LivePresence(username, online, lastSeenAt);
        var before = socket.Told.GetValueOrDefault(account);
        // When somebody online was last seen moves on all the time.
        if (before is not null && before.Online == online && (online || before.LastSeenAt == lastSeenAt)) return;
        // Of two who noticed at once, one says it.
        if (before is null ? socket.Told.TryAdd(account, now) : socket.Told.TryUpdate(account, now, before)) await sockets.SendAsync(socket, LiveEvents.Presence, now);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Presence could not be passed on: {Reason}")]
    private static partial void Unreported(ILogger log, string reason);
}
