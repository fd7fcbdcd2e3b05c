using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Statistics;

/// <summary>What became of one video of the viewer's: views, viewers, watch time, how far people came, where from, and who followed, by day.</summary>
internal sealed partial class StatisticsService([FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source, TimeProvider time)
    : Contracts.Interaction.V1.Statistics.StatisticsBase
{
    private const int RetentionParts = 50, RetentionPlays = 5000;

    public override async Task<GetVideoStatisticsResponse> GetVideoStatistics(GetVideoStatisticsRequest request, ServerCallContext context)
    {
        var (authorId, videoId, cancel) = (context.Viewer().Account(), Sql.Id(request.VideoId), context.CancellationToken);
        var span = Span.Parse(request.From, request.To, time);
        var own = await source.ReadAsync("select duration_ms from known_videos where video_id = $1 and author_id = $2 and not removed", row => row.GetInt32(0), cancel, videoId, authorId);
        if (own.Count == 0) throw Fault.NotFound();

        var followers = (await FollowersByVideoAsync(authorId, span, cancel)).FindAll(f => f.VideoId == videoId).ConvertAll(f => (f.Day, f.Count));
        var (totals, days) = await CountAsync([videoId], span, followers, cancel);
        return new GetVideoStatisticsResponse
        {
            Totals = totals,
            Days = { days },
            Sources = { await SourcesAsync([videoId], span, cancel) },
            Retention = { await RetentionAsync(videoId, own[0], span, cancel) },
            DurationMs = own[0],
        };
    }

    // A follow belongs to the clip of the author that the person watched last, within the hour before it. At most the latest ten thousand follows.
    private const string FollowersByVideo = """
        select (g.at at time zone 'UTC')::date, count(*), last.video_id
        from (select follower_id, at from follows where followee_id = $1 and state = 3 and at >= $2::date::timestamp at time zone 'UTC' and at < ($3::date + 1)::timestamp at time zone 'UTC' order by at desc limit 10000) g
        cross join lateral (
          select w.video_id from watches w
          where w.viewer = 'u:' || g.follower_id and w.author_id = $1 and w.started_at between g.at - interval '1 hour' and g.at
            and w.day between (g.at at time zone 'UTC')::date - 1 and (g.at at time zone 'UTC')::date
          order by w.started_at desc limit 1) last
        group by 1, 3
        """;

    private Task<List<(DateOnly Day, long Count, Guid VideoId)>> FollowersByVideoAsync(Guid authorId, Span span, CancellationToken cancel)
        => source.ReadAsync(FollowersByVideo, row => (row.GetFieldValue<DateOnly>(0), row.GetInt64(1), row.GetGuid(2)), cancel, authorId, span.From, span.To);

    private async Task<List<double>> RetentionAsync(Guid videoId, int durationMs, Span span, CancellationToken cancel)
    {
        if (durationMs <= 0) return [];
        var shares = await source.ReadAsync($"""
            with plays as (
              select ranges, watched_ms, loops, completed from watches
              where video_id = $1 and day between $2 and $3 and (watched_ms >= 1000 or completed) order by day desc limit {RetentionPlays})
            select p.part, avg(case when isempty(ranges) then (loops > 0 or completed or watched_ms >= p.at)::int else (ranges @> p.at)::int end)
            from plays cross join (select part, ((part + 0.5) * $4::float8 / {RetentionParts})::int as at from generate_series(0, {RetentionParts - 1}) part) p
            group by 1 order by 1
            """, row => (double)row.GetDecimal(1), cancel, videoId, span.From, span.To, durationMs);
        return shares.ConvertAll(share => Math.Round(share, 4));
    }
}
