using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Video.Uploads;

/// <summary>How far an upload is: its offset is what is stored durably, so a client goes on from there.</summary>
internal sealed partial class UploadsService
{
    public override async Task<GetUploadResponse> GetUpload(GetUploadRequest request, ServerCallContext context)
        => new() { Upload = Message(await FindOwn(request.Id, context.Viewer(), context.CancellationToken)) };

    /// <summary>What the viewer can go on with, newest first: bytes missing, or all there and no video made of it yet.</summary>
    public override async Task<ListUploadsResponse> ListUploads(ListUploadsRequest request, ServerCallContext context)
    {
        var owner = context.Viewer().Account();
        var now = time.GetUtcNow();
        var uploads = await db.Uploads.AsNoTracking()
            .Where(u => u.OwnerId == owner && !u.Dropped && u.ExpiresAt > now && (u.CompletedAt == null || !u.Claimed))
            .OrderByDescending(u => u.Id).Take(100).ToListAsync(context.CancellationToken);
        return new ListUploadsResponse { Items = { uploads.Select(Message) } };
    }
}
