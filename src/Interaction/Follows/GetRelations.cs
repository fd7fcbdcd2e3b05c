using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Follows;

/// <summary>How the viewer stands to many people, in one query. Services ask it before they show anything.</summary>
internal sealed partial class FollowsService
{
    private const int MaxIds = 200;

    public override async Task<GetRelationsResponse> GetRelations(GetRelationsRequest request, ServerCallContext context)
    {
        if (request.UserIds.Count > MaxIds) throw Fault.BadRequest("too_many_ids");
        // Somebody signed out has no relations, and the system is nobody.
        if (request.OfId.Length > 0 && !context.Viewer().IsSystem) throw Fault.Forbidden();
        if ((request.OfId.Length > 0 ? Sql.Id(request.OfId) : context.Viewer().AccountId) is not { } viewerId) return new GetRelationsResponse();
        var items = await RelationsAsync(viewerId, Sql.Ids(request.UserIds), context.CancellationToken);
        return new GetRelationsResponse { Items = { items } };
    }

    private Task<List<Relation>> RelationsAsync(Guid viewerId, Guid[] ids, CancellationToken cancel) => source.ReadAsync("""
        select u.id, f.state is not null and f.state = 3, r.state is not null and r.state = 3, f.state is not null and f.state = 2,
               b.active is not null, o.active is not null, m.active is not null
        from unnest($2::uuid[]) u(id)
        left join follows f on f.follower_id = $1 and f.followee_id = u.id and f.state > 1
        left join follows r on r.follower_id = u.id and r.followee_id = $1 and r.state > 1
        left join blocks b on b.blocker_id = $1 and b.blocked_id = u.id and b.active
        left join blocks o on o.blocker_id = u.id and o.blocked_id = $1 and o.active
        left join mutes m on m.muter_id = $1 and m.muted_id = u.id and m.active
        where f.state is not null or r.state = 3 or b.active or o.active or m.active
        """, row => new Relation
    {
        UserId = row.GetGuid(0).ToString(),
        Following = row.GetBoolean(1),
        FollowedBy = row.GetBoolean(2),
        Requested = row.GetBoolean(3),
        Blocked = row.GetBoolean(4),
        BlockedBy = row.GetBoolean(5),
        Muted = row.GetBoolean(6),
    }, cancel, viewerId, ids);
}
