using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Feed;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Videos;

/// <summary>GET /api/videos/{id}/similar: videos like this one, each with a reason.</summary>
internal static class GetSimilar
{
    public static void Map(IEndpointRouteBuilder videos) => videos.MapGet("/{id:guid}/similar", Handle);

    private static async Task<Page<FeedItemCard>> Handle(
        Guid id, int? limit, Caller caller, Rpc<FeedsClient> feeds, FeedCards cards, CancellationToken cancel)
    {
        var request = new GetSimilarRequest { VideoId = id.ToString(), Limit = PageQuery.Checked(limit) };
        var reply = await feeds.As(caller.Viewer).GetSimilarAsync(request, cancellationToken: cancel);
        return new Page<FeedItemCard>(await cards.Of(reply.Items, caller.Viewer, cancel), NextCursor: null);
    }
}
