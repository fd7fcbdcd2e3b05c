using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Videos;

/// <summary>POST /api/videos/{id}/share: counts a share and gives the short link. Works for signed-out devices.</summary>
internal static class ShareVideo
{
    public sealed record Body(string? Channel);

    public sealed record Answer(long Shares, string Url);

    public static void Map(IEndpointRouteBuilder videos) => videos.MapPost("/{id:guid}/share", Handle).Limit(Limits.Budget.Share).Creates();

    private static async Task<Answer> Handle(Guid id, Body? body, HttpContext http, Caller caller, Rpc<PlaysClient> plays, PublicUrl publicUrl, CancellationToken cancel)
    {
        var request = new ShareRequest
        {
            VideoId = id.ToString(),
            Channel = body?.Channel ?? "link",
            IdempotencyKey = http.Request.Headers["Idempotency-Key"].ToString(),
        };
        var reply = await plays.As(caller.Viewer).ShareAsync(request, cancellationToken: cancel);
        return new Answer(reply.Shares, publicUrl.Absolute(Paths.Short(request.VideoId)));
    }
}
