using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Limits;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Live;

/// <summary>
/// /live: what a screen wants to hear of. Everything else comes from the event log by itself: notifications, own acts on other
/// devices, states of own videos. Signed-out people hear public counts and comments.
/// </summary>
internal sealed class LiveHub(
    Sockets sockets, PresenceBoard presence, LiveLimits limits, RateLimiter limiter, TimeProvider time, Rpc<CatalogClient> catalog, Rpc<CountsClient> counts) : Hub
{
    public const int MostVideos = 10, MostPeople = 100;

    public override Task OnConnectedAsync()
    {
        var caller = Context.User as LivePrincipal;
        var socket = new Socket(Context, caller?.Viewer ?? Viewer.Anonymous(), caller?.Address ?? "", new CallBudget(limits.Calls, time));
        if (sockets.TryAdd(socket)) presence.Changed();
        else Context.Abort();
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        sockets.Remove(Context.ConnectionId);
        presence.Changed();
        return Task.CompletedTask;
    }

    /// <summary>Replaces the videos on screen (at most 10) and gives their counts as they are now; what the viewer may not see is left out.</summary>
    public async Task<IReadOnlyList<LiveStats>> SetVideos(string[] ids)
    {
        if (ids is null || ids.Length > MostVideos || !Array.TrueForAll(ids, id => Guid.TryParse(id, out _))) throw new HubException("SetVideos takes at most 10 ids of videos.");
        if (sockets.Find(Context.ConnectionId) is not { } socket) return [];
        await SpendAsync(socket);
        var cancel = Context.ConnectionAborted;
        var wanted = ids.Select(id => Guid.Parse(id).ToString()).Distinct().ToArray();
        if (wanted.Length == 0)
        {
            sockets.SetVideos(socket, []);
            return [];
        }
        var visible = await catalog.As(socket.Viewer).GetVideosAsync(new GetVideosRequest { Ids = { wanted } }, cancellationToken: cancel);
        var found = visible.Items.Select(video => video.Id).ToArray();
        // Subscribed before they are read: a change in between comes as an event with a higher rev.
        sockets.SetVideos(socket, [.. visible.Items.Select(video => new OnScreen(video.Id, video.AuthorId))]);
        if (found.Length == 0) return [];
        var reply = await counts.As(socket.Viewer).GetVideoCountsAsync(new GetVideoCountsRequest { VideoIds = { found } }, cancellationToken: cancel);
        return [.. reply.Items.Select(item => new LiveStats(item.VideoId, item.Likes, item.Comments, item.Views, item.Shares, item.Saves, item.Rev))];
    }

    /// <summary>Replaces the people whose presence is shown (at most 100 usernames). Only who follows each other hears of it.</summary>
    public async Task SetPresence(string[] usernames)
    {
        if (usernames is null || usernames.Length > MostPeople || !Array.TrueForAll(usernames, name => name is { Length: > 0 and <= 60 })) throw new HubException("SetPresence takes at most 100 usernames.");
        if (sockets.Find(Context.ConnectionId) is not { } socket) return;
        await SpendAsync(socket);
        await presence.WatchAsync(socket, usernames, Context.ConnectionAborted);
    }

    // Each call asks two services: a connection has a budget, and whoever opens many has one for all of them.
    private async ValueTask SpendAsync(Socket socket)
    {
        if (!socket.Calls.TrySpend() || !(await limiter.SpendAsync(Budget.LiveCall, socket.Account ?? socket.Address)).Allowed) throw new HubException("too_many_requests");
    }
}

/// <summary>Hands the viewer found by the gateway to a live connection, whatever its transport.</summary>
internal sealed class LivePrincipal(Viewer viewer, string address) : ClaimsPrincipal(new ClaimsIdentity(
    viewer.AccountId is { } account ? [new Claim(ClaimTypes.NameIdentifier, account.ToString())] : [], viewer.IsSignedIn ? "zoetrope" : null))
{
    public Viewer Viewer { get; } = viewer;

    /// <summary>The viewer's address, as budgets count it.</summary>
    public string Address { get; } = address;
}
