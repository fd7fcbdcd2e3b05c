using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;

namespace Zoetrope.Interaction.Counts;

/// <summary>
/// Moves what is pending into the counts: deltas out, counts up, <c>CountsChanged</c> into the outbox, one transaction, by one folder
/// at a time. A viral video is a hot row here only, never in the request of whoever taps.
/// </summary>
internal sealed class Fold(InteractionDb db, TimeProvider time)
{
    private const int MaxDeltas = 20_000;
    private const string Statement = """
        with taken as (
          delete from count_deltas where ctid = any(array(select ctid from count_deltas limit $1)) returning subject_id, kind, delta, owner_id),
        users as (
          insert into user_counts as c (user_id, followers, following, likes)
          select id, coalesce(sum(delta) filter (where kind = 11), 0), coalesce(sum(delta) filter (where kind = 12), 0), coalesce(sum(delta) filter (where kind = 1), 0)
          from (select subject_id as id, kind, delta from taken where kind in (11, 12)
                union all select owner_id, kind, delta from taken where kind = 1 and owner_id is not null) t
          group by id
          on conflict (user_id) do update set followers = c.followers + excluded.followers, following = c.following + excluded.following, likes = c.likes + excluded.likes),
        threads as (
          update comments c set likes = c.likes + t.likes, replies = c.replies + t.replies
          from (select subject_id, coalesce(sum(delta) filter (where kind = 21), 0) as likes, coalesce(sum(delta) filter (where kind = 22), 0) as replies
                from taken where kind in (21, 22) group by 1) t
          where c.id = t.subject_id)
        insert into video_counts as c (video_id, likes, comments, views, shares, saves, rev)
        select subject_id, coalesce(sum(delta) filter (where kind = 1), 0), coalesce(sum(delta) filter (where kind = 2), 0), coalesce(sum(delta) filter (where kind = 3), 0),
               coalesce(sum(delta) filter (where kind = 4), 0), coalesce(sum(delta) filter (where kind = 5), 0), count(*)
        from taken where kind between 1 and 5 group by 1
        on conflict (video_id) do update set likes = c.likes + excluded.likes, comments = c.comments + excluded.comments, views = c.views + excluded.views,
          shares = c.shares + excluded.shares, saves = c.saves + excluded.saves, rev = c.rev + excluded.rev
        returning video_id, likes, comments, views, shares, saves, rev
        """;

    /// <summary>Folds one batch. False when there was nothing, or another process is folding.</summary>
    public Task<bool> OnceAsync(CancellationToken cancel) => db.InTransaction(async () =>
    {
        var mine = await db.Database.SqlQuery<bool>($"""select pg_try_advisory_xact_lock(hashtext('zoetrope.fold')) as "Value" """).SingleAsync(cancel);
        if (!mine || !await db.Database.SqlQuery<bool>($"""select exists (select from count_deltas) as "Value" """).SingleAsync(cancel)) return false;
        foreach (var counts in await TakeAsync(cancel)) db.Publish(time, counts.VideoId, new Event { CountsChanged = counts });
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return true;
    }, cancel);

    private async Task<List<CountsChanged>> TakeAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Statement, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxDeltas });
        await using var row = await command.ExecuteReaderAsync(cancel);
        var changed = new List<CountsChanged>();
        while (await row.ReadAsync(cancel))
        {
            changed.Add(new CountsChanged
            {
                VideoId = row.GetGuid(0).ToString(),
                Likes = row.GetInt64(1),
                Comments = row.GetInt64(2),
                Views = row.GetInt64(3),
                Shares = row.GetInt64(4),
                Saves = row.GetInt64(5),
                Rev = row.GetInt64(6),
            });
        }
        return changed;
    }
}
