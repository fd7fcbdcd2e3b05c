using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Profiles;

/// <summary>
/// Leaves out whom a viewer may not know of: deleted people for everybody, suspended ones for all but moderators, and those who blocked
/// the viewer. Whom the viewer blocked stays, so that the block can be taken back.
/// </summary>
internal sealed class PeopleInSight(Rpc<Follows.FollowsClient> follows)
{
    private const int RelationsPerCall = 200;

    public async Task<List<PersonCard>> OfAsync(IEnumerable<PersonCard> people, Viewer viewer, CancellationToken cancel)
    {
        if (viewer.IsSystem) return [.. people];
        var own = viewer.AccountId?.ToString();
        var there = people.Where(p => !p.Deleted && (!p.Suspended || viewer.IsModerator || p.Card.Id == own)).ToList();
        if (own is null || viewer.IsModerator) return there;
        var blockedBy = await BlockersAsync([.. there.Select(p => p.Card.Id).Where(id => id != own)], viewer, cancel);
        return blockedBy.Count == 0 ? there : there.FindAll(p => !blockedBy.Contains(p.Card.Id));
    }

    private async Task<HashSet<string>> BlockersAsync(List<string> ids, Viewer viewer, CancellationToken cancel)
    {
        var blockers = new HashSet<string>();
        foreach (var chunk in ids.Chunk(RelationsPerCall))
        {
            var relations = await follows.As(viewer).GetRelationsAsync(new GetRelationsRequest { UserIds = { chunk } }, cancellationToken: cancel);
            blockers.UnionWith(relations.Items.Where(r => r.BlockedBy).Select(r => r.UserId));
        }
        return blockers;
    }
}
