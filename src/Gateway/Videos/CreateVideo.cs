using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Uploads;
using Zoetrope.Platform.Rpc;
using Video = Zoetrope.Gateway.Cards.Video;

namespace Zoetrope.Gateway.Videos;

/// <summary>
/// POST /api/videos: makes a video of an upload, which may still be running. As multipart/form-data the file itself comes along:
/// field <c>file</c> beside the same fields as text.
/// </summary>
internal static class CreateVideo
{
    public sealed record Body(
        string? UploadId, string? Title, string? Description, [property: Choices(Choices.Audience)] string? Audience, bool? AllowComments,
        [property: Choices(Choices.Label)] IReadOnlyList<string?>? Labels, int? CoverMs, Edit? Edit, DateTime? PublishAt, bool? Draft);

    public sealed record Edit(int StartMs, int EndMs, bool? Muted);

    public static void Map(IEndpointRouteBuilder videos) => videos.MapPost("", Handle).RequireSignIn().Limit(Limits.Budget.Create).Creates()
        .Accepts<Body>("application/json", "multipart/form-data");

    private static async Task<Results<Created<Video>, EmptyHttpResult>> Handle(
        HttpContext http, Caller caller, Rpc<CatalogClient> catalog, UploadStreams uploads, Instance.InstanceLimits limits, VideoCards cards, CancellationToken cancel)
    {
        Body body;
        if (http.Request.HasFormContentType)
        {
            // A repeated one: the first answer goes out once more.
            if (await MultipartVideo.ReadAsync(http, caller.Viewer, uploads, limits.UploadBytes, cancel) is not { } form) return TypedResults.Empty;
            body = form;
        }
        else if (http.Request.HasJsonContentType())
            body = await http.Request.ReadFromJsonAsync(GatewayJson.Default.CreateVideoBody, cancel) ?? throw Fault.BadRequest("empty_body");
        else throw Fault.UnsupportedType();

        var reply = await catalog.As(caller.Viewer).CreateVideoAsync(Request(body, http), cancellationToken: cancel);
        var video = await cards.Of(reply.Video, caller.Viewer, cancel);
        return TypedResults.Created($"/api/videos/{video.Id}", video);
    }

    private static CreateVideoRequest Request(Body body, HttpContext http)
    {
        var request = new CreateVideoRequest
        {
            UploadId = body.UploadId ?? "",
            Title = body.Title ?? "",
            Description = body.Description ?? "",
            Audience = body.Audience ?? "",
            CoverMs = body.CoverMs ?? 0,
            PublishAtMs = body.PublishAt is { } at ? Times.Ms(at) : 0,
            Draft = body.Draft ?? false,
            IdempotencyKey = http.Request.Headers["Idempotency-Key"].ToString(),
        };
        if (body.AllowComments is { } allow) request.AllowComments = allow;
        if (body.Labels is { } labels) request.Labels.AddRange(labels.Select(label => label ?? ""));
        if (body.Edit is { } edit) request.Edit = new VideoEdit { StartMs = edit.StartMs, EndMs = edit.EndMs, Muted = edit.Muted ?? false };
        return request;
    }
}
