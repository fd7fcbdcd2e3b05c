using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Instance;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Uploads;

/// <summary>
/// /api/uploads: resumable uploads by tus 1.0.0 (creation, creation-with-upload, expiration, checksum, termination). The upload's id
/// is the last segment of its URL, and it belongs to whoever created it.
/// </summary>
internal static class TusEndpoint
{
    public static void Map(IEndpointRouteBuilder uploads)
    {
        uploads.MapMethods("", [HttpMethods.Options], Options);
        uploads.MapPost("", Create).RequireSignIn().Limit(Limits.Budget.Upload);
        uploads.MapMethods("/{id:guid}", [HttpMethods.Head], Head).RequireSignIn().Limit(Limits.Budget.Upload);
        uploads.MapPatch("/{id:guid}", Patch).RequireSignIn().Limit(Limits.Budget.Upload);
        uploads.MapDelete("/{id:guid}", Terminate).RequireSignIn().Limit(Limits.Budget.Upload);
        uploads.MapMethods("/{id:guid}", [HttpMethods.Options], Options);
        // For clients behind proxies that let only GET and POST through, as the protocol asks.
        uploads.MapPost("/{id:guid}", Overridden).RequireSignIn().Limit(Limits.Budget.Upload);
    }

    private static NoContent Options(HttpContext http, InstanceLimits limits)
    {
        var headers = http.Response.Headers;
        headers["Tus-Resumable"] = TusHeaders.Version;
        headers["Tus-Version"] = TusHeaders.Version;
        headers["Tus-Extension"] = TusHeaders.Extensions;
        headers["Tus-Checksum-Algorithm"] = TusHeaders.Algorithms;
        headers["Tus-Max-Size"] = limits.UploadBytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Create(HttpContext http, Caller caller, UploadStreams streams, CancellationToken cancel)
    {
        TusHeaders.Agree(http);
        var size = TusHeaders.Number(http.Request, "Upload-Length");
        var header = http.Request.Headers["Upload-Metadata"].ToString();
        var metadata = TusHeaders.Metadata(header);
        var name = metadata.GetValueOrDefault("filename") ?? metadata.GetValueOrDefault("name") ?? "";
        var type = metadata.GetValueOrDefault("filetype") ?? metadata.GetValueOrDefault("type") ?? "";
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        var upload = await streams.CreateAsync(caller.Viewer, size, name, type, header, key, cancel);

        var (offset, expires) = (upload.Offset, upload.ExpiresAtMs);
        // A creation that is repeated under its key goes on from what the first one sent.
        if (http.Request.ContentType == TusHeaders.OffsetStream && offset == 0)
        {
            Unbounded(http);
            var appended = await streams.AppendAsync(caller.Viewer, upload.Id, 0, Checksum(http), http.Request.BodyReader, cancel);
            (offset, expires) = (appended.Offset, appended.ExpiresAtMs);
        }
        TusHeaders.Offset(http.Response, offset, expires);
        return TypedResults.Created($"/api/uploads/{upload.Id}");
    }

    private static async Task<IResult> Head(Guid id, HttpContext http, Caller caller, Rpc<UploadsClient> uploads, CancellationToken cancel)
    {
        TusHeaders.Agree(http);
        var upload = (await uploads.As(caller.Viewer).GetUploadAsync(new GetUploadRequest { Id = id.ToString() }, cancellationToken: cancel)).Upload;
        TusHeaders.Offset(http.Response, upload.Offset, upload.ExpiresAtMs);
        http.Response.Headers["Upload-Length"] = upload.Size.ToString(CultureInfo.InvariantCulture);
        if (upload.Metadata.Length > 0) http.Response.Headers["Upload-Metadata"] = upload.Metadata;
        return TypedResults.Ok();
    }

    private static async Task<IResult> Patch(Guid id, HttpContext http, Caller caller, UploadStreams streams, CancellationToken cancel)
    {
        TusHeaders.Agree(http);
        if (http.Request.ContentType != TusHeaders.OffsetStream) throw Fault.UnsupportedType();
        Unbounded(http);
        var offset = TusHeaders.Number(http.Request, "Upload-Offset");
        AppendResponse reply;
        try
        {
            reply = await streams.AppendAsync(caller.Viewer, id.ToString(), offset, Checksum(http), http.Request.BodyReader, cancel);
        }
        catch (RpcException refusal) when (Fault.Of(refusal).Code == "checksum_mismatch")
        {
            throw Fault.Other(460, "checksum_mismatch");
        }
        TusHeaders.Offset(http.Response, reply.Offset, reply.ExpiresAtMs);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Terminate(Guid id, HttpContext http, Caller caller, Rpc<UploadsClient> uploads, CancellationToken cancel)
    {
        TusHeaders.Agree(http);
        await uploads.As(caller.Viewer).TerminateUploadAsync(new TerminateUploadRequest { Id = id.ToString() }, cancellationToken: cancel);
        return TypedResults.NoContent();
    }

    private static Task<IResult> Overridden(Guid id, HttpContext http, Caller caller, UploadStreams streams, Rpc<UploadsClient> uploads, CancellationToken cancel)
        => http.Request.Headers["X-HTTP-Method-Override"].ToString() switch
        {
            "PATCH" => Patch(id, http, caller, streams, cancel),
            "DELETE" => Terminate(id, http, caller, uploads, cancel),
            "HEAD" => Head(id, http, caller, uploads, cancel),
            _ => Task.FromResult<IResult>(TypedResults.StatusCode(StatusCodes.Status405MethodNotAllowed)),
        };

    private static string Checksum(HttpContext http) => http.Request.Headers["Upload-Checksum"].ToString();

    // The declared Upload-Length bounds the body, and Video enforces it; Kestrel's own bound is for bodies that are read whole.
    private static void Unbounded(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = null;
    }
}
