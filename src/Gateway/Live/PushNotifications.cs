using Grpc.Core;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Live;

/// <summary>The inbox: an item as it is now, the unread count, and what was read on another device.</summary>
internal sealed class PushNotifications(Sockets sockets, Rpc<InboxClient> inbox, NotificationCards cards) : ILivePush
{
    public async ValueTask PushAsync(Event e, CancellationToken cancel)
    {
        if (e.NotificationChanged is { } change)
        {
            var mine = sockets.OfAccount(change.UserId);
            if (mine.Count == 0) return;
            await sockets.SendAsync(mine, LiveEvents.Unread, new LiveUnread(change.Unread));
            if (!change.Removed) await SendItemAsync(mine, change.NotificationId, cancel);
        }
        else if (e.NotificationsRead is { } read)
        {
            var mine = sockets.OfAccount(read.UserId);
            await sockets.SendAsync(mine, LiveEvents.NotificationsRead, new LiveRead(read.Ids.Count > 0 ? read.Ids : null, Times.AtOrNull(read.UpToMs)));
            await sockets.SendAsync(mine, LiveEvents.Unread, new LiveUnread(read.Unread));
        }
    }

    private async Task SendItemAsync(IReadOnlyCollection<Socket> mine, string id, CancellationToken cancel)
    {
        // Tabs may speak different languages; each language is assembled once.
        foreach (var tabs in mine.GroupBy(socket => socket.Viewer.Locale))
        {
            var viewer = tabs.First().Viewer;
            try
            {
                var reply = await inbox.As(viewer).GetNotificationAsync(new GetNotificationRequest { Id = id }, cancellationToken: cancel);
                if (reply.Item is null) return;
                foreach (var item in await cards.Of([reply.Item], viewer, cancel)) await sockets.SendAsync([.. tabs], LiveEvents.Notification, item);
            }
            catch (RpcException gone) when (Fault.Of(gone).HttpStatus == StatusCodes.Status404NotFound)
            {
                return;
            }
        }
    }
}
