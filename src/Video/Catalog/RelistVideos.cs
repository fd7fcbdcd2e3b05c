using Microsoft.EntityFrameworkCore;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>
/// Brings public lists in line with videos that have changed, or whose author has: the flag <c>listed</c>, the rows by tag, and the
/// number of videos of each tag. One statement over the rows as they stand, so repeating it changes nothing.
/// </summary>
internal static class RelistVideos
{
    public static Task<int> RelistAsync(this VideoDb db, Guid[] videos, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        with wanted as materialized (
            select v.id, v.tags, v.published_at, v.listed as was,
                   v.removed_at is null and v.published_at is not null and v.playback is not null and v.audience = 'public'
                       and not coalesce(a.is_private or a.suspended or a.deleted, false) as listed
            from videos v left join known_accounts a on a.id = v.author_id
            where v.id = any({videos})),
        flagged as (
            update videos v set listed = w.listed from wanted w where v.id = w.id and w.listed <> w.was),
        due as (
            select id, tag, published_at from wanted, unnest(tags) as tag where listed),
        gone as (
            delete from video_tags t using wanted w
            where t.video_id = w.id and not exists (select from due d where d.id = t.video_id and d.tag = t.tag)
            returning t.tag),
        come as (
            insert into video_tags (tag, video_id, published_at) select tag, id, published_at from due
            on conflict do nothing returning tag)
        insert into tags (tag, videos)
        select tag, sum(n) from (select tag, 1 as n from come union all select tag, -1 from gone) as moved
        group by tag having sum(n) <> 0 order by tag
        on conflict (tag) do update set videos = tags.videos + excluded.videos
        """, cancel);
}
