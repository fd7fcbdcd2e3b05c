using Google.Protobuf;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Video = Zoetrope.Gateway.Cards.Video;

namespace Zoetrope.Gateway.Videos;

/// <summary>PUT and DELETE /api/videos/{id}/captions/{locale}: WebVTT as the request's body; <c>?label=</c> names the track.</summary>
internal static class SetCaption
{
    private const int MaxBytes = 1 << 20;

    public static void Map(IEndpointRouteBuilder videos)
    {
        videos.MapPut("/{id:guid}/captions/{locale}", Put).RequireSignIn().Limit(Limits.Budget.Write).TakesBody(MaxBytes).Accepts<string>("text/vtt");
        videos.MapDelete("/{id:guid}/captions/{locale}", Delete).RequireSignIn().Limit(Limits.Budget.Write);
    }

    private static async Task<Video> Put(Guid id, string locale, string? label, HttpContext http, Caller caller, Rpc<CatalogClient> catalog, VideoCards cards, CancellationToken cancel)
    {
        if (http.Request.ContentType?.StartsWith("text/vtt", StringComparison.OrdinalIgnoreCase) != true) throw Fault.UnsupportedType();
        var text = await Bodies.ReadAsync(http, MaxBytes, "captions_too_large", cancel);
        if (text.Length == 0) throw Fault.BadRequest("empty_body");
        return await Set(id, locale, label ?? "", text, caller, catalog, cards, cancel);
    }

    private static Task<Video> Delete(Guid id, string locale, Caller caller, Rpc<CatalogClient> catalog, VideoCards cards, CancellationToken cancel)
        => Set(id, locale, "", [], caller, catalog, cards, cancel);

    private static async Task<Video> Set(Guid id, string locale, string label, byte[] text, Caller caller, Rpc<CatalogClient> catalog, VideoCards cards, CancellationToken cancel)
    {
        var request = new SetCaptionRequest { Id = id.ToString(), Locale = locale, Label = label, Text = UnsafeByteOperations.UnsafeWrap(text) };
        var reply = await catalog.As(caller.Viewer).SetCaptionAsync(request, cancellationToken: cancel);
        return await cards.Of(reply.Video, caller.Viewer, cancel);
    }
}
