using Zoetrope.Contracts.Events.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Events;

namespace Zoetrope.Notification.Inbox;

/// <summary>
/// Computes items whole from their parts and the own copies, and says what changed. One writer an inbox: two batches that touch the same one see each
/// other's parts and blocks, whichever comes second.
/// </summary>
internal sealed class Settle(NotificationDb db, TimeProvider time)
{
    private const string Statement = """
        with g as (select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) as g (id, recipient_id, type, group_key)),
        live as (
          select p.* from parts p join g using (recipient_id, type, group_key)
          where not exists (select from known_blocks b where b.active and ((b.from_id = p.recipient_id and b.to_id = p.actor_id) or (b.from_id = p.actor_id and b.to_id = p.recipient_id)))
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
            and not exists (select from known_comments c where c.gone and c.comment_id = p.comment_id)),
        people as (
          select recipient_id, type, group_key, actor_id, row_number() over (partition by recipient_id, type, group_key order by max(at) desc, actor_id) as place
          from live group by recipient_id, type, group_key, actor_id),
        whole as (
          select recipient_id, type, group_key, min(at) as created_at, max(at) as updated_at, max(arrived) as arrived,
                 (array_agg(video_id))[1] as video_id, (array_agg(comment_id))[1] as comment_id,
                 (array_agg(code order by at desc))[1] as code, (array_agg(about order by at desc))[1] as about, (array_agg(reason order by at desc))[1] as reason
          from live group by recipient_id, type, group_key)
        insert into items as i (id, recipient_id, type, group_key, count, actors, video_id, comment_id, created_at, updated_at, arrived, read_through, version, code, about, reason)
        select g.id, g.recipient_id, g.type, g.group_key,
               (select count(*) from people p where p.recipient_id = g.recipient_id and p.type = g.type and p.group_key = g.group_key),
               array(select p.actor_id from people p where p.recipient_id = g.recipient_id and p.type = g.type and p.group_key = g.group_key
                     and p.place <= 3 and p.actor_id is not null order by p.place),
               w.video_id, w.comment_id, coalesce(w.created_at, 'epoch'), coalesce(w.updated_at, 'epoch'), coalesce(w.arrived, 0), 0, 1, coalesce(w.code, ''), coalesce(w.about, ''), coalesce(w.reason, '')
        from g left join whole w using (recipient_id, type, group_key)
        where w.arrived is not null or exists (select from items o where o.recipient_id = g.recipient_id and o.type = g.type and o.group_key = g.group_key)
        on conflict (recipient_id, type, group_key) do update set count = excluded.count, actors = excluded.actors,
          video_id = coalesce(excluded.video_id, i.video_id), comment_id = coalesce(excluded.comment_id, i.comment_id),
          created_at = excluded.created_at, updated_at = excluded.updated_at, arrived = excluded.arrived, version = i.version + 1,
          code = excluded.code, about = excluded.about, reason = excluded.reason
        where (i.count, i.actors, i.created_at, i.updated_at, i.arrived) is distinct from (excluded.count, excluded.actors, excluded.created_at, excluded.updated_at, excluded.arrived)
        returning id, recipient_id, count, version, group_key
        """;

    // Nothing by mail of what is long past: a rebuilt inbox must not write to everybody anew.
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    public async Task RunAsync(IReadOnlyList<Group> groups, CancellationToken cancel)
    {
        if (groups.Count == 0) return;
        await LockAsync(db, [.. groups.Select(g => g.RecipientId).Distinct()], cancel);
        var settled = await db.ReadAsync(Statement, row => (Item: new NotificationChanged
        {
            NotificationId = row.GetGuid(0).ToString(),
            UserId = row.GetGuid(1).ToString(),
            Removed = row.GetInt32(2) == 0,
            Version = row.GetInt64(3),
        }, Key: row.GetString(4)), cancel, groups.Select(_ => Ids.New(time)).ToArray(), groups.Select(g => g.RecipientId).ToArray(), groups.Select(g => g.Type).ToArray(),
            groups.Select(g => g.Key).ToArray());
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
