using Zoetrope.Contracts.Events.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Notification.Known;

namespace Zoetrope.Notification.Inbox;

/// <summary>
/// Tells followers of a new clip. Who that is follows from the own copies alone – whoever followed when it was published and still does – so a
/// clip and a follow may come in any order. Of an author with more followers the latest five thousand are told.
/// </summary>
internal sealed class News(NotificationDb db)
{
    private const int MostTold = 5000;

    public async Task<List<Touched>> TellAsync(IReadOnlyList<Event> batch, DateTimeOffset kept, CancellationToken cancel)
    {
        var videos = batch.Select(KnownFacts.VideoOf).OfType<VideoState>().Select(v => Guid.Parse(v.VideoId)).Distinct().ToArray();
        var follows = batch.Select(e => e.FollowChanged).OfType<FollowChanged>().Where(f => f.State == FollowState.Following)
            .Select(f => (From: Guid.Parse(f.FollowerId), To: Guid.Parse(f.FolloweeId))).Distinct().ToList();
        if (videos.Length == 0 && follows.Count == 0) return [];
        return await db.ReadAsync($"""
            insert into parts as p (source, recipient_id, type, group_key, actor_id, video_id, at, live)
            select 'news:' || n.video_id, n.from_id, 'new_video', case when w.in_app is false then '{Group.MailOnly}' else '' end || n.video_id::text, n.author_id, n.video_id, n.published_at, false from (
              select v.video_id, v.author_id, v.published_at, f.from_id from known_videos v
              cross join lateral (
                select from_id from known_follows where to_id = v.author_id and active and at <= v.published_at order by at desc limit {MostTold}) f
              where v.video_id = any($1) and not v.gone and v.published_at > 'epoch'
              union
              select v.video_id, v.author_id, v.published_at, f.from_id from unnest($2::uuid[], $3::uuid[]) p (from_id, to_id)
              join known_follows f on f.from_id = p.from_id and f.to_id = p.to_id and f.active
              join known_videos v on v.author_id = f.to_id and v.published_at >= f.at and not v.gone and v.published_at > 'epoch') n
            left join preferences w on w.user_id = n.from_id and w.type = 'new_video'
            where n.published_at >= $4 and (w.in_app or w.email) is not false
              and not exists (select from thread_mutes m where m.user_id = n.from_id and m.target_id = n.video_id)
              and not exists (select from known_accounts a where a.deleted and a.user_id in (n.from_id, n.author_id))
            on conflict (source, recipient_id, type) do update set at = excluded.at where p.at <> excluded.at
            returning p.recipient_id, p.type, p.group_key, p.actor_id
            """, Touched.Read, cancel, videos, follows.Select(f => f.From).ToArray(), follows.Select(f => f.To).ToArray(), kept.UtcDateTime);
    }
}
