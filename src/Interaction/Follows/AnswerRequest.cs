using Grpc.Core;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Follows;

/// <summary>Accepts or declines a follow request to the viewer. A request that is gone is not found; accepting twice is accepting.</summary>
internal sealed partial class FollowsService
{
    public override async Task<AnswerRequestResponse> AnswerRequest(AnswerRequestRequest request, ServerCallContext context)
    {
        var (followeeId, followerId) = (context.Viewer().Account(), Sql.Id(request.FollowerId));
        var wanted = request.Accept ? FollowState.Following : FollowState.None;
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var rows = await source.ReadAsync("select state, seq, version from follows where follower_id = $1 and followee_id = $2",
                row => (State: (FollowState)row.GetInt32(0), Seq: row.GetInt64(1), Version: row.GetInt64(2)), context.CancellationToken, followerId, followeeId);
            if (rows.Count > 0 && rows[0].State == wanted) return new AnswerRequestResponse();
            if (rows.Count == 0 || rows[0].State != FollowState.Requested) throw Fault.NotFound();

            var move = new FollowMove(followerId, followeeId, FollowState.Requested, wanted, rows[0].Version);
            if (!await MoveAsync(move, rows[0].Seq, context.CancellationToken)) continue;
            changes.Wake();
            return new AnswerRequestResponse();
        }
        throw Fault.Unavailable();
    }
}
