using Grpc.Core;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;
using Zoetrope.Recommendation.Ranking;
using Contribution = Zoetrope.Recommendation.Ranking.Contribution;

namespace Zoetrope.Recommendation.Feed;

internal sealed partial class FeedsService
{
    /// <summary>Videos of the people the viewer follows, newest first, seen or not.</summary>
    public override async Task<GetFollowingResponse> GetFollowing(GetFollowingRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        viewer.Account();
        var limit = PageSize.Of(request.Page?.Limit ?? 0);
        var place = TimeCursor.Parse(request.Page?.Cursor) ?? new TimeCursor(DateTimeOffset.MaxValue, Guid.AllBitsSet);
        var profile = await profiles.ReadAsync(viewer, cancel);
        var found = await candidates.FollowingAsync(viewer, profile, place.At, place.Id, limit + 1, cancel);

        var page = found.Take(limit).Select(c => impressions.New(c.VideoId, WeightTable.Followed, [new Contribution(WeightTable.Followed, 1, 1)])).ToList();
        await impressions.KeepAsync(viewer, page, cancel);
        var response = new GetFollowingResponse { NextCursor = found.Count > limit ? new TimeCursor(found[limit - 1].PublishedAt, found[limit - 1].VideoId).ToString() : "" };
        response.Items.AddRange(page.Select(Item));
        return response;
    }

    /// <summary>Videos that share tags with one. What it is like says what it is: only whoever may see it is told.</summary>
    public override async Task<GetSimilarResponse> GetSimilar(GetSimilarRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        if (!Guid.TryParse(request.VideoId, out var videoId)) throw Fault.NotFound();
        var tags = (await SeenAsync(viewer, request.VideoId, cancel)).Tags.ToHashSet();
        var response = new GetSimilarResponse();
        if (tags.Count == 0) return response;
        var profile = await profiles.ReadAsync(viewer, cancel);
        var found = await candidates.SimilarAsync(viewer, profile, videoId, [.. tags], PageSize.Of(request.Limit), cancel);
        var page = found.ConvertAll(c => impressions.New(c.VideoId, Score.Similar, [new Contribution(Score.Similar, (double)c.Tags.Count(tags.Contains) / c.Tags.Length, 1)]));
        await impressions.KeepAsync(viewer, page, cancel);
        response.Items.AddRange(page.Select(Item));
        return response;
    }
}
