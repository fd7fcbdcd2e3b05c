using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Videos;

/// <summary>DELETE /api/videos/{id}: removes a video and its media (its author, or a moderator, who may give the <c>reason</c> that the author is told).</summary>
internal static class DeleteVideo
{
    public static void Map(IEndpointRouteBuilder videos) => videos.MapDelete("/{id:guid}", Handle).RequireSignIn().Limit(Limits.Budget.Write);

    private static async Task<NoContent> Handle(Guid id, string? reason, Caller caller, Rpc<CatalogClient> catalog, CancellationToken cancel)
    {
        await catalog.As(caller.Viewer).DeleteVideoAsync(new DeleteVideoRequest { Id = id.ToString(), Reason = reason ?? "" }, cancellationToken: cancel);
        return TypedResults.NoContent();
    }
}
