using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Profiles;

/// <summary>
/// Leaves out whom a viewer may not know of: deleted people for everybody, suspended ones for all but moderators, and those who blocked
/// the viewer. Whom the viewer blocked is found by name, so that the block can be
/// taken back, and does not come up unasked.
/// </summary>
internal sealed class PeopleInSight(Rpc<Follows.FollowsClient> follows)
{
    private const int RelationsPerCall = 200;

    public async Task<List<PersonCard>> OfAsync(IEnumerable<PersonCard> people, Viewer viewer, CancellationToken cancel, bool unasked = false)
    {
        if (viewer.IsSystem) return [.. people];
        var own = viewer.AccountId?.ToString();
        var there = people.Where(p => !p.Deleted && (!p.Suspended || viewer.IsModerator || p.Card.Id == own)).ToList();
        if (own is null || viewer.IsModerator) return there;
        var blocked = await BlockedAsync([.. there.Select(p => p.Card.Id).Where(id => id != own)], viewer, unasked, cancel);
        return blocked.Count == 0 ? there : there.FindAll(p => !blocked.Contains(p.Card.Id));
    }

    private async Task<HashSet<string>> BlockedAsync(List<string> ids, Viewer viewer, bool unasked, CancellationToken cancel)
    {
        var blocked = new HashSet<string>();
        foreach (var chunk in ids.Chunk(RelationsPerCall))
        {
            var relations = await follows.As(viewer).GetRelationsAsync(new GetRelationsRequest { UserIds = { chunk } }, cancellationToken: cancel);
            blocked.UnionWith(relations.Items.Where(r => r.BlockedBy || (unasked && r.Blocked)).Select(r => r.UserId));
        }
        return blocked;
    }
}
