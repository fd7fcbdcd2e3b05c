using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Interaction.Known;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Counts;

/// <summary>Counts of videos the viewer may see: what is folded plus what is pending, and the viewer's own like and save.</summary>
internal sealed partial class CountsService(
    [FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source, VisibleVideos videos) : Contracts.Interaction.V1.Counts.CountsBase
{
    private const int MaxIds = 100;

    public override async Task<GetVideoCountsResponse> GetVideoCounts(GetVideoCountsRequest request, ServerCallContext context)
    {
        if (request.VideoIds.Count > MaxIds) throw Fault.BadRequest("too_many_ids");
        var viewer = context.Viewer();
        var ids = Sql.Ids(request.VideoIds);
        // Counts tell of a video's existence, so they obey the same rule as the video. The system asks for what it already holds.
        var seen = viewer.IsSystem ? ids : [.. (await videos.GetManyAsync(viewer, ids, context.CancellationToken)).Keys];

        var items = await source.ReadAsync($"""
            select v.id, coalesce(c.likes, 0) + d.likes, coalesce(c.comments, 0) + d.comments, coalesce(c.views, 0) + d.views,
                   coalesce(c.shares, 0) + d.shares, coalesce(c.saves, 0) + d.saves, coalesce(c.rev, 0) + d.rev,
                   exists (select from likes l where l.user_id = $2 and l.video_id = v.id and l.active),
                   exists (select from saves s where s.user_id = $2 and s.video_id = v.id and s.active)
            from unnest($1::uuid[]) v(id) left join video_counts c on c.video_id = v.id
            cross join lateral (select {PendingVideo} from count_deltas where subject_id = v.id) d
            """, Read, context.CancellationToken, seen.ToArray(), viewer.AccountId ?? Guid.Empty);
        return new GetVideoCountsResponse { Items = { items } };
    }

    internal const string PendingVideo = """
        coalesce(sum(delta) filter (where kind = 1), 0) as likes, coalesce(sum(delta) filter (where kind = 2), 0) as comments,
        coalesce(sum(delta) filter (where kind = 3), 0) as views, coalesce(sum(delta) filter (where kind = 4), 0) as shares,
        coalesce(sum(delta) filter (where kind = 5), 0) as saves, count(*) as rev
        """;

    private static VideoCounts Read(NpgsqlDataReader row) => new()
    {
        VideoId = row.GetGuid(0).ToString(),
        Likes = row.GetInt64(1),
        Comments = row.GetInt64(2),
        Views = row.GetInt64(3),
        Shares = row.GetInt64(4),
        Saves = row.GetInt64(5),
        Rev = row.GetInt64(6),
        ViewerLiked = row.GetBoolean(7),
        ViewerSaved = row.GetBoolean(8),
    };
}
