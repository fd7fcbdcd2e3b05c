using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Video = Zoetrope.Gateway.Cards.Video;

namespace Zoetrope.Gateway.Videos;

/// <summary>GET /api/videos/{id}: one video, or why not: 404, 410 where it was public, 403 <c>followers_only</c> with its author.</summary>
internal static class GetVideo
{
    public static void Map(IEndpointRouteBuilder videos) => videos.MapGet("/{id:guid}", Handle);

    private static async Task<Video> Handle(Guid id, Caller caller, Rpc<CatalogClient> catalog, VideoCards cards, CancellationToken cancel)
    {
        var reply = await catalog.As(caller.Viewer).GetVideoAsync(new GetVideoRequest { Id = id.ToString() }, cancellationToken: cancel);
        return await cards.Of(reply.Video, caller.Viewer, cancel);
    }
}
