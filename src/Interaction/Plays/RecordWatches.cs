using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Comments;
using Zoetrope.Interaction.Counts;
using Zoetrope.Interaction.Data;
using Zoetrope.Interaction.Known;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Plays;

/// <summary>
/// Records plays, 50 at a time, in one statement. The same play again: per field the larger wins. A view counts when a play lasts a second
/// (or to the end of a shorter clip), once per viewer, video and ten-minute window of server time. What a play lasted is what the
/// viewer's clock allows (<see cref="WatchClocks"/>), not what the player says; views go by that too.
/// </summary>
internal sealed partial class PlaysService(
    [FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source, InteractionDb db, VisibleVideos videos, VisibleAccounts accounts,
    CommentReader comments, Idempotency idempotency, Changes changes, TimeProvider time) : Contracts.Interaction.V1.Plays.PlaysBase
{
    private const int MaxItems = 50;

    // $1 viewer, $2 user, $3 day, $4 window, $5 now, $6 version; then one array a column. Rows are taken in the order of keys, so that two
    // batches of one viewer never wait for each other in a circle. A play grows by what is claimed, at most by the time since it began, and
    // all plays together by what is left on the viewer's clock: the first ones get it.
    private static readonly string Statement = $"""
        with claimed as (
          select * from unnest($7::uuid[], $8::uuid[], $9::uuid[], $10::text[], $11::int[], $12::text[], $13::int[], $14::bool[], $15::int[], $16::int[], $17::text[], $18::int[])
            as c (play_id, video_id, author_id, impression_id, watched_ms, ranges, loops, completed, first_frame_ms, stalls, source, duration_ms)),
        before as (
          select w.play_id, w.video_id, w.day, w.watched_ms, w.watched_ms >= 1000 or (w.completed and w.watched_ms > 0 and c.duration_ms between 1 and 999) as lasted,
            (extract(epoch from $5 - w.started_at) * 1000 * {WatchClocks.HighestSpeed})::int as most
          from watches w join claimed c using (play_id) where w.viewer = $1 and w.play_id = any($7) and w.day >= $3 - 1),
        growing as (
          select c.play_id, coalesce(b.watched_ms, 0) as had, greatest(0, least(c.watched_ms, coalesce(b.most, c.watched_ms)) - coalesce(b.watched_ms, 0)) as growth
          from claimed c left join before b using (play_id) where b.play_id is null or b.video_id = c.video_id),
        allowed as (
          select play_id, had, least(growth, greatest(0, (select {WatchClocks.Left} from watch_clocks where viewer = $1)
            - coalesce(sum(growth) over (order by play_id rows between unbounded preceding and 1 preceding), 0)))::int as growth
          from growing),
        spent as (
          update watch_clocks set spent_until = {WatchClocks.From} + (select sum(growth) from allowed) / {WatchClocks.HighestSpeed} * interval '1 ms' where viewer = $1),
        incoming as (
          select c.play_id, c.video_id, c.author_id, c.impression_id, a.had + a.growth as watched_ms, c.ranges, c.loops, c.completed, c.first_frame_ms, c.stalls, c.source,
            a.had + a.growth >= 1000 or (c.completed and a.had + a.growth > 0 and c.duration_ms between 1 and 999) as lasted
          from claimed c join allowed a using (play_id)),
        fresh as (
          insert into views (day, video_id, viewer, "window")
          select distinct $3, i.video_id, $1, $4 from incoming i left join before b using (play_id) where i.lasted and not coalesce(b.lasted, false)
          order by 2
          on conflict do nothing returning video_id),
        viewing as (
          select distinct on (i.video_id) i.play_id from incoming i join fresh f using (video_id) left join before b using (play_id)
          where i.lasted and not coalesce(b.lasted, false) order by i.video_id, i.play_id),
        counted as (
          insert into count_deltas (subject_id, kind, delta) select video_id, 3, 1 from fresh),
        remembered as (
          insert into history as h (user_id, video_id, watched_at) select distinct $2::uuid, video_id, $5 from incoming where $2::uuid is not null order by 2
          on conflict (user_id, video_id) do update set watched_at = greatest(h.watched_at, excluded.watched_at))
        insert into watches as w (day, viewer, play_id, video_id, author_id, user_id, impression_id, watched_ms, ranges, loops, completed, first_frame_ms, stalls,
          source, viewed, started_at, updated_at, version)
        select coalesce(b.day, $3), $1, i.play_id, i.video_id, i.author_id, $2::uuid, i.impression_id, i.watched_ms, i.ranges::int4multirange, i.loops, i.completed,
          i.first_frame_ms, i.stalls, i.source, exists (select from viewing v where v.play_id = i.play_id), $5 - i.watched_ms * interval '1 ms', $5, $6
        from incoming i left join before b using (play_id) order by i.play_id
        on conflict (viewer, play_id, day) do update set
          watched_ms = greatest(w.watched_ms, excluded.watched_ms),
          ranges = w.ranges + excluded.ranges, loops = greatest(w.loops, excluded.loops), completed = w.completed or excluded.completed,
          first_frame_ms = greatest(w.first_frame_ms, excluded.first_frame_ms), stalls = greatest(w.stalls, excluded.stalls),
          viewed = w.viewed or excluded.viewed, updated_at = $5, version = greatest(w.version + 1, excluded.version)
        where w.video_id = excluded.video_id and (excluded.watched_ms > w.watched_ms or excluded.loops > w.loops or excluded.stalls > w.stalls
          or (excluded.completed and not w.completed) or excluded.first_frame_ms > w.first_frame_ms or not excluded.ranges <@ w.ranges or excluded.viewed)
        returning w.play_id, w.video_id, w.author_id, w.impression_id, w.watched_ms, w.loops, w.completed, w.viewed, w.source, w.version
        """;

    public override async Task<RecordWatchesResponse> RecordWatches(RecordWatchesRequest request, ServerCallContext context)
    {
        if (request.Items.Count > MaxItems) throw Fault.BadRequest("too_many_items", ("max", "50"));
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        // Without an account or a device nobody would have watched, and nothing could be told apart.
        if (viewer.Key.Length == 0) return new RecordWatchesResponse();
        var seen = await videos.GetManyAsync(viewer, Sql.Ids(request.Items.Select(i => i.VideoId)), cancel);
        var plays = Play.Merge(request.Items, seen, time.GetUtcNow());
        if (plays.Count == 0) return new RecordWatchesResponse();

        try
        {
            await StoreAsync(viewer, plays, cancel);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.CheckViolation)
        {
            // No partition for today: the upkeep has not run for days. Rare enough to make it here.
            await DayTables.EnsureAsync(source, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), 1, cancel);
            await StoreAsync(viewer, plays, cancel);
        }
        changes.Wake();
        return new RecordWatchesResponse { Accepted = plays.Count };
    }

    private async Task StoreAsync(Viewer viewer, IReadOnlyList<Play> plays, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var changed = await UpsertAsync(viewer, plays, transaction, cancel);
        if (changed.Count > 0)
        {
            var durations = plays.ToDictionary(play => play.PlayId.ToString(), play => play.DurationMs);
            foreach (var watched in changed) watched.DurationMs = durations[watched.PlayId];
            await using var tell = new NpgsqlCommand("insert into outbox (key, payload) values ($1, $2)", connection, transaction)
            {
                Parameters = { new() { Value = viewer.Key }, new() { Value = Outbox.Stamp(time, viewer.Key, new Event { PlaysWatched = new() { Plays = { changed } } }) } },
            };
            await tell.ExecuteNonQueryAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    private async Task<List<Watched>> UpsertAsync(Viewer viewer, IReadOnlyList<Play> plays, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        // Holding the clock first lets the statement after it see what another batch of this viewer has just stored.
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction) { BatchCommands = { WatchClocks.Hold(viewer, plays, now) } };
        var command = new NpgsqlBatchCommand(Statement);
        batch.BatchCommands.Add(command);
        foreach (var value in new object?[]
        {
            viewer.Key, viewer.AccountId, DateOnly.FromDateTime(now.UtcDateTime), (int)(now.ToUnixTimeSeconds() / 600), now.UtcDateTime, Versions.Next(time),
            plays.Select(p => p.PlayId).ToArray(), plays.Select(p => p.VideoId).ToArray(), plays.Select(p => p.AuthorId).ToArray(),
            plays.Select(p => p.ImpressionId).ToArray(), plays.Select(p => p.WatchedMs).ToArray(), plays.Select(p => p.Ranges).ToArray(),
            plays.Select(p => p.Loops).ToArray(), plays.Select(p => p.Completed).ToArray(), plays.Select(p => p.FirstFrameMs).ToArray(),
            plays.Select(p => p.Stalls).ToArray(), plays.Select(p => p.Source).ToArray(), plays.Select(p => p.DurationMs).ToArray(),
        }) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });

        await using var row = await batch.ExecuteReaderAsync(cancel);
        var changed = new List<Watched>();
        while (await row.ReadAsync(cancel))
        {
            changed.Add(new Watched
            {
                PlayId = row.GetGuid(0).ToString(),
                UserId = viewer.AccountId?.ToString() ?? "",
                DeviceId = viewer.DeviceId ?? "",
                VideoId = row.GetGuid(1).ToString(),
                AuthorId = row.GetGuid(2).ToString(),
                ImpressionId = row.GetString(3),
                WatchedMs = row.GetInt32(4),
                Loops = row.GetInt32(5),
                Completed = row.GetBoolean(6),
                Viewed = row.GetBoolean(7),
                Source = row.GetString(8),
                Version = row.GetInt64(9),
            });
        }
        return changed;
    }
}
