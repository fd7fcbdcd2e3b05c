using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Events;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Search;

/// <summary>Keeps a copy of the counts, by which a search can be sorted; of a batch only the last of each video matters, and of a removed one none.</summary>
internal sealed class KnownCounts : IEventHandler<VideoDb>
{
    public static IReadOnlyCollection<Event.PayloadOneofCase> Handles { get; } = [Event.PayloadOneofCase.CountsChanged];

    public async Task HandleAsync(VideoDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        var last = batch.Select(e => e.CountsChanged).GroupBy(c => c.VideoId).Select(g => g.MaxBy(c => c.Rev)!).OrderBy(c => c.VideoId).ToList();
        Guid[] ids = [.. last.Select(c => Guid.Parse(c.VideoId))];
        long[] views = [.. last.Select(c => c.Views)], likes = [.. last.Select(c => c.Likes)], comments = [.. last.Select(c => c.Comments)];
        long[] shares = [.. last.Select(c => c.Shares)], saves = [.. last.Select(c => c.Saves)], revs = [.. last.Select(c => c.Rev)];
        await db.Database.ExecuteSqlAsync($"""
            insert into video_counts (video_id, views, likes, comments, shares, saves, rev)
            select last.* from unnest({ids}, {views}, {likes}, {comments}, {shares}, {saves}, {revs}) as last (video_id, views, likes, comments, shares, saves, rev)
            where exists (select from videos v where v.id = last.video_id and v.removed_at is null)
            on conflict (video_id) do update set views = excluded.views, likes = excluded.likes, comments = excluded.comments,
                shares = excluded.shares, saves = excluded.saves, rev = excluded.rev
            where video_counts.rev < excluded.rev
            """, cancel);
    }
}
