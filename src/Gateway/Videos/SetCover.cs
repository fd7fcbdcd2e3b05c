using Google.Protobuf;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Video = Zoetrope.Gateway.Cards.Video;

namespace Zoetrope.Gateway.Videos;

/// <summary>PUT and DELETE /api/videos/{id}/cover: a picture as the request's body, encoded anew; without one a frame of the clip shows.</summary>
internal static class SetCover
{
    // Room for the envelope in one internal message of 4 MiB.
    private const int MaxBytes = 3_500_000;

    // Decoding a large picture and putting a handful of files into a bucket takes longer than an ordinary call.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static void Map(IEndpointRouteBuilder videos)
    {
        videos.MapPut("/{id:guid}/cover", Put).RequireSignIn().Limit(Limits.Budget.Write).TakesBody(MaxBytes).Accepts<byte[]>("image/jpeg", "image/png", "image/webp");
        videos.MapDelete("/{id:guid}/cover", Delete).RequireSignIn().Limit(Limits.Budget.Write);
    }

    private static async Task<Video> Put(Guid id, HttpContext http, Caller caller, Rpc<CatalogClient> catalog, VideoCards cards, TimeProvider time, CancellationToken cancel)
    {
        if (http.Request.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) != true) throw Fault.UnsupportedType();
        var image = await Bodies.ReadAsync(http, MaxBytes, "image_too_large", cancel);
        if (image.Length == 0) throw Fault.BadRequest("empty_body");
        return await Set(id, image, caller, catalog, cards, time, cancel);
    }

    private static Task<Video> Delete(Guid id, Caller caller, Rpc<CatalogClient> catalog, VideoCards cards, TimeProvider time, CancellationToken cancel)
        => Set(id, [], caller, catalog, cards, time, cancel);

    private static async Task<Video> Set(Guid id, byte[] image, Caller caller, Rpc<CatalogClient> catalog, VideoCards cards, TimeProvider time, CancellationToken cancel)
    {
        var request = new SetCoverRequest { Id = id.ToString(), Image = UnsafeByteOperations.UnsafeWrap(image) };
        var reply = await catalog.As(caller.Viewer).SetCoverAsync(request, deadline: time.GetUtcNow().UtcDateTime + Patience, cancellationToken: cancel);
        return await cards.Of(reply.Video, caller.Viewer, cancel);
    }
}
