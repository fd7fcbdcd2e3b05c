using Zoetrope.Contracts.Events.V1;
using Zoetrope.Gateway.Cards;

namespace Zoetrope.Gateway.Live;

/// <summary>
/// Takes from open feeds what has become invisible: removed or hidden videos, people blocked or muted, accounts suspended, deleted or
/// gone private. Who may still see it (followers) simply gets it again with the next page.
/// </summary>
internal sealed class PushPurges(Sockets sockets, PeopleCards people) : ILivePush
{
    public async ValueTask PushAsync(Event e, CancellationToken cancel)
    {
        switch (e.PayloadCase)
        {
            case Event.PayloadOneofCase.VideoRemoved:
                await PurgeVideoAsync(e.VideoRemoved.Video);
                break;
            case Event.PayloadOneofCase.VideoChanged when e.VideoChanged.Video is { Audience: not (Audience.Public or Audience.Unlisted), State: "ready" } hidden:
                await PurgeVideoAsync(hidden);
                break;
            case Event.PayloadOneofCase.BlockChanged when e.BlockChanged.Blocked:
                await PurgePersonAsync(sockets.OfAccount(e.BlockChanged.BlockerId), e.BlockChanged.BlockedId, cancel);
                await PurgePersonAsync(sockets.OfAccount(e.BlockChanged.BlockedId), e.BlockChanged.BlockerId, cancel);
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
        var before = (await people.GetAsync([account.UserId], cancel)).GetValueOrDefault(account.UserId);
        people.Drop(account.UserId, account.Version);
        // Other settings change too; only what takes away from sight is worth a message to everybody.
        var hidden = account.Suspended || account.Deleted || (account.IsPrivate && before is not { IsPrivate: true });
        if (hidden) await sockets.SendAsync(Others(account.UserId), LiveEvents.FeedPurge, new LivePurge(null, [account.Username]));
    }

    private async Task PurgeVideoAsync(VideoState video)
    {
        var others = Others(video.AuthorId);
        foreach (var socket in sockets.OfVideo(video.VideoId))
            if (socket.Account != video.AuthorId) sockets.SetVideos(socket, [.. socket.Videos.Where(id => id != video.VideoId)]);
        await sockets.SendAsync(others, LiveEvents.FeedPurge, new LivePurge([video.VideoId], null));
    }

    private async Task PurgePersonAsync(IReadOnlyCollection<Socket> from, string person, CancellationToken cancel)
    {
        if (from.Count == 0 || (await people.GetAsync([person], cancel)).GetValueOrDefault(person) is not { } card) return;
        await sockets.SendAsync(from, LiveEvents.FeedPurge, new LivePurge(null, [card.Card.Username]));
    }

    private Socket[] Others(string account) => [.. sockets.All.Where(socket => socket.Account != account)];
}
