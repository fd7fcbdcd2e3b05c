using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Interaction.Data;

namespace Zoetrope.Interaction.Counts;

/// <summary>A count that does not equal its rows.</summary>
internal sealed record Discrepancy(string Count, Guid Subject, long Shown, long Rows);

/// <summary>
/// Proves from raw rows that every count (folded plus pending) is true. One statement, so one snapshot: it may run under load.
/// </summary>
internal sealed class Audit([FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source)
{
    private const int Most = 100;
    private const string Both = """
        with shown as (
          select 'likes' as name, video_id as id, likes as n from video_counts
          union all select 'comments', video_id, comments from video_counts
          union all select 'views', video_id, views from video_counts
          union all select 'shares', video_id, shares from video_counts
          union all select 'saves', video_id, saves from video_counts
          union all select 'followers', user_id, followers from user_counts
          union all select 'following', user_id, following from user_counts
          union all select 'likes received', user_id, likes from user_counts
          union all select 'comment likes', id, likes from comments
          union all select 'replies', id, replies from comments
          union all select case kind when 1 then 'likes' when 2 then 'comments' when 3 then 'views' when 4 then 'shares' when 5 then 'saves' when 11 then 'followers'
                             when 12 then 'following' when 21 then 'comment likes' else 'replies' end, subject_id, delta from count_deltas
          union all select 'likes received', owner_id, delta from count_deltas where kind = 1 and owner_id is not null),
        rows as (
          select 'likes' as name, video_id as id, 1::bigint as n from likes where active
          union all select 'likes received', author_id, 1 from likes where active
          union all select 'saves', video_id, 1 from saves where active
          union all select 'comments', video_id, 1 from comments where not deleted
          union all select 'replies', parent_id, 1 from comments where not deleted and parent_id is not null
          union all select 'comment likes', comment_id, 1 from comment_likes where active
          union all select 'shares', video_id, 1 from shares
          union all select 'views', video_id, 1 from views
          union all select 'views', video_id, views from views_before
          union all select 'followers', followee_id, 1 from follows where state = 3
          union all select 'following', follower_id, 1 from follows where state = 3),
        compared as (
          select name, id, sum(shown)::bigint as shown, sum(n)::bigint as n
          from (select name, id, n as shown, 0 as n from shown union all select name, id, 0, n from rows) both_sides group by name, id)
        """;

    public async Task<List<Discrepancy>> RunAsync(CancellationToken cancel) => (await CompareAsync(cancel)).Wrong;

    /// <summary>The first hundred counts that are wrong, and how many were compared.</summary>
    public async Task<(List<Discrepancy> Wrong, long Compared)> CompareAsync(CancellationToken cancel)
    {
        var rows = await source.ReadAsync($"""
            {Both}
            select name, id, shown, n, (select count(*) from compared)
            from compared where shown <> n union all select '', '00000000-0000-0000-0000-000000000000', 0, 0, (select count(*) from compared)
            order by 1 desc, 2 limit {Most + 1}
            """, row => (new Discrepancy(row.GetString(0), row.GetGuid(1), row.GetInt64(2), row.GetInt64(3)), Compared: row.GetInt64(4)), cancel);
        return ([.. rows.Select(r => r.Item1).Where(d => d.Count.Length > 0)], rows[0].Compared);
    }
}
