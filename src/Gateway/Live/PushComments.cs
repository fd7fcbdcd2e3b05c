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
        else await SendUpdatedAsync(seeing, change.CommentId, change.AuthorId, cancel);
    }

    /// <summary>A comment whose likes have changed.</summary>
    public async Task SendLikesAsync(string videoId, string commentId, string authorId, CancellationToken cancel)
        => await SendUpdatedAsync(await SeeingAsync(sockets.OfVideo(videoId), authorId, cancel), commentId, authorId, cancel);

    /// <summary>Read for nobody in particular: what it is to the viewer, each screen knows itself.</summary>
    private async Task SendUpdatedAsync(List<Socket> seeing, string commentId, string authorId, CancellationToken cancel)
    {
        if (seeing.Count == 0 || await ReadAsync(Viewer.System, commentId, cancel) is not var (comment, named)) return;
        await SendApartAsync(seeing, named, LiveEvents.CommentUpdated, commentId, cancel);
        foreach (var own in (bool[])[true, false])
        {
            Socket[] to = [.. seeing.Where(socket => socket.Account == authorId == own)];
            await sockets.SendAsync(to, LiveEvents.CommentUpdated, new LiveComment(comment with { Viewer = new CommentViewer(Liked: false, Own: own) }, null));
        }
    }

    private async Task SendNewAsync(List<Socket> seeing, CommentChanged change, CancellationToken cancel)
    {
        if (await ReadAsync(Viewer.System, change.CommentId, cancel) is not var (comment, named)) return;
        var reference = change.ClientRef.OrNull();
        await SendApartAsync(seeing, named, LiveEvents.Comment, change.CommentId, cancel);
        // Nobody has liked a new comment: what differs is only whose it is.
        foreach (var own in (bool[])[true, false])
        {
            Socket[] to = [.. seeing.Where(socket => socket.Account == change.AuthorId == own)];
            var shown = comment with { ClientRef = own ? reference : null, Viewer = new CommentViewer(Liked: false, Own: own) };
            await sockets.SendAsync(to, LiveEvents.Comment, new LiveComment(shown, own ? reference : null));
        }
    }

    /// <summary>The comment, and everybody whom it answers or mentions.</summary>
    private async Task<Read?> ReadAsync(Viewer viewer, string commentId, CancellationToken cancel)
    {
        try
        {
            var reply = await comments.As(viewer).GetCommentAsync(new GetCommentRequest { Id = commentId }, cancellationToken: cancel);
            return new Read(await cards.Of(reply.Comment, cancel), [.. reply.MentionedIds.Append(reply.Comment.ReplyToId).Where(id => id.Length > 0).Distinct()]);
        }
        catch (RpcException gone) when (Fault.Of(gone).HttpStatus is >= 400 and < 500)
        {
            return null;
        }
    }

    /// <summary>Those who may see comments of this author.</summary>
    private async Task<List<Socket>> SeeingAsync(IReadOnlyCollection<Socket> watching, string author, CancellationToken cancel)
    {
        await AskAsync(watching, author, cancel);
        return [.. watching.Where(socket => !Hides(socket, author))];
    }

    /// <summary>Those from whom somebody it names is hidden read it for themselves, without that name; the others are left.</summary>
    private async Task SendApartAsync(List<Socket> seeing, string[] named, string name, string commentId, CancellationToken cancel)
    {
        if (named.Length == 0) return;
        var apart = new HashSet<Socket>();
        foreach (var person in named)
        {
            await AskAsync(seeing, person, cancel);
            apart.UnionWith(seeing.Where(socket => Hides(socket, person)));
        }
        foreach (var viewer in seeing.Where(apart.Contains).GroupBy(socket => socket.Account))
            if (await ReadAsync(viewer.First().Viewer, commentId, cancel) is { } theirs)
                await sockets.SendAsync([.. viewer], name, new LiveComment(theirs.Comment, theirs.Comment.ClientRef));
        seeing.RemoveAll(apart.Contains);
    }

    /// <summary>Asks once for all who have not been asked about this person yet; each connection remembers the answer.</summary>
    private async Task AskAsync(IReadOnlyCollection<Socket> watching, string person, CancellationToken cancel)
    {
        var unknown = watching.Where(socket => socket.Account is not null && socket.Account != person && !socket.Hidden.ContainsKey(person)).ToList();
        if (unknown.Count == 0) return;
        var hiding = await people.HidingAsync(person, unknown.Select(socket => socket.Account!).Distinct(), cancel);
        foreach (var socket in unknown) socket.Hidden[person] = hiding.Contains(socket.Account!);
    }

    // A block told while the answer was on its way takes it back; this one comment is then kept from them.
    private static bool Hides(Socket socket, string person)
        => socket.Account is not null && socket.Account != person && (!socket.Hidden.TryGetValue(person, out var hidden) || hidden);

    private void Forget(string one, string other)
    {
        foreach (var socket in sockets.OfAccount(one)) socket.Hidden.TryRemove(other, out _);
        foreach (var socket in sockets.OfAccount(other)) socket.Hidden.TryRemove(one, out _);
    }

    private sealed record Read(Cards.Comment Comment, string[] Named);
}
