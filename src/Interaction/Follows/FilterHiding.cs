using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Follows;

/// <summary>From which of these people somebody is hidden: a block of either, or their mute. A gateway asks for everybody who watches a clip, once for each new author.</summary>
internal sealed partial class FollowsService
{
    public override async Task<FilterHidingResponse> FilterHiding(FilterHidingRequest request, ServerCallContext context)
    {
        if (!context.Viewer().IsSystem) throw Fault.Forbidden();
        if (request.ViewerIds.Count > MostAsked) throw Fault.BadRequest("too_many_ids");
        var ids = await source.ReadAsync("""
            select blocker_id from blocks where blocker_id = any($2) and blocked_id = $1 and active
            union select blocked_id from blocks where blocker_id = $1 and blocked_id = any($2) and active
            union select muter_id from mutes where muter_id = any($2) and muted_id = $1 and active
            """, row => row.GetGuid(0).ToString(), context.CancellationToken, Sql.Id(request.UserId), Sql.Ids(request.ViewerIds));
        return new FilterHidingResponse { ViewerIds = { ids } };
    }
}
