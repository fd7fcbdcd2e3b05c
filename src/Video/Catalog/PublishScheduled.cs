using Microsoft.EntityFrameworkCore;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>Publishes videos whose time has come. One that does not play yet at its time is published by its first rendition. Several processes doing so publish each video once, because its row is locked.</summary>
internal sealed class PublishScheduled(VideoDb db, PlaceMedia place, OutboxSignal<VideoDb> signal, TimeProvider time)
{
    private const int Batch = 50;

    /// <returns>How many were published.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var due = await db.Videos.AsNoTracking()
            .Where(v => v.PublishAt <= now && v.PublishedAt == null && v.RemovedAt == null && !v.Draft && v.Playback != null)
            .OrderBy(v => v.PublishAt).Take(Batch).ToListAsync(cancel);
        foreach (var video in due) await PublishAsync(video, cancel);
        if (due.Count > 0) signal.Wake();
        return due.Count;
    }

    private async Task PublishAsync(VideoRow due, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var working = await db.TranscodeJobs.AnyAsync(j => j.VideoId == due.Id && (j.State == JobState.Queued || j.State == JobState.Running), cancel);
        var moved = !working && await place.ToPublicAsync(due, due.MediaVersion!, cancel);
        await db.InTransaction(async () =>
        {
            if (await db.LockVideo(due.Id, cancel) is not { RemovedAt: null, PublishedAt: null } video) return;
            if (moved && video.MediaVersion == due.MediaVersion) video.MediaPublic = true;
            await db.SettleAsync(video, time, cancel);
        }, cancel);
    }
}
