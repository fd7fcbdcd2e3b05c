using Grpc.Core;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Live;

/// <summary>Comments of videos on screen: new, changed and deleted ones. Comments of people one has blocked are not sent.</summary>
internal sealed class PushComments(Sockets sockets, Rpc<CommentsClient> comments, CommentCards cards, PeopleCards people) : ILivePush
{
    // The event does not say whether it is the first of its comment. A change within this time of writing is shown as new, which clients merge by id.
    private const long NewForMs = 2000;

    public async ValueTask PushAsync(Event e, CancellationToken cancel)
    {
        if (e.BlockChanged is { } block) Forget(block.BlockerId, block.BlockedId);
        if (e.MuteChanged is { } mute) Forget(mute.MuterId, mute.MutedId);
        if (e.CommentChanged is not { } change) return;
        var watching = sockets.OfVideo(change.VideoId);
        if (watching.Count == 0) return;
        if (change.Deleted)
        {
            await sockets.SendAsync(watching, LiveEvents.CommentDeleted, new LiveCommentDeleted(change.VideoId, change.CommentId));
            return;
        }

        var seeing = await SeeingAsync(watching, change.AuthorId, cancel);
        if (!change.Edited && !change.Pinned && e.TimeMs - change.CreatedAtMs < NewForMs) await SendNewAsync(seeing, change, cancel);
        else foreach (var viewer in seeing.GroupBy(socket => socket.Account)) await SendUpdatedAsync([.. viewer], change, cancel);
    }

    private async Task SendNewAsync(List<Socket> seeing, CommentChanged change, CancellationToken cancel)
    {
        if (await ReadAsync(Viewer.System, change, cancel) is not { } comment) return;
        var reference = change.ClientRef.OrNull();
        // Nobody has liked a new comment: what differs is only whose it is.
        foreach (var own in (bool[])[true, false])
        {
            Socket[] to = [.. seeing.Where(socket => socket.Account == change.AuthorId == own)];
            var shown = comment with { ClientRef = own ? reference : null, Viewer = new CommentViewer(Liked: false, Own: own) };
            await sockets.SendAsync(to, LiveEvents.Comment, new LiveComment(shown, own ? reference : null));
        }
    }

    private async Task SendUpdatedAsync(Socket[] to, CommentChanged change, CancellationToken cancel)
    {
        if (await ReadAsync(to[0].Viewer, change, cancel) is { } comment) await sockets.SendAsync(to, LiveEvents.CommentUpdated, new LiveComment(comment, null));
    }

    private async Task<Cards.Comment?> ReadAsync(Viewer viewer, CommentChanged change, CancellationToken cancel)
    {
        try
        {
            var reply = await comments.As(viewer).GetCommentAsync(new GetCommentRequest { Id = change.CommentId }, cancellationToken: cancel);
            return await cards.Of(reply.Comment, cancel);
        }
        catch (RpcException gone) when (Fault.Of(gone).HttpStatus is >= 400 and < 500)
        {
            return null;
        }
    }

    /// <summary>Those who may see comments of this author; a relation is asked about once for a connection.</summary>
    private async Task<List<Socket>> SeeingAsync(IReadOnlyCollection<Socket> watching, string author, CancellationToken cancel)
    {
        var seeing = new List<Socket>(watching.Count);
        foreach (var socket in watching)
        {
            if (socket.Account is null || socket.Account == author)
            {
                seeing.Add(socket);
                continue;
            }
            if (!socket.Hidden.TryGetValue(author, out var hidden))
            {
                var relation = (await people.RelationsAsync(socket.Viewer, [author], cancel))[author];
                hidden = socket.Hidden[author] = relation.Blocked || relation.BlockedBy || relation.Muted;
            }
            if (!hidden) seeing.Add(socket);
        }
        return seeing;
    }

    private void Forget(string one, string other)
    {
        foreach (var socket in sockets.OfAccount(one)) socket.Hidden.TryRemove(other, out _);
        foreach (var socket in sockets.OfAccount(other)) socket.Hidden.TryRemove(one, out _);
    }
}
