using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Events;

namespace Zoetrope.Interaction.Plays;

/// <summary>
/// Makes what a device watched the account's that was made on it: plays, views, history, reports. A clip that both saw in the same ten minutes is
/// one view, whichever came first, and the count follows. Doing it again finds nothing of the device.
/// </summary>
internal sealed class JoinDevice : IEventHandler<InteractionDb>
{
    public static IReadOnlyCollection<Event.PayloadOneofCase> Handles { get; } = [Event.PayloadOneofCase.UserRegistered];

    public async Task HandleAsync(InteractionDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        foreach (var (device, user) in batch.Select(e => (e.UserRegistered.DeviceId, Guid.Parse(e.UserRegistered.Account.UserId))).Where(j => j.DeviceId.Length > 0))
        {
            // Whoever is gone already was forgotten before this came.
            if (await db.KnownAccounts.AnyAsync(a => a.UserId == user && a.Deleted, cancel)) continue;
            var (from, to) = ($"d:{device}", $"u:{user}");
            await ClockAsync(db, from, to, cancel);
            await ViewsAsync(db, from, to, cancel);
            await PlaysAsync(db, from, to, user, cancel);
        }
    }

    // First, as where watches are recorded: whoever has a viewer's clock is alone with what they watched.
    private static Task<int> ClockAsync(InteractionDb db, string from, string to, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        insert into watch_clocks as c (viewer, spent_until) select {to}, spent_until from watch_clocks where viewer = {from}
        on conflict (viewer) do update set spent_until = greatest(c.spent_until, excluded.spent_until);
        delete from watch_clocks where viewer = {from};
        """, cancel);

    // The view that was one too many leaves the mark at the play that made it: there are as many marked plays as views.
    private static Task<int> ViewsAsync(InteractionDb db, string from, string to, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        with theirs as (
          delete from views v using (select distinct video_id, day from watches where viewer = {from}) w
          where v.viewer = {from} and v.video_id = w.video_id and v.day between w.day and w.day + 1 returning v.day, v.video_id, v."window"),
        moved as (
          insert into views (day, video_id, viewer, "window") select day, video_id, {to}, "window" from theirs order by 2, 4
          on conflict do nothing returning day, video_id, "window"),
        doubled as (select * from theirs except select * from moved),
        counted as (insert into count_deltas (subject_id, kind, delta) select video_id, 3, -1 from doubled)
        update watches w set viewed = false
        from doubled d cross join lateral (
          select play_id, day from watches x where x.viewer = {from} and x.video_id = d.video_id and x.viewed
          order by abs(extract(epoch from x.started_at) / 600 - d."window") limit 1) made
        where w.viewer = {from} and w.play_id = made.play_id and w.day = made.day
        """, cancel);

    private static Task<int> PlaysAsync(InteractionDb db, string from, string to, Guid user, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        insert into history as h (user_id, video_id, watched_at)
        select {user}, video_id, max(updated_at) from watches where viewer = {from} group by video_id order by video_id
        on conflict (user_id, video_id) do update set watched_at = greatest(h.watched_at, excluded.watched_at);
        with theirs as (delete from watches where viewer = {from} returning *)
        insert into watches as w (day, viewer, play_id, video_id, author_id, user_id, impression_id, watched_ms, ranges, loops, completed, first_frame_ms, stalls,
          source, viewed, started_at, updated_at, version)
        select day, {to}, play_id, video_id, author_id, {user}, impression_id, watched_ms, ranges, loops, completed, first_frame_ms, stalls,
          source, viewed, started_at, updated_at, version + 1 from theirs order by play_id, day
        on conflict (viewer, play_id, day) do update set
          watched_ms = greatest(w.watched_ms, excluded.watched_ms), ranges = w.ranges + excluded.ranges, loops = greatest(w.loops, excluded.loops),
          completed = w.completed or excluded.completed, first_frame_ms = greatest(w.first_frame_ms, excluded.first_frame_ms),
          stalls = greatest(w.stalls, excluded.stalls), viewed = w.viewed or excluded.viewed, started_at = least(w.started_at, excluded.started_at),
          updated_at = greatest(w.updated_at, excluded.updated_at), version = greatest(w.version, excluded.version)
        where w.video_id = excluded.video_id;
        update reports r set reporter = {to} where reporter = {from}
          and not exists (select from reports o where o.reporter = {to} and (o.kind, o.target_id, o.reason) = (r.kind, r.target_id, r.reason));
        """, cancel);
}
