using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Notification.Known;
using Zoetrope.Platform.Events;
using Said = Zoetrope.Contracts.Events.V1.Event.PayloadOneofCase;

namespace Zoetrope.Notification.Inbox;

/// <summary>
/// Turns what people do into inbox items, a batch at a time. An act's newest version replaces what its older ones told; the items it touches are
/// then settled. Late, doubled and shuffled events therefore end in the same inbox. What is older than inboxes are kept tells nothing: what was known of
/// it may have been trimmed.
/// </summary>
internal sealed class InboxEvents(TimeProvider time, IOptions<NotificationOptions> options) : IEventHandler<NotificationDb>
{
    public static IReadOnlyCollection<Said> Handles { get; } =
        [.. Telling.Sources, Said.VideoRemoved, Said.BlockChanged, Said.MuteChanged, Said.UserRegistered, Said.ProfileChanged, Said.AccountChanged];

    public async Task HandleAsync(NotificationDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var kept = options.Value.KeptFrom(now);
        var newest = batch.Where(e => e.TimeMs >= kept.ToUnixTimeMilliseconds()).Select(Telling.Of).OfType<Telling>().GroupBy(t => t.Source).Select(same => same.MaxBy(t => t.Version)!)
            .OrderBy(t => t.Source, StringComparer.Ordinal).ToList();
        await KeepAccountsApartAsync(db, batch, cancel);
        await KeepAuthorsApartAsync(db, batch, cancel);
        await KeepThingsApartAsync(db, batch, cancel);
        // Inboxes first, then the rest: a block here and a like in another partition then see each other, whichever comes second.
        await Settle.LockAsync(db, [.. newest.SelectMany(t => t.Parts.Select(p => p.Group.RecipientId)).Concat(KnownFacts.PeopleOfTies(batch)).Concat(await ToldAsync(db, newest, cancel)).Distinct()], cancel);
        var touched = new HashSet<Touched>(await new KnownFacts(db, now).ApplyAsync(batch, cancel));
        var tellings = await FreshAsync(db, newest, now, cancel);
        touched.UnionWith(await ForgetAsync(db, tellings, cancel));
        touched.UnionWith(await TellAsync(db, tellings, kept, cancel));
        touched.UnionWith(await new News(db).TellAsync(batch, kept, cancel));
        var erased = EraseAccount.Of(batch);
        await new Settle(db, time).RunAsync([.. touched.Where(share => !erased.Contains(share.Group.RecipientId))], cancel);
        await EraseAccount.RunAsync(db, erased, cancel);
    }

    /// <summary>Whom older versions told.</summary>
    private static async Task<List<Guid>> ToldAsync(NotificationDb db, List<Telling> tellings, CancellationToken cancel)
        => tellings.Count == 0 ? [] : await db.ReadAsync("select distinct recipient_id from parts where source = any($1)", row => row.GetGuid(0), cancel, [tellings.Select(t => t.Source).ToArray()]);

    /// <summary>
    /// An account's suspension touches inboxes that only the acts themselves name, so it runs alone: acts heard in another partition
    /// at the same moment are either before it, and found, or after it, and see it.
    /// </summary>
    private static Task KeepAccountsApartAsync(NotificationDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
        => batch.Any(e => e.PayloadCase is Said.AccountChanged or Said.UserRegistered or Said.ProfileChanged)
            ? db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('notification.accounts'))", cancel)
            : db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared(hashtext('notification.accounts'))", cancel);

    /// <summary>
    /// A clip and a follow of its author, heard in two partitions at one moment, must see each other: whoever comes second tells. In the order of
    /// keys, like every lock here.
    /// </summary>
    private static async Task KeepAuthorsApartAsync(NotificationDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        var authors = batch.Select(e => KnownFacts.VideoOf(e)?.AuthorId ?? e.FollowChanged?.FolloweeId).OfType<string>().Distinct().ToArray();
        if (authors.Length > 0) await db.ReadAsync("select pg_advisory_xact_lock(key) from (select distinct hashtext('notification.news.' || a) as key from unnest($1::text[]) a order by 1) k", _ => 0, cancel, [authors]);
    }

    /// <summary>
    /// A clip or comment that goes, and an act on it heard in another partition at that moment, must see each other, too: the inbox of whom the act tells may be
    /// known to the act alone. Acts on one clip do not wait for each other.
    /// </summary>
    private static async Task KeepThingsApartAsync(NotificationDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        var things = batch.SelectMany(e => e.PayloadCase switch
        {
            Said.LikeChanged => [(e.LikeChanged.VideoId, false)],
            Said.Shared => [(e.Shared.VideoId, false)],
            Said.CommentLikeChanged => [(e.CommentLikeChanged.VideoId, false), (e.CommentLikeChanged.CommentId, false)],
            Said.CommentChanged => [(e.CommentChanged.VideoId, false), (e.CommentChanged.CommentId, true)],
            _ => KnownFacts.VideoOf(e) is { } video ? [(video.VideoId, true)] : Array.Empty<(string Id, bool Alone)>(),
        }).ToList();
        if (things.Count == 0) return;
        await db.ReadAsync("""
            select case when alone then pg_advisory_xact_lock(key)::text else pg_advisory_xact_lock_shared(key)::text end
            from (select hashtext('notification.thing.' || id) as key, bool_or(alone) as alone from unnest($1::text[], $2::bool[]) t (id, alone) group by 1 order by 1) k
            """, _ => 0, cancel, things.Select(t => t.Item1).ToArray(), things.Select(t => t.Item2).ToArray());
    }

    /// <summary>Those that are newer than what was heard before.</summary>
    private static async Task<List<Telling>> FreshAsync(NotificationDb db, List<Telling> tellings, DateTimeOffset now, CancellationToken cancel)
    {
        if (tellings.Count == 0) return [];
        var fresh = await db.ReadAsync("""
            insert into sources as s (key, version, heard_at) select *, $3 from unnest($1::text[], $2::bigint[])
            on conflict (key) do update set version = excluded.version, heard_at = excluded.heard_at where excluded.version > s.version
            returning key
            """, row => row.GetString(0), cancel, tellings.Select(t => t.Source).ToArray(), tellings.Select(t => t.Version).ToArray(), now.UtcDateTime);
        return [.. tellings.IntersectBy(fresh, t => t.Source)];
    }

    /// <summary>Removes what older versions told and the newest does not.</summary>
    private static async Task<List<Touched>> ForgetAsync(NotificationDb db, List<Telling> tellings, CancellationToken cancel)
    {
        if (tellings.Count == 0) return [];
        var told = tellings.SelectMany(t => t.Parts.Select(p => (t.Source, p.Group))).ToList();
        return await db.ReadAsync("""
            delete from parts p using unnest($1::text[], $2::bool[]) s (source, keeps)
            where p.source = s.source
              and (p.source, p.recipient_id, p.type) not in (select * from unnest($3::text[], $4::uuid[], $5::text[]))
              and not (s.keeps and exists (
                select from items i where i.recipient_id = p.recipient_id and i.type = p.type and i.group_key = p.group_key and p.arrived <= i.read_through))
            returning p.recipient_id, p.type, p.group_key, p.actor_id, p.live
            """, Touched.Read, cancel, tellings.Select(t => t.Source).ToArray(), tellings.Select(t => t.KeepsWhenRead).ToArray(),
            told.Select(t => t.Source).ToArray(), told.Select(t => t.Group.RecipientId).ToArray(), told.Select(t => t.Group.Type).ToArray());
    }

    /// <summary>Stores what the newest versions tell, to whoever wants that kind. What was there already keeps its place in the order of arrival: it stays read.</summary>
    private static async Task<List<Touched>> TellAsync(NotificationDb db, List<Telling> tellings, DateTimeOffset kept, CancellationToken cancel)
    {
        // An edit says again when the comment or clip was made: that is no news.
        var parts = tellings.SelectMany(t => t.Parts.Where(p => p.At >= kept).Select(p => (t.Source, Part: p))).ToList();
        return parts.Count == 0 ? [] : await db.ReadAsync($"""
            insert into parts as p (source, recipient_id, type, group_key, actor_id, video_id, comment_id, at, code, about, reason, live)
            select n.source, n.recipient_id, n.type, case when w.in_app is false then '{Group.MailOnly}' else '' end || n.group_key, n.actor_id, n.video_id, n.comment_id, n.at, n.code, n.about, n.reason, false
            from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::timestamptz[], $9::uuid[], $10::text[], $11::text[], $12::text[])
              as n (source, recipient_id, type, group_key, actor_id, video_id, comment_id, at, thread_id, code, about, reason)
            left join preferences w on w.user_id = n.recipient_id and w.type = n.type
            where (w.in_app or w.email) is not false
              and not exists (select from thread_mutes m where m.user_id = n.recipient_id and m.target_id in (n.video_id, n.thread_id))
              and not exists (select from known_accounts a where a.deleted and a.user_id in (n.recipient_id, n.actor_id))
            on conflict (source, recipient_id, type) do update set at = excluded.at
            returning p.recipient_id, p.type, p.group_key, p.actor_id
            """, Touched.Read, cancel, parts.Select(p => p.Source).ToArray(), parts.Select(p => p.Part.Group.RecipientId).ToArray(),
            parts.Select(p => p.Part.Group.Type).ToArray(), parts.Select(p => p.Part.Group.Key).ToArray(), parts.Select(p => p.Part.ActorId).ToArray(),
            parts.Select(p => p.Part.VideoId).ToArray(), parts.Select(p => p.Part.CommentId).ToArray(), parts.Select(p => p.Part.At.UtcDateTime).ToArray(),
            parts.Select(p => p.Part.ThreadId).ToArray(), parts.Select(p => p.Part.Notice.Code).ToArray(), parts.Select(p => p.Part.Notice.About).ToArray(),
            parts.Select(p => p.Part.Notice.Reason).ToArray());
    }
}
