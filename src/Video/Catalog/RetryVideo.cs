using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>Processes a failed video again, as long as its original is kept and the failure was not the clip's own.</summary>
internal sealed partial class CatalogService
{
    public override async Task<RetryVideoResponse> RetryVideo(RetryVideoRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var found = await FindOwn(Id(request.Id), viewer, orModerator: false, cancel);
        var video = await db.InTransaction(async () =>
        {
            var kept = await db.Uploads.FromSql($"select * from uploads where id = {found.UploadId} for update").AnyAsync(u => !u.Dropped, cancel);
            var job = found.JobId is { } jobId ? await db.LockJob(jobId, cancel) : null;
            var locked = await db.LockVideo(found.Id, cancel);
            if (locked is not { RemovedAt: null }) throw Fault.NotFound();
            // A second tap finds it at work already.
            if (locked.State != VideoStates.Failed) return locked;
            if (!locked.Retryable || !kept || job is null) throw Fault.Conflict("not_retryable");
            (job.State, job.Attempts, job.NotBefore, job.Stage, job.Progress) = (JobState.Queued, 0, time.GetUtcNow(), "waiting", 0);
            (job.FailureCode, job.FailureParams, job.Retryable, job.FinishedAt) = (null, [], false, null);
            locked.CopyResult(job);
            await db.SettleAsync(locked, time, cancel);
            return locked;
        }, cancel);
        signal.Wake();
        return new RetryVideoResponse { Video = sight.Message(video, viewer) };
    }
}
