using Zoetrope.Contracts.Events.V1;
using Zoetrope.Gateway.Cards;

namespace Zoetrope.Gateway.Live;

/// <summary>The viewer's own taps, for their other devices.</summary>
internal sealed class PushOwnActs(Sockets sockets, PeopleCards people) : ILivePush
{
    public async ValueTask PushAsync(Event e, CancellationToken cancel)
    {
        switch (e.PayloadCase)
        {
            case Event.PayloadOneofCase.LikeChanged:
                await SendAsync(e.LikeChanged.UserId, new LiveViewer { VideoId = e.LikeChanged.VideoId, Liked = e.LikeChanged.Liked });
                break;
            case Event.PayloadOneofCase.SaveChanged:
                await SendAsync(e.SaveChanged.UserId, new LiveViewer { VideoId = e.SaveChanged.VideoId, Saved = e.SaveChanged.Saved });
                break;
            case Event.PayloadOneofCase.CommentLikeChanged:
                await SendAsync(e.CommentLikeChanged.UserId, new LiveViewer { CommentId = e.CommentLikeChanged.CommentId, Liked = e.CommentLikeChanged.Liked });
                break;
            case Event.PayloadOneofCase.FollowChanged when sockets.OfAccount(e.FollowChanged.FollowerId).Count > 0:
                var follow = e.FollowChanged;
                if ((await people.GetAsync([follow.FolloweeId], cancel)).GetValueOrDefault(follow.FolloweeId) is not { } followee) return;
                await SendAsync(follow.FollowerId, new LiveViewer
                {
                    Username = followee.Card.Username,
                    Following = follow.State == FollowState.Following,
                    Requested = follow.State == FollowState.Requested,
                });
                break;
        }
    }

    private Task SendAsync(string account, LiveViewer act) => sockets.SendAsync(sockets.OfAccount(account), LiveEvents.Viewer, act);
}
