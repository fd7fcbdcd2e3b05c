using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Notification.Known;
using Zoetrope.Platform.Events;
using Said = Zoetrope.Contracts.Events.V1.Event.PayloadOneofCase;

namespace Zoetrope.Notification.Inbox;

/// <summary>
/// Turns what people do into inbox items, a batch at a time. An act's newest version replaces what its older ones told; the items it touches are
/// then computed whole. Late, doubled and shuffled events therefore end in the same inbox.
/// </summary>
internal sealed class InboxEvents(TimeProvider time) : IEventHandler<NotificationDb>
{
    public static IReadOnlyCollection<Said> Handles { get; } =
        [.. Telling.Sources, Said.VideoRemoved, Said.BlockChanged, Said.MuteChanged, Said.UserRegistered, Said.ProfileChanged, Said.AccountChanged];

    public async Task HandleAsync(NotificationDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        var newest = batch.Select(Telling.Of).OfType<Telling>().GroupBy(t => t.Source).Select(same => same.MaxBy(t => t.Version)!)
            .OrderBy(t => t.Source, StringComparer.Ordinal).ToList();
        await KeepAccountsApartAsync(db, batch, cancel);
        // Inboxes first, then the rest: a block here and a like in another partition then see each other, whichever comes second.
        await Settle.LockAsync(db, [.. newest.SelectMany(t => t.Parts.Select(p => p.Group.RecipientId)).Concat(KnownFacts.PeopleOfTies(batch)).Distinct()], cancel);
        var touched = new HashSet<Group>(await new KnownFacts(db).ApplyAsync(batch, cancel));
        var tellings = await FreshAsync(db, newest, cancel);
        touched.UnionWith(await ForgetAsync(db, tellings, cancel));
        touched.UnionWith(await TellAsync(db, tellings, cancel));
        await new Settle(db, time).RunAsync([.. touched], cancel);
    }

    /// <summary>
    /// An account's suspension touches inboxes that only the acts themselves name, so it runs alone: acts heard in another partition
    /// at the same moment are either before it, and found, or after it, and see it.
    /// </summary>
    private static Task KeepAccountsApartAsync(NotificationDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
        => batch.Any(e => e.PayloadCase is Said.AccountChanged or Said.UserRegistered or Said.ProfileChanged)
            ? db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('notification.accounts'))", cancel)
            : db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared(hashtext('notification.accounts'))", cancel);

    /// <summary>Those that are newer than what was heard before.</summary>
    private static async Task<List<Telling>> FreshAsync(NotificationDb db, List<Telling> tellings, CancellationToken cancel)
    {
        if (tellings.Count == 0) return [];
        var fresh = await db.ReadAsync("""
            insert into sources as s (key, version) select * from unnest($1::text[], $2::bigint[])
            on conflict (key) do update set version = excluded.version where excluded.version > s.version
            returning key
            """, row => row.GetString(0), cancel, tellings.Select(t => t.Source).ToArray(), tellings.Select(t => t.Version).ToArray());
        return [.. tellings.IntersectBy(fresh, t => t.Source)];
    }

    /// <summary>Removes what older versions told and the newest does not.</summary>
    private static async Task<List<Group>> ForgetAsync(NotificationDb db, List<Telling> tellings, CancellationToken cancel)
    {
        if (tellings.Count == 0) return [];
        var told = tellings.SelectMany(t => t.Parts.Select(p => (t.Source, p.Group))).ToList();
        return await db.ReadAsync("""
            delete from parts p using unnest($1::text[], $2::bool[]) s (source, keeps)
            where p.source = s.source
              and (p.source, p.recipient_id, p.type) not in (select * from unnest($3::text[], $4::uuid[], $5::text[]))
              and not (s.keeps and exists (
                select from items i where i.recipient_id = p.recipient_id and i.type = p.type and i.group_key = p.group_key and p.arrived <= i.read_through))
            returning p.recipient_id, p.type, p.group_key
            """, ReadGroup, cancel, tellings.Select(t => t.Source).ToArray(), tellings.Select(t => t.KeepsWhenRead).ToArray(),
            told.Select(t => t.Source).ToArray(), told.Select(t => t.Group.RecipientId).ToArray(), told.Select(t => t.Group.Type).ToArray());
    }

    /// <summary>Stores what the newest versions tell, to whoever wants that kind. What was there already keeps its place in the order of arrival: it stays read.</summary>
    private static async Task<List<Group>> TellAsync(NotificationDb db, List<Telling> tellings, CancellationToken cancel)
    {
        var parts = tellings.SelectMany(t => t.Parts.Select(p => (t.Source, Part: p))).ToList();
        return parts.Count == 0 ? [] : await db.ReadAsync("""
            insert into parts as p (source, recipient_id, type, group_key, actor_id, video_id, comment_id, at)
            select * from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::timestamptz[])
              as n (source, recipient_id, type, group_key, actor_id, video_id, comment_id, at)
            where not exists (select from preferences w where w.user_id = n.recipient_id and w.type = n.type and not w.in_app)
            on conflict (source, recipient_id, type) do update set at = excluded.at
            returning p.recipient_id, p.type, p.group_key
            """, ReadGroup, cancel, parts.Select(p => p.Source).ToArray(), parts.Select(p => p.Part.Group.RecipientId).ToArray(),
            parts.Select(p => p.Part.Group.Type).ToArray(), parts.Select(p => p.Part.Group.Key).ToArray(), parts.Select(p => p.Part.ActorId).ToArray(),
            parts.Select(p => p.Part.VideoId).ToArray(), parts.Select(p => p.Part.CommentId).ToArray(), parts.Select(p => p.Part.At.UtcDateTime).ToArray());
    }

    private static Group ReadGroup(Npgsql.NpgsqlDataReader row) => new(row.GetGuid(0), row.GetString(1), row.GetString(2));
}
