using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Statistics;

/// <summary>All videos of the viewer together, and the most viewed of these days.</summary>
internal sealed partial class StatisticsService
{
    private const int MostVideos = 20;

    public override async Task<GetMyStatisticsResponse> GetMyStatistics(GetMyStatisticsRequest request, ServerCallContext context)
    {
        var (authorId, cancel) = (context.Viewer().Account(), context.CancellationToken);
        var span = Span.Parse(request.From, request.To, time);
        var videos = (await source.ReadAsync("select video_id from known_videos where author_id = $1 and not removed", row => row.GetGuid(0), cancel, authorId)).ToArray();
        var followers = await source.ReadAsync("""
            select (at at time zone 'UTC')::date, count(*) from follows where followee_id = $1 and state = 3 and at >= $2::date::timestamp at time zone 'UTC' and at < ($3::date + 1)::timestamp at time zone 'UTC' group by 1
            """, ReadDay, cancel, authorId, span.From, span.To);
        var (totals, days) = await CountAsync(videos, span, followers, cancel);
        var mostViewed = await MostViewedAsync(videos, span, cancel);
        var gained = (await FollowersByVideoAsync(authorId, span, cancel)).ToLookup(f => f.VideoId.ToString(), f => f.Count);
        foreach (var video in mostViewed) video.Totals.FollowersGained = gained[video.VideoId].Sum();
        return new GetMyStatisticsResponse
        {
            Totals = totals,
            Days = { days },
            Sources = { await SourcesAsync(videos, span, cancel) },
            Videos = { mostViewed },
        };
    }

    private Task<List<VideoTotals>> MostViewedAsync(Guid[] videos, Span span, CancellationToken cancel) => source.ReadAsync($"""
        with seen as (select video_id, count(*) as views, count(distinct viewer) as viewers from views where video_id = any($1) and day between $2 and $3 group by 1 order by 2 desc limit {MostVideos})
        select s.video_id, s.views, s.viewers, coalesce(w.ms, 0)::bigint, coalesce(w.percent, 0), coalesce(w.completed, 0)
        from seen s left join lateral (
          select sum(w.watched_ms) as ms, count(*) filter (where w.completed) as completed,
                 avg(100.0 * w.watched_ms / nullif(k.duration_ms, 0)) filter (where w.watched_ms >= 1000 or w.completed) as percent
          from watches w join known_videos k on k.video_id = w.video_id where w.video_id = s.video_id and w.day between $2 and $3) w on true
        order by 2 desc, 1
        """, row => new VideoTotals
    {
        VideoId = row.GetGuid(0).ToString(),
        Totals = new Totals { Views = row.GetInt64(1), Viewers = row.GetInt64(2), WatchedMs = row.GetInt64(3), AveragePercent = Percent(row, 4), Completed = row.GetInt64(5) },
    }, cancel, videos, span.From, span.To);
}
