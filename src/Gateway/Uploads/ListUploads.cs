using System.Text.Json.Serialization;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Uploads;

/// <summary>GET /api/uploads: the viewer's unfinished uploads, to take up where they stopped.</summary>
internal static class ListUploads
{
    public sealed record UnfinishedUpload(
        string Id, string FileName, long Size, long Offset, DateTime ExpiresAt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? VideoId);

    public static void Map(IEndpointRouteBuilder uploads) => uploads.MapGet("", Handle).RequireSignIn();

    private static async Task<Items<UnfinishedUpload>> Handle(Caller caller, Rpc<UploadsClient> uploads, CancellationToken cancel)
    {
        var reply = await uploads.As(caller.Viewer).ListUploadsAsync(new ListUploadsRequest(), cancellationToken: cancel);
        return new Items<UnfinishedUpload>([.. reply.Items.Select(upload => new UnfinishedUpload(
            upload.Id, upload.FileName, upload.Size, upload.Offset, Times.At(upload.ExpiresAtMs), upload.VideoId.OrNull()))]);
    }
}
