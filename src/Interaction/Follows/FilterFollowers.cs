using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Follows;

/// <summary>Which of these people follow somebody. A gateway asks for everybody it has connected, when an account or a video hides from all but followers.</summary>
internal sealed partial class FollowsService
{
    private const int MostAsked = 10_000;

    public override async Task<FilterFollowersResponse> FilterFollowers(FilterFollowersRequest request, ServerCallContext context)
    {
        if (!context.Viewer().IsSystem) throw Fault.Forbidden();
        if (request.FollowerIds.Count > MostAsked) throw Fault.BadRequest("too_many_ids");
        var ids = await source.ReadAsync("select follower_id from follows where followee_id = $1 and state = 3 and follower_id = any($2)",
            row => row.GetGuid(0).ToString(), context.CancellationToken, Sql.Id(request.UserId), Sql.Ids(request.FollowerIds));
        return new FilterFollowersResponse { FollowerIds = { ids } };
    }
}
