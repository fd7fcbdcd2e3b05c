using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Counts;

/// <summary>Followers, followed and likes received. They are shown for private accounts too; whoever is blocked gets no profile to show them in.</summary>
internal sealed partial class CountsService
{
    public override async Task<GetUserCountsResponse> GetUserCounts(GetUserCountsRequest request, ServerCallContext context)
    {
        if (request.UserIds.Count > MaxIds) throw Fault.BadRequest("too_many_ids");
        var items = await source.ReadAsync("""
            select u.id, coalesce(c.followers, 0) + coalesce(d.followers, 0), coalesce(c.following, 0) + coalesce(d.following, 0), coalesce(c.likes, 0) + coalesce(l.likes, 0)
            from unnest($1::uuid[]) u(id) left join user_counts c on c.user_id = u.id
            left join (
              select subject_id, sum(delta) filter (where kind = 11) as followers, sum(delta) filter (where kind = 12) as following
              from count_deltas where subject_id = any($1) group by 1) d on d.subject_id = u.id
            left join (select owner_id, sum(delta) as likes from count_deltas where owner_id = any($1) and kind = 1 group by 1) l on l.owner_id = u.id
            where not exists (select from blocks b where b.blocker_id = u.id and b.blocked_id = $2 and b.active)
            """, row => new UserCounts
        {
            UserId = row.GetGuid(0).ToString(),
            Followers = row.GetInt64(1),
            Following = row.GetInt64(2),
            Likes = row.GetInt64(3),
        }, context.CancellationToken, Sql.Ids(request.UserIds), context.Viewer().AccountId ?? Guid.Empty);
        return new GetUserCountsResponse { Items = { items } };
    }
}
