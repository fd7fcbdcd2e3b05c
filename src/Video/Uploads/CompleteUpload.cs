using System.Numerics;
using Zoetrope.Platform;
using Zoetrope.Platform.Media;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Uploads;

/// <summary>The last byte is there: the encoding is enqueued at once, and a video whose form came earlier goes on to <c>processing</c>.</summary>
internal static class CompleteUpload
{
    /// <summary>Runs in the transaction that stores the last byte, under the upload's lock.</summary>
    public static async Task CompleteAsync(this VideoDb db, UploadRow upload, UploadOptions options, TimeProvider time)
    {
        var now = time.GetUtcNow();
        upload.CompletedAt = now;
        var video = upload.Claimed ? await db.LockVideo(upload.VideoId, CancellationToken.None) : null;
        if (upload.Claimed) upload.ExpiresAt = now.AddDays(options.KeepOriginalsDays);
        var job = NewJob(upload, time);
        db.Add(job);
        if (video is not { RemovedAt: null }) return;
        job.TakeEdit(video);
        video.CopyResult(job);
        await db.SettleAsync(video, time, CancellationToken.None);
    }

    public static TranscodeJob NewJob(UploadRow upload, TimeProvider time) => new()
    {
        Id = Ids.New(time),
        UploadId = upload.Id,
        VideoId = upload.VideoId,
        MediaVersion = MediaPaths.NewVersion(),
        SizeBytes = upload.Size,
        CreatedAt = time.GetUtcNow(),
        NotBefore = time.GetUtcNow(),
        // Short clips first: one step for each doubling of the size.
        Priority = 64 - BitOperations.Log2((ulong)upload.Size),
    };

    public static void TakeEdit(this TranscodeJob job, VideoRow video)
        => (job.EditStartMs, job.EditEndMs, job.EditMuted, job.CoverMs) = (video.EditStartMs, video.EditEndMs, video.EditMuted, video.CoverMs);
}
