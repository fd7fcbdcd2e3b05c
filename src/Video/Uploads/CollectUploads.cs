using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Media;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Uploads;

/// <summary>
/// Collects what nobody came back for: uploads never finished or never made a video of, originals past their time, bytes that a
/// crash left without a row, and spent idempotency keys.
/// </summary>
internal sealed partial class CollectUploads(VideoDb db, IUploadStore store, IMediaStore media, OutboxSignal<VideoDb> signal, TimeProvider time, ILogger<CollectUploads> logger)
{
    private const int Batch = 100;

    // Longer than any request: the spool of a running append is not an orphan.
    private static readonly TimeSpan OrphanAge = TimeSpan.FromHours(24), KeyAge = TimeSpan.FromHours(24);

    /// <returns>How many uploads were dropped.</returns>
    public async Task<int> ExpireAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var due = await db.Uploads.AsNoTracking().Where(u => !u.Dropped && u.ExpiresAt < now).OrderBy(u => u.ExpiresAt).Take(Batch).Select(u => u.Id).ToListAsync(cancel);
        var dropped = 0;
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            if (await db.InTransaction(() => DropAsync(id, now, cancel), cancel) is not { } upload) continue;
            dropped++;
            await store.RemoveAsync(id, cancel);
            if (!upload.Claimed) await media.DeletePrefixAsync(MediaPaths.Prefix(upload.VideoId, isPublic: false), cancel);
        }
        if (dropped > 0)
        {
            signal.Wake();
            LogDropped(logger, dropped);
        }
        return dropped;
    }

    /// <summary>Removes stored bytes that no upload owns. Run rarely: it lists the store.</summary>
    public async Task SweepAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await db.IdempotencyKeys.Where(k => k.CreatedAt < now - KeyAge).ExecuteDeleteAsync(cancel);
        await foreach (var ids in store.ListAsync(now - OrphanAge, cancel).Chunk(Batch).WithCancellation(cancel))
        {
            var owned = await db.Uploads.Where(u => ids.Contains(u.Id) && !u.Dropped).Select(u => u.Id).ToListAsync(cancel);
            foreach (var id in ids.Except(owned)) await store.RemoveAsync(id, cancel);
        }
    }

    private async Task<UploadRow?> DropAsync(Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        var upload = await db.Uploads.FromSql($"select * from uploads where id = {id} for update").SingleAsync(cancel);
        if (upload.Dropped || upload.ExpiresAt >= now) return null;
        var working = upload.Claimed && await db.TranscodeJobs.AnyAsync(j => j.VideoId == upload.VideoId && (j.State == JobState.Queued || j.State == JobState.Running), cancel);
        if (working) return null;
        await db.DropAsync(upload, "upload_expired", time, cancel);
        return upload;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Dropped {Count} expired uploads")]
    private static partial void LogDropped(ILogger logger, int count);
}
