using Grpc.Core;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;

namespace Zoetrope.Interaction.Follows;

/// <summary>Lists of people, newest first: followers, following, requests, blocks, mutes. Whoever is gone or blocked, either way, is left out.</summary>
internal sealed partial class FollowsService
{
    public override async Task<ListFollowersResponse> ListFollowers(ListFollowersRequest request, ServerCallContext context)
    {
        var userId = await OpenListAsync(context, request.UserId);
        var (ids, next) = await PageAsync(context, "follows", "follower_id", "followee_id = $1 and state = 3", userId, request.Page);
        return new ListFollowersResponse { UserIds = { ids }, NextCursor = next };
    }

    public override async Task<ListFollowingResponse> ListFollowing(ListFollowingRequest request, ServerCallContext context)
    {
        var userId = await OpenListAsync(context, request.UserId);
        var (ids, next) = await PageAsync(context, "follows", "followee_id", "follower_id = $1 and state = 3", userId, request.Page);
        return new ListFollowingResponse { UserIds = { ids }, NextCursor = next };
    }

    public override async Task<ListRequestsResponse> ListRequests(ListRequestsRequest request, ServerCallContext context)
    {
        var (ids, next) = await PageAsync(context, "follows", "follower_id", "followee_id = $1 and state = 2", context.Viewer().Account(), request.Page);
        return new ListRequestsResponse { UserIds = { ids }, NextCursor = next };
    }

    public override async Task<ListBlocksResponse> ListBlocks(ListBlocksRequest request, ServerCallContext context)
    {
        var (ids, next) = await PageAsync(context, "blocks", "blocked_id", "blocker_id = $1 and active", context.Viewer().Account(), request.Page);
        return new ListBlocksResponse { UserIds = { ids }, NextCursor = next };
    }

    public override async Task<ListMutesResponse> ListMutes(ListMutesRequest request, ServerCallContext context)
    {
        var (ids, next) = await PageAsync(context, "mutes", "muted_id", "muter_id = $1 and active", context.Viewer().Account(), request.Page);
        return new ListMutesResponse { UserIds = { ids }, NextCursor = next };
    }

    /// <summary>Whose list it is, if the viewer may read it: not of a private account they do not follow, nor of somebody they blocked.</summary>
    private async Task<Guid> OpenListAsync(ServerCallContext context, string userId)
    {
        var person = await accounts.GetAsync(context.Viewer(), Sql.Id(userId), context.CancellationToken);
        if (person.Relation.Blocked) throw Fault.NotFound();
        person.RequireOpen(context.Viewer());
        return person.Id;
    }

    private async Task<(IEnumerable<string> Ids, string Next)> PageAsync(
        ServerCallContext context, string table, string other, string where, Guid userId, PageRequest? page)
    {
        var (viewer, after, limit) = (context.Viewer(), TimeCursor.Parse(page?.Cursor) ?? TimeCursor.Start, PageSize.Of(page?.Limit ?? 0));
        var rows = await source.ReadAsync($"""
            select at, {other} from {table}
            where {where} and (at, {other}) < ($2, $3)
            order by at desc, {other} desc limit $4
            """, row => new TimeCursor(row.GetFieldValue<DateTimeOffset>(0), row.GetGuid(1)),
            context.CancellationToken, userId, after.At.UtcDateTime, after.Id, limit);
        var seen = await accounts.GetManyAsync(viewer, [.. rows.Select(r => r.Id)], context.CancellationToken);
        // The viewer's own list of blocks is the one place where whom they blocked is shown.
        var shown = rows.Where(r => seen.TryGetValue(r.Id, out var person) && (table == "blocks" || !person.Relation.Blocked));
        return (shown.Select(r => r.Id.ToString()), rows.Count < limit ? "" : rows[^1].ToString());
    }
}
