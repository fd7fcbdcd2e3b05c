using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Video = Zoetrope.Gateway.Cards.Video;

namespace Zoetrope.Gateway.Videos;

/// <summary>POST /api/videos/{id}/retry: processes a failed video again, where its failure is worth it.</summary>
internal static class RetryVideo
{
    public static void Map(IEndpointRouteBuilder videos) => videos.MapPost("/{id:guid}/retry", Handle).RequireSignIn().Limit(Limits.Budget.Create);

    private static async Task<Video> Handle(Guid id, Caller caller, Rpc<CatalogClient> catalog, VideoCards cards, CancellationToken cancel)
    {
        var reply = await catalog.As(caller.Viewer).RetryVideoAsync(new RetryVideoRequest { Id = id.ToString() }, cancellationToken: cancel);
        return await cards.Of(reply.Video, caller.Viewer, cancel);
    }
}
