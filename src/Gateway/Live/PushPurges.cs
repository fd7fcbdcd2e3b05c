using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Live;

/// <summary>
/// Takes from open feeds what has become invisible: removed or hidden videos, people blocked or muted, accounts suspended, deleted or
/// gone private. Followers keep what is still theirs to see. A screen that shows such a video hears of it no longer.
/// </summary>
internal sealed class PushPurges(Sockets sockets, PeopleCards people, Rpc<FollowsClient> follows, Rpc<CatalogClient> catalog) : ILivePush
{
    private const int MostAsked = 5000;

    public async ValueTask PushAsync(Event e, CancellationToken cancel)
    {
        switch (e.PayloadCase)
        {
            case Event.PayloadOneofCase.VideoRemoved:
                await PurgeVideoAsync(e.VideoRemoved.Video, cancel);
                break;
            case Event.PayloadOneofCase.VideoChanged when e.VideoChanged.Video is { Audience: not (Audience.Public or Audience.Unlisted), State: "ready" } hidden:
                await PurgeVideoAsync(hidden, cancel);
                break;
            case Event.PayloadOneofCase.BlockChanged when e.BlockChanged.Blocked:
                foreach (var (one, other) in (ReadOnlySpan<(string, string)>)[(e.BlockChanged.BlockerId, e.BlockChanged.BlockedId), (e.BlockChanged.BlockedId, e.BlockChanged.BlockerId)])
                    sockets.Leave(sockets.OfAccount(one), video => video.AuthorId == other);
                await PurgePersonAsync(sockets.OfAccount(e.BlockChanged.BlockerId), e.BlockChanged.BlockedId, cancel);
                await PurgePersonAsync(sockets.OfAccount(e.BlockChanged.BlockedId), e.BlockChanged.BlockerId, cancel);
                break;
            case Event.PayloadOneofCase.FollowChanged when e.FollowChanged.State is not FollowState.Following:
                await LookAgainAsync(sockets.OfAccount(e.FollowChanged.FollowerId), e.FollowChanged.FolloweeId, cancel);
                break;
            case Event.PayloadOneofCase.MuteChanged when e.MuteChanged.Muted:
                await PurgePersonAsync(sockets.OfAccount(e.MuteChanged.MuterId), e.MuteChanged.MutedId, cancel);
                break;
            case Event.PayloadOneofCase.AccountChanged:
                await AccountAsync(e.AccountChanged.Account, cancel);
                break;
            case Event.PayloadOneofCase.ProfileChanged:
                people.Drop(e.ProfileChanged.Account.UserId, e.ProfileChanged.Account.Version);
                break;
        }
    }

    private async Task AccountAsync(AccountState account, CancellationToken cancel)
    {
        // An erased account has no name any more; a card may still tell it.
        var username = account.Username.Length > 0 ? account.Username : (await people.GetAsync([account.UserId], cancel)).GetValueOrDefault(account.UserId)?.Card.Username ?? "";
        people.Drop(account.UserId, account.Version);
        // Whatever changed of a private account: no card says whether it was public before, for whoever made the change may have dropped that one.
        var from = account.Suspended || account.Deleted ? Others(account.UserId) : account.IsPrivate ? await StrangersAsync(account.UserId, cancel) : [];
        sockets.Leave(from, video => video.AuthorId == account.UserId);
        if (username.Length > 0) await sockets.SendAsync(from, LiveEvents.FeedPurge, new LivePurge(null, [username]));
    }

    private async Task PurgeVideoAsync(VideoState video, CancellationToken cancel)
    {
        var others = video is { Audience: Audience.Followers, State: "ready" } ? await StrangersAsync(video.AuthorId, cancel) : Others(video.AuthorId);
        sockets.Leave(sockets.OfVideo(video.VideoId).Intersect(others).ToArray(), shown => shown.Id == video.VideoId);
        await sockets.SendAsync(others, LiveEvents.FeedPurge, new LivePurge([video.VideoId], null));
    }

    private async Task PurgePersonAsync(IReadOnlyCollection<Socket> from, string person, CancellationToken cancel)
    {
        if (from.Count == 0 || (await people.GetAsync([person], cancel)).GetValueOrDefault(person) is not { } card) return;
        await sockets.SendAsync(from, LiveEvents.FeedPurge, new LivePurge(null, [card.Card.Username]));
    }

    /// <summary>Somebody follows an author no longer: what only followers see is over, the rest goes on.</summary>
    private async Task LookAgainAsync(IReadOnlyCollection<Socket> from, string author, CancellationToken cancel)
    {
        foreach (var socket in from)
        {
            var request = new GetVideosRequest { Ids = { socket.Videos.Where(video => video.AuthorId == author).Select(video => video.Id) } };
            if (request.Ids.Count == 0) continue;
            // With nobody to ask, better one clip too few.
            var visible = await catalog.As(socket.Viewer).GetVideosAsync(request, cancellationToken: cancel).ResponseAsync.OrWhenAway(new GetVideosResponse());
            sockets.Leave([socket], video => video.AuthorId == author && visible.Items.All(seen => seen.Id != video.Id));
        }
    }

    /// <summary>Everybody connected here who does not follow this account.</summary>
    private async Task<Socket[]> StrangersAsync(string account, CancellationToken cancel)
    {
        var following = new HashSet<string>();
        foreach (var some in sockets.Accounts.Chunk(MostAsked))
        {
            var request = new FilterFollowersRequest { UserId = account, FollowerIds = { some } };
            // With nobody to ask, better one page too many than one clip too long.
            following.UnionWith((await follows.AsSystem().FilterFollowersAsync(request, cancellationToken: cancel).ResponseAsync.OrWhenAway(new FilterFollowersResponse())).FollowerIds);
        }
        return [.. Others(account).Where(socket => socket.Account is null || !following.Contains(socket.Account))];
    }

    private Socket[] Others(string account) => [.. sockets.All.Where(socket => socket.Account != account)];
}
