using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Feed;

/// <summary>GET /api/feed/following and /api/feed/latest: the same item shape as For You, by time, with cursors.</summary>
internal static class ListByTime
{
    public static void Map(IEndpointRouteBuilder feed)
    {
        feed.MapGet("/following", Following).RequireSignIn();
        feed.MapGet("/latest", Latest);
    }

    private static async Task<Page<FeedItemCard>> Following([AsParameters] PageQuery page, Caller caller, Rpc<FeedsClient> feeds, FeedCards cards, CancellationToken cancel)
    {
        var reply = await feeds.As(caller.Viewer).GetFollowingAsync(new GetFollowingRequest { Page = page.Request() }, cancellationToken: cancel);
        return new Page<FeedItemCard>(await cards.Of(reply.Items, caller.Viewer, cancel), reply.NextCursor.OrNull());
    }

    private static async Task<Page<FeedItemCard>> Latest(
        [AsParameters] PageQuery page, Caller caller, Rpc<CatalogClient> catalog, VideoCards cards, CancellationToken cancel)
    {
        var reply = await catalog.As(caller.Viewer).ListLatestAsync(new ListLatestRequest { Page = page.Request() }, cancellationToken: cancel);
        var videos = await cards.Of(reply.Items, caller.Viewer, cancel);
        return new Page<FeedItemCard>([.. videos.Select(video => new FeedItemCard(video, null, null))], reply.NextCursor.OrNull());
    }
}
