using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Data;
using Contract = Zoetrope.Contracts.Video.V1.Video;
using Relation = Zoetrope.Platform.Relation;

namespace Zoetrope.Video.Catalog;

/// <summary>
/// What a viewer may see of the videos a query found: the rule of <see cref="Visibility"/>, with the accounts this service knows and
/// the viewer's relations to all authors, and all whom they mention, in one batched call.
/// </summary>
internal sealed class VideoSight(VideoDb db, Rpc<Follows.FollowsClient> follows, VideoMessages messages)
{
    private const int RelationsPerCall = 200;

    /// <summary>What may be opened by address, in the given order.</summary>
    public Task<List<Contract>> Open(IReadOnlyList<VideoRow> videos, Viewer viewer, CancellationToken cancel) => Filter(videos, viewer, lists: false, cancel);

    /// <summary>What may be put before the viewer unasked, in the given order.</summary>
    public Task<List<Contract>> List(IReadOnlyList<VideoRow> videos, Viewer viewer, CancellationToken cancel) => Filter(videos, viewer, lists: true, cancel);

    /// <summary>How one video stands to the viewer, its author's name for the refusal, and the video as they may see it.</summary>
    public async Task<(Sight Sight, string Author, Contract Video)> See(VideoRow video, Viewer viewer, CancellationToken cancel)
    {
        var eyes = await LookAsync([video.AuthorId, .. video.Mentions], viewer, cancel);
        var author = eyes.Author(video.AuthorId);
        return (Visibility.See(VideoEvents.Item(video, author), eyes.To(video.AuthorId), viewer), author?.Username ?? "", Message(video, viewer, eyes));
    }

    /// <summary>Whether a video that was removed was public, as its author is, and in this viewer's sight: then they may know that it was there.</summary>
    public async Task<bool> WasOpen(VideoRow video, Viewer viewer, CancellationToken cancel)
    {
        if (video is not { PublishedAt: not null, Audience: Audiences.Public }) return false;
        var eyes = await LookAsync([video.AuthorId], viewer, cancel);
        var item = VideoEvents.Item(video, eyes.Author(video.AuthorId)) with { Published = true, Removed = false };
        return Visibility.IsPublic(item) && Visibility.CanSee(item, eyes.To(video.AuthorId), viewer);
    }

    /// <summary>Whether the viewer may look through a person's videos: 404 after a block, 403 <c>private_account</c> without following.</summary>
    public async Task CheckAuthor(Guid author, Viewer viewer, CancellationToken cancel)
    {
        var eyes = await LookAsync([author], viewer, cancel);
        var known = eyes.Author(author);
        var item = new VisibleItem(author, Audience.Public, AuthorPrivate: known is { IsPrivate: true }, AuthorSuspended: known is { Suspended: true }, AuthorDeleted: known is { Deleted: true });
        switch (Visibility.See(item, eyes.To(author), viewer))
        {
            case Sight.NotFound: throw Fault.NotFound();
            case Sight.FollowersOnly: throw Fault.Forbidden("private_account", ("author", known?.Username ?? ""));
        }
    }

    public Contract Message(VideoRow video, Viewer viewer) => messages.Of(video, IsOwn(video, viewer));

    private async Task<List<Contract>> Filter(IReadOnlyList<VideoRow> videos, Viewer viewer, bool lists, CancellationToken cancel)
    {
        if (videos.Count == 0) return [];
        var eyes = await LookAsync([.. videos.Select(v => v.AuthorId).Concat(videos.SelectMany(v => v.Mentions)).Distinct()], viewer, cancel);
        var seen = new List<Contract>(videos.Count);
        foreach (var video in videos)
        {
            var item = VideoEvents.Item(video, eyes.Author(video.AuthorId));
            var relation = eyes.To(video.AuthorId);
            if (lists ? Visibility.CanList(item, relation, viewer) : Visibility.CanSee(item, relation, viewer)) seen.Add(Message(video, viewer, eyes));
        }
        return seen;
    }

    public static Relation Of(Contracts.Interaction.V1.Relation r) => new(r.Following, r.FollowedBy, r.Blocked, r.BlockedBy, r.Muted);

    /// <summary>The video, without the links to people whom a block keeps from the viewer's sight.</summary>
    private Contract Message(VideoRow video, Viewer viewer, Eyes eyes)
    {
        var message = Message(video, viewer);
        var unnamed = video.Mentions.Where(id => eyes.To(id) is { Blocked: true } or { BlockedBy: true }).Select(id => eyes.Author(id)?.Username).ToList();
        if (unnamed.Count == 0) return message;
        foreach (var entity in message.Entities.Where(e => e.Type == "mention" && unnamed.Contains(e.Value, StringComparer.OrdinalIgnoreCase)).ToList()) message.Entities.Remove(entity);
        return message;
    }

    private async Task<Eyes> LookAsync(List<Guid> people, Viewer viewer, CancellationToken cancel)
    {
        var accounts = await db.KnownAccounts.AsNoTracking().Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancel);
        var relations = new Dictionary<Guid, Relation>();
        if (viewer is not { IsSystem: false, AccountId: { } me }) return new Eyes(accounts, relations);
        foreach (var some in people.Where(p => p != me).Distinct().Chunk(RelationsPerCall))
        {
            var found = await follows.As(viewer).GetRelationsAsync(new GetRelationsRequest { UserIds = { some.Select(p => p.ToString()) } }, cancellationToken: cancel);
            foreach (var relation in found.Items) relations[Guid.Parse(relation.UserId)] = Of(relation);
        }
        return new Eyes(accounts, relations);
    }

    private static bool IsOwn(VideoRow video, Viewer viewer) => viewer.IsSystem || viewer.AccountId == video.AuthorId;

    private sealed record Eyes(Dictionary<Guid, KnownAccount> Accounts, Dictionary<Guid, Relation> Relations)
    {
        public KnownAccount? Author(Guid id) => Accounts.GetValueOrDefault(id);
        public Relation To(Guid author) => Relations.GetValueOrDefault(author);
    }
}
