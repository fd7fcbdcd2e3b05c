using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Interaction.Follows;
using Zoetrope.Platform.Events;

namespace Zoetrope.Interaction.Known;

/// <summary>An account that is no longer private has nothing left to ask for: requests that wait become follows.</summary>
internal sealed class AcceptRequests(InteractionDb db, TimeProvider time)
{
    public async Task RunAsync(Guid[] open, CancellationToken cancel)
    {
        if (open.Length == 0) return;
        var waiting = await db.Follows.FromSql($"""
            select f.* from follows f join known_accounts a on a.user_id = f.followee_id
            where f.followee_id = any({open}) and f.state = 2 and not a.is_private and not a.deleted order by f.followee_id, f.follower_id for update of f
            """).AsNoTracking().ToListAsync(cancel);
        var now = time.GetUtcNow();
        foreach (var row in waiting)
        {
            var move = new FollowMove(row.FollowerId, row.FolloweeId, FollowState.Requested, FollowState.Following, row.Version);
            var version = Versions.Next(time, after: row.Version);
            await db.Database.ExecuteSqlAsync($"""
                with moved as (
                  update follows set state = 3, version = {version}, at = {now} where follower_id = {row.FollowerId} and followee_id = {row.FolloweeId} returning 1)
                insert into count_deltas (subject_id, kind, delta)
                select d.* from (values ({row.FolloweeId}, 11::smallint, 1), ({row.FollowerId}, 12::smallint, 1)) d where exists (select from moved)
                """, cancel);
            db.Publish(time, move.Key, move.Event(version));
        }
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }
}
