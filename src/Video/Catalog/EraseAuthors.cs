using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Video.Data;
using Zoetrope.Video.Uploads;

namespace Zoetrope.Video.Catalog;

/// <summary>
/// Removes what a deleted account has left: its videos, each with its event, its uploads, and then the rows that remembered them. They are
/// hidden from the moment the event of the deletion is heard; this makes them gone. No tombstones stay: what comes late finds the account's own.
/// </summary>
internal sealed partial class EraseAuthors(VideoDb db, PlaceMedia place, CollectUploads collect, OutboxSignal<VideoDb> signal, TimeProvider time, ILogger<EraseAuthors> logger)
{
    private const int Batch = 100;

    /// <returns>How many videos were removed.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var left = await db.Videos.AsNoTracking().Where(v => v.RemovedAt == null && db.KnownAccounts.Any(a => a.Id == v.AuthorId && a.Deleted))
            .OrderBy(v => v.Id).Take(Batch).ToListAsync(cancel);
        foreach (var video in left)
        {
            db.ChangeTracker.Clear();
            await db.RemoveAsync(video, time, cancel);
            signal.Wake();
            await place.PlaceAsync(video.Id, cancel);
        }

        // They end like any upload that nobody came back for.
        if (await db.Uploads.Where(u => !u.Dropped && !u.Claimed && db.KnownAccounts.Any(a => a.Id == u.OwnerId && a.Deleted))
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.ExpiresAt, now.AddSeconds(-1)), cancel) > 0)
            await collect.ExpireAsync(cancel);
        await ForgetAsync(now, cancel);
        if (left.Count > 0) LogRemoved(logger, left.Count);
        return left.Count;
    }

    /// <summary>Deletes the rows of what is gone, files and all. What a worker still holds waits for the next round.</summary>
    private async Task ForgetAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var uploads = await db.Uploads.Where(u => u.Dropped && db.KnownAccounts.Any(a => a.Id == u.OwnerId && a.Deleted))
            .Where(u => !db.TranscodeJobs.Any(j => j.UploadId == u.Id && j.LeasedUntil > now) && !db.Videos.Any(v => v.UploadId == u.Id && (v.RemovedAt == null || v.PlacementDue)))
            .OrderBy(u => u.Id).Take(Batch).Select(u => u.Id).ToListAsync(cancel);
        if (uploads.Count == 0) return;
        await db.InTransaction(async () =>
        {
            // Upload, job, video: the order of locks everywhere.
            await db.Uploads.Where(u => uploads.Contains(u.Id)).ExecuteDeleteAsync(cancel);
            await db.TranscodeJobs.Where(j => uploads.Contains(j.UploadId)).ExecuteDeleteAsync(cancel);
            await db.VideoCounts.Where(c => db.Videos.Any(v => v.Id == c.VideoId && uploads.Contains(v.UploadId))).ExecuteDeleteAsync(cancel);
            await db.Videos.Where(v => uploads.Contains(v.UploadId)).ExecuteDeleteAsync(cancel);
            await db.IdempotencyKeys.Where(k => db.KnownAccounts.Any(a => a.Id == k.AccountId && a.Deleted)).ExecuteDeleteAsync(cancel);
        }, cancel);
        // Words that nobody uses any more may have been theirs alone. Skipping what is held, so that this waits for nobody.
        await db.Database.ExecuteSqlAsync($"""
            with unused as (select tag from tags where videos <= 0 order by tag for update skip locked)
            delete from tags t using unused u where t.tag = u.tag
            """, cancel);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} videos of deleted accounts")]
    private static partial void LogRemoved(ILogger logger, int count);
}
