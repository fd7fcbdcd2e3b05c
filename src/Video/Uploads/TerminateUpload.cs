using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Media;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Uploads;

/// <summary>
/// Ends an upload and removes its bytes and whatever was encoded of it. A finished upload that has become a video belongs to the
/// video: delete that instead. A video that was waiting for the missing bytes fails with <c>upload_cancelled</c>.
/// </summary>
internal sealed partial class UploadsService
{
    public override async Task<TerminateUploadResponse> TerminateUpload(TerminateUploadRequest request, ServerCallContext context)
    {
        var upload = await FindOwn(request.Id, context.Viewer(), context.CancellationToken);
        await db.InTransaction(async () =>
        {
            var locked = await db.Uploads.FromSql($"select * from uploads where id = {upload.Id} for update").SingleAsync();
            if (locked is { Claimed: true, CompletedAt: not null }) throw Fault.Conflict("upload_in_use");
            await db.DropAsync(locked, "upload_cancelled", time, context.CancellationToken);
        }, context.CancellationToken);
        signal.Wake();
        await store.RemoveAsync(upload.Id, CancellationToken.None);
        await media.DeletePrefixAsync(MediaPaths.Prefix(upload.VideoId, isPublic: false), CancellationToken.None);
        return new TerminateUploadResponse();
    }
}

/// <summary>Marks an upload as gone, in the caller's transaction and under its lock; the bytes are removed after the commit.</summary>
internal static class DropUpload
{
    /// <param name="reason">Code of the failure that a waiting video gets.</param>
    public static async Task DropAsync(this VideoDb db, UploadRow upload, string reason, TimeProvider time, CancellationToken cancel)
    {
        upload.Dropped = true;
        if (!upload.Claimed) (upload.FileName, upload.Metadata) = ("", "");
        if (!upload.Claimed) await db.CancelJobs(upload.VideoId, cancel);
        if (upload is { Claimed: true, CompletedAt: null } && await db.LockVideo(upload.VideoId, cancel) is { RemovedAt: null } video)
        {
            (video.FailureCode, video.Retryable) = (reason, false);
            await db.SettleAsync(video, time, cancel, failed: true);
        }
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Cancels what is queued or running of a video; a worker learns it with its next report.</summary>
    public static Task<int> CancelJobs(this VideoDb db, Guid video, CancellationToken cancel)
        => db.TranscodeJobs.Where(j => j.VideoId == video && (j.State == JobState.Queued || j.State == JobState.Running))
            .ExecuteUpdateAsync(s => s.SetProperty(j => j.State, JobState.Cancelled), cancel);
}
