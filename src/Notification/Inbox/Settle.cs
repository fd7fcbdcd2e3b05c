using Zoetrope.Contracts.Events.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Events;

namespace Zoetrope.Notification.Inbox;

/// <summary>
/// Brings items up to date with their parts and the own copies, and says what changed. It looks at the shares that were touched, and by index at the ends
/// of their groups, so that a like costs the same on a clip with forty thousand. One writer an inbox: two batches that touch the same one see each other's
/// parts and blocks, whichever comes second.
/// </summary>
internal sealed class Settle(NotificationDb db, TimeProvider time)
{
    // Two statements, because one for both would be planned for the large case and read the table whole.
    private static readonly string RecountGroups = Recount("select * from g join parts p using (recipient_id, type, group_key)", change: "count(*) filter (where p.after)"),
        RecountShares = Recount("select * from (select distinct recipient_id, type, group_key, actor_id from t) s join parts p using (recipient_id, type, group_key, actor_id)",
            change: "count(*) filter (where p.after) - count(*) filter (where p.before)");

    /// <summary>
    /// Decides anew which of the touched parts count, and how many people that makes of each group, or how many more or fewer. Somebody counts once, with
    /// however many parts.
    /// </summary>
    private static string Recount(string mine, string change) => $"""
        with t as (select distinct * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::bool[]) as t (recipient_id, type, group_key, actor_id, was_live)),
        g as (select distinct recipient_id, type, group_key from t),
        mine as ({mine}),
        seen as (
          select p.*,
            not exists (select from known_blocks b where b.active and ((b.from_id = p.recipient_id and b.to_id = p.actor_id) or (b.from_id = p.actor_id and b.to_id = p.recipient_id)))
            and not exists (select from known_mutes m where m.active and m.from_id = p.recipient_id and m.to_id = p.actor_id)
            and not exists (select from known_accounts a where a.gone and a.user_id = p.actor_id)
            and not exists (select from known_videos v where v.gone and v.video_id = p.video_id)
            and (p.type <> 'new_video' or exists (
              select from known_videos v join known_follows f on f.from_id = p.recipient_id and f.to_id = v.author_id and f.active and f.at <= v.published_at
              where v.video_id = p.video_id))
            and (p.type <> 'mention' or p.comment_id is not null or not exists (
              select from known_videos v left join known_accounts a on a.user_id = v.author_id
              where v.video_id = p.video_id and (v.followers_only or coalesce(a.is_private, false))
                and not exists (select from known_follows f where f.from_id = p.recipient_id and f.to_id = v.author_id and f.active)))
            and not exists (select from known_comments c where c.gone and c.comment_id = p.comment_id) as counts
          from mine p),
        moved as (
          update parts p set live = s.counts from seen s where p.source = s.source and p.recipient_id = s.recipient_id and p.type = s.type and p.live is distinct from s.counts),
        people as (
          select recipient_id, type, group_key, bool_or(was_live) as before, bool_or(counts) as after from (
            select recipient_id, type, group_key, actor_id, coalesce(live, false) as was_live, counts from seen
            union all
            select recipient_id, type, group_key, actor_id, true, false from t where was_live) parts
          group by recipient_id, type, group_key, actor_id)
        select recipient_id, type, group_key, ({change})::int from g left join people p using (recipient_id, type, group_key) group by recipient_id, type, group_key
        """;

    private const string Latest = "from parts p where p.recipient_id = g.recipient_id and p.type = g.type and p.group_key = g.group_key and p.live";

    private const string Statement = $"""
        insert into items as i (id, recipient_id, type, group_key, count, actors, video_id, comment_id, created_at, updated_at, arrived, read_through, version, code, about, reason)
        select g.id, g.recipient_id, g.type, g.group_key, g.change + case when g.whole then 0 else coalesce(o.count, 0) end,
               array_remove(array[a.actor_id, b.actor_id, c.actor_id], null),
               a.video_id, a.comment_id, coalesce(first.at, 'epoch'), coalesce(a.at, 'epoch'), coalesce(last.arrived, 0), 0, 1, coalesce(a.code, ''), coalesce(a.about, ''), coalesce(a.reason, '')
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bool[], $6::int[]) as g (id, recipient_id, type, group_key, whole, change)
        left join items o using (recipient_id, type, group_key)
        left join lateral (select p.* {Latest} order by p.at desc, p.actor_id limit 1) a on true
        left join lateral (select p.actor_id {Latest} and p.actor_id <> a.actor_id order by p.at desc, p.actor_id limit 1) b on true
        left join lateral (select p.actor_id {Latest} and p.actor_id not in (a.actor_id, b.actor_id) order by p.at desc, p.actor_id limit 1) c on true
        left join lateral (select p.at {Latest} order by p.at limit 1) first on true
        left join lateral (select p.arrived {Latest} order by p.arrived desc limit 1) last on true
        where a.at is not null or o.id is not null
        on conflict (recipient_id, type, group_key) do update set count = excluded.count, actors = excluded.actors,
          video_id = coalesce(excluded.video_id, i.video_id), comment_id = coalesce(excluded.comment_id, i.comment_id),
          created_at = excluded.created_at, updated_at = excluded.updated_at, arrived = excluded.arrived, version = i.version + 1,
          code = excluded.code, about = excluded.about, reason = excluded.reason
        where (i.count, i.actors, i.created_at, i.updated_at, i.arrived) is distinct from (excluded.count, excluded.actors, excluded.created_at, excluded.updated_at, excluded.arrived)
        returning id, recipient_id, count, version, group_key
        """;

    // Nothing by mail of what is long past: a rebuilt inbox must not write to everybody anew.
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    public async Task RunAsync(IReadOnlyList<Touched> shares, CancellationToken cancel)
    {
        if (shares.Count == 0) return;
        await LockAsync(db, [.. shares.Select(s => s.Group.RecipientId).Distinct()], cancel);
        var whole = await WholeAsync(shares, cancel);
        List<(Group Group, bool Whole, int Change)> groups =
        [
            .. await RecountAsync(RecountGroups, [.. shares.Where(s => whole.Contains(s.Group))], whole: true, cancel),
            .. await RecountAsync(RecountShares, [.. shares.Where(s => !whole.Contains(s.Group))], whole: false, cancel),
        ];
        var settled = await db.ReadAsync(Statement, row => (Item: new NotificationChanged
        {
            NotificationId = row.GetGuid(0).ToString(),
            UserId = row.GetGuid(1).ToString(),
            Removed = row.GetInt32(2) == 0,
            Version = row.GetInt64(3),
        }, Key: row.GetString(4)), cancel, groups.Select(_ => Ids.New(time)).ToArray(), groups.Select(g => g.Group.RecipientId).ToArray(),
            groups.Select(g => g.Group.Type).ToArray(), groups.Select(g => g.Group.Key).ToArray(), groups.Select(g => g.Whole).ToArray(), groups.Select(g => g.Change).ToArray());
        await LetterAsync([.. settled.Where(s => !s.Item.Removed).Select(s => Guid.Parse(s.Item.NotificationId))], cancel);
        var changed = settled.Where(s => !s.Key.StartsWith(Group.MailOnly, StringComparison.Ordinal)).Select(s => s.Item).ToList();
        if (changed.Count == 0) return;

        var unread = await UnreadAsync(db, [.. changed.Select(c => Guid.Parse(c.UserId)).Distinct()], cancel);
        foreach (var item in changed)
        {
            item.Unread = unread.GetValueOrDefault(Guid.Parse(item.UserId));
            db.Publish(time, item.UserId, new Event { NotificationChanged = item });
        }
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    /// <summary>Groups to be looked at whole: those that were asked for, and those with parts that were never settled.</summary>
    private async Task<HashSet<Group>> WholeAsync(IReadOnlyList<Touched> shares, CancellationToken cancel)
    {
        var groups = shares.Select(s => s.Group).Distinct().ToList();
        var unsettled = await db.ReadAsync("""
            select * from unnest($1::uuid[], $2::text[], $3::text[]) as g (recipient_id, type, group_key)
            where exists (select from parts p where p.recipient_id = g.recipient_id and p.type = g.type and p.group_key = g.group_key and p.live is null)
            """, row => new Group(row.GetGuid(0), row.GetString(1), row.GetString(2)), cancel,
            groups.Select(g => g.RecipientId).ToArray(), groups.Select(g => g.Type).ToArray(), groups.Select(g => g.Key).ToArray());
        return [.. unsettled, .. shares.Where(s => s.Whole).Select(s => s.Group)];
    }

    private async Task<List<(Group Group, bool Whole, int Change)>> RecountAsync(string statement, List<Touched> shares, bool whole, CancellationToken cancel)
        => shares.Count == 0 ? [] : await db.ReadAsync(statement, row => (new Group(row.GetGuid(0), row.GetString(1), row.GetString(2)), whole, row.GetInt32(3)), cancel,
            shares.Select(s => s.Group.RecipientId).ToArray(), shares.Select(s => s.Group.Type).ToArray(), shares.Select(s => s.Group.Key).ToArray(),
            shares.Select(s => s.ActorId).ToArray(), shares.Select(s => s.WasLive).ToArray());

    /// <summary>
    /// Whoever wants this kind by e-mail gets a letter unless they read it first; of what they have not read, one. What concerns the account's security
    /// waits for nobody: whoever got in could read it in the owner's place.
    /// </summary>
    private async Task LetterAsync(Guid[] items, CancellationToken cancel)
    {
        if (items.Length == 0) return;
        var now = time.GetUtcNow();
        await db.ReadAsync("""
            insert into letters as l (item_id, arrived, waits_from)
            select i.id, i.arrived, case when i.type = 'security' then 'epoch' else $2 end from items i left join preferences w on w.user_id = i.recipient_id and w.type = i.type
            where i.id = any($1) and i.arrived > i.read_through and i.updated_at > $3 and coalesce(w.email, i.type = any($4))
            on conflict (item_id) do update set arrived = excluded.arrived, waits_from = excluded.waits_from
            where l.waits_from is null and excluded.arrived > l.arrived and l.arrived <= (select i.read_through from items i where i.id = l.item_id)
            """, _ => 0, cancel, items, now.UtcDateTime, (now - Fresh).UtcDateTime, InboxService.MailedTypes);
    }

    /// <summary>Takes these inboxes for the rest of the transaction, in the order of ids.</summary>
    public static async Task LockAsync(NotificationDb db, Guid[] people, CancellationToken cancel)
    {
        if (people.Length == 0) return;
        await db.ReadAsync("insert into inboxes (user_id, version) select id, 0 from unnest($1::uuid[]) p (id) order by 1 on conflict do nothing", _ => 0, cancel, people);
        await db.ReadAsync("select user_id from inboxes where user_id = any($1) order by user_id for update", _ => 0, cancel, people);
    }

    /// <summary>Unread items of these people; whoever has none is absent.</summary>
    public static async Task<Dictionary<Guid, int>> UnreadAsync(NotificationDb db, Guid[] people, CancellationToken cancel)
        => (await db.ReadAsync($"select recipient_id, count(*)::int from items where recipient_id = any($1) and count > 0 and arrived > read_through and not starts_with(group_key, '{Group.MailOnly}') group by 1",
            row => (Id: row.GetGuid(0), Count: row.GetInt32(1)), cancel, people)).ToDictionary(r => r.Id, r => r.Count);
}
