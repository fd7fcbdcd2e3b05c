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
        if (waiting.Count == 0) return;
        var (now, versions) = (time.GetUtcNow(), waiting.ConvertAll(row => Versions.Next(time, after: row.Version)));
        await db.Database.ExecuteSqlAsync($"""
            with moved as (
              update follows f set state = 3, version = n.version, at = {now}
              from unnest({waiting.Select(r => r.FollowerId).ToArray()}, {waiting.Select(r => r.FolloweeId).ToArray()}, {versions.ToArray()}) n (follower_id, followee_id, version)
              where f.follower_id = n.follower_id and f.followee_id = n.followee_id returning f.follower_id, f.followee_id)
            insert into count_deltas (subject_id, kind, delta)
            select followee_id, 11::smallint, 1 from moved union all select follower_id, 12::smallint, 1 from moved
            """, cancel);
        foreach (var (row, version) in waiting.Zip(versions))
        {
            var move = new FollowMove(row.FollowerId, row.FolloweeId, FollowState.Requested, FollowState.Following, row.Version);
            db.Publish(time, move.Key, move.Event(version));
        }
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }
}
