using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Follows;

/// <summary>Blocks or unblocks. Blocking removes both follows and requests in the same transaction; unblocking brings none back.</summary>
internal sealed partial class FollowsService
{
    public override async Task<SetBlockResponse> SetBlock(SetBlockRequest request, ServerCallContext context)
    {
        var (viewer, blockerId, blockedId, cancel) = (context.Viewer(), context.Viewer().Account(), Sql.Id(request.UserId), context.CancellationToken);
        if (blockerId == blockedId) throw Fault.Unprocessable("own_account");
        // Two people may block each other: whoever blocked the viewer is not found, unless the viewer blocks them already.
        if (request.Block) await accounts.GetAsync(viewer, blockedId, cancel);

        await db.InTransaction(async () =>
        {
            if (await MarkBlockAsync(blockerId, blockedId, request.Block, cancel) && request.Block)
            {
                await EndFollowAsync(blockerId, blockedId, cancel);
                await EndFollowAsync(blockedId, blockerId, cancel);
            }
            await db.SaveChangesAsync(cancel);
        }, cancel);

        changes.Wake();
        return new SetBlockResponse { Relation = await RelationAsync(blockerId, blockedId, cancel) };
    }

    private async Task<bool> MarkBlockAsync(Guid blockerId, Guid blockedId, bool block, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var version = Versions.Next(time);
        var told = await db.Database.SqlQuery<long>($"""
            insert into blocks as b (blocker_id, blocked_id, active, version, at) select {blockerId}, {blockedId}, {block}, {version}, {now}
            where {block} or exists (select from blocks where blocker_id = {blockerId} and blocked_id = {blockedId})
            on conflict (blocker_id, blocked_id) do update set active = {block}, version = greatest(b.version + 1, excluded.version), at = excluded.at
            where b.active <> excluded.active
            returning version as "Value"
            """).ToListAsync(cancel);
        if (told.Count == 0) return false;
        db.Publish(time, blockedId.ToString(), new Event
        {
            BlockChanged = new BlockChanged { BlockerId = blockerId.ToString(), BlockedId = blockedId.ToString(), Blocked = block, Version = told[0] },
        });
        return true;
    }

    /// <summary>
    /// Ends a follow. Where there was none a tombstone is written all the same, and one that was there becomes newer: a follow that races
    /// with the block then loses the compare-and-set, and finds the block on its second look.
    /// </summary>
    private async Task EndFollowAsync(Guid followerId, Guid followeeId, CancellationToken cancel)
    {
        var (now, version, none) = (time.GetUtcNow(), Versions.Next(time), (int)FollowState.None);
        await db.Database.ExecuteSqlAsync($"""
            insert into follows (follower_id, followee_id, state, seq, version, at) values ({followerId}, {followeeId}, {none}, 0, {version}, {now})
            on conflict (follower_id, followee_id) do nothing
            """, cancel);
        var row = await db.Follows.FromSql($"select * from follows where follower_id = {followerId} and followee_id = {followeeId} for update")
            .AsNoTracking().SingleAsync(cancel);
        var move = new FollowMove(followerId, followeeId, row.State, FollowState.None, row.Version);
        version = Versions.Next(time, after: row.Version);
        await db.Follows.Where(f => f.FollowerId == followerId && f.FolloweeId == followeeId)
            .ExecuteUpdateAsync(f => f.SetProperty(x => x.State, FollowState.None).SetProperty(x => x.Version, version).SetProperty(x => x.At, now), cancel);
        if (row.State == FollowState.None) return;
        if (move.Counted != 0)
        {
            await db.Database.ExecuteSqlAsync($"""
                insert into count_deltas (subject_id, kind, delta) values ({followeeId}, 11, {move.Counted}), ({followerId}, 12, {move.Counted})
                """, cancel);
        }
        db.Publish(time, move.Key, move.Event(version));
    }

    private async Task<Contracts.Interaction.V1.Relation> RelationAsync(Guid viewerId, Guid userId, CancellationToken cancel)
        => (await RelationsAsync(viewerId, [userId], cancel)).FirstOrDefault() ?? new Contracts.Interaction.V1.Relation { UserId = userId.ToString() };
}
