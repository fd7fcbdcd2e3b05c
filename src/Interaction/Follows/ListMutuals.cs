using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Follows;

/// <summary>Who and the viewer follow each other: of the people named, or the latest thousand where none are.</summary>
internal sealed partial class FollowsService
{
    public override async Task<ListMutualsResponse> ListMutuals(ListMutualsRequest request, ServerCallContext context)
    {
        if (request.UserIds.Count > MaxIds) throw Fault.BadRequest("too_many_ids");
        var ids = await source.ReadAsync("""
            select f.followee_id from follows f join follows r on r.follower_id = f.followee_id and r.followee_id = f.follower_id and r.state = 3
            where f.follower_id = $1 and f.state = 3 and (cardinality($2::uuid[]) = 0 or f.followee_id = any($2))
            order by f.at desc limit 1000
            """, row => row.GetGuid(0).ToString(), context.CancellationToken, context.Viewer().Account(), Sql.Ids(request.UserIds));
        return new ListMutualsResponse { UserIds = { ids } };
    }
}
