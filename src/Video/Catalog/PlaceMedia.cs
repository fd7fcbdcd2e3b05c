using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Media;
using Zoetrope.Video.Data;
using Zoetrope.Video.Uploads;

namespace Zoetrope.Video.Catalog;

/// <summary>
/// Keeps files where their audience says: what everybody may see lies under <c>public/</c>, all else under <c>private/</c>, and of a
/// removed video nothing is left. Addresses follow the files, never the other way round: going public, the files move before
/// the row says so; going private, the row says so first, and a signed address finds them in either home.
/// </summary>
internal sealed class PlaceMedia(
    VideoDb db, IMediaStore media, IUploadStore uploads, MediaPaths paths, MediaPurge purge, OutboxSignal<VideoDb> signal, TimeProvider time)
{
    /// <summary>
    /// Moves an encoding under <c>public/</c> if the video will be visible to everybody once published. Called just before the
    /// transaction that publishes it; the files of a video still in work are left to their worker.
    /// </summary>
    /// <returns>Whether the files lie there now.</returns>
    public async Task<bool> ToPublicAsync(VideoRow video, string version, CancellationToken cancel)
    {
        var author = await db.KnownAccounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == video.AuthorId, cancel);
        var now = time.GetUtcNow();
        var due = !video.Draft && (video.PublishAt is null || video.PublishAt <= now);
        var item = VideoEvents.Item(video, author) with { Published = due };
        if (!Visibility.IsPublic(item)) return false;
        foreach (var folder in (string?[])[version, video.Assets])
        {
            if (folder is null) continue;
            await media.MovePrefixAsync(MediaPaths.Prefix(video.Id, folder, isPublic: false), MediaPaths.Prefix(video.Id, folder, isPublic: true), cancel);
        }
        return true;
    }

    /// <summary>Puts the files of one video where they belong now. Repeating it changes nothing.</summary>
    public async Task PlaceAsync(Guid id, CancellationToken cancel)
    {
        var found = await db.Videos.AsNoTracking().Where(v => v.Id == id && v.PlacementDue)
            .Select(v => new { Video = v, Author = db.KnownAccounts.SingleOrDefault(a => a.Id == v.AuthorId), Working = db.TranscodeJobs.Any(j => j.VideoId == v.Id && j.LeasedUntil > time.GetUtcNow()) })
            .SingleOrDefaultAsync(cancel);
        if (found is null) return;
        if (found.Video.RemovedAt is not null) await RemoveAsync(found.Video, found.Working, cancel);
        else if (found.Video.MediaVersion is { } version)
        {
            var isPublic = Visibility.IsPublic(VideoEvents.Item(found.Video, found.Author));
            // A worker at work puts more files under private/; it moves them itself when it publishes.
            if (isPublic && found.Working) return;
            await MoveAsync(found.Video, version, isPublic, cancel);
            // What was public is gone here already; a CDN that cannot be told now is told later.
            var told = isPublic || await PurgeAsync(found.Video, cancel);
            await db.InTransaction(async () =>
            {
                if (await db.LockVideo(id, cancel) is not { RemovedAt: null } video || video.MediaVersion != version) return;
                if (video.MediaPublic != isPublic)
                {
                    video.MediaPublic = isPublic;
                    await db.SettleAsync(video, time, cancel);
                }
                else
                    video.PlacementDue = Visibility.IsPublic(VideoEvents.Item(video, await db.KnownAccounts.FindAsync([video.AuthorId], cancel))) != isPublic;
                video.PlacementDue |= !told;
                await db.SaveChangesAsync(cancel);
            }, cancel);
            signal.Wake();
        }
    }

    /// <summary>
    /// Removes encodings that nothing shows any more: those before a new cut, and those that were cancelled. What its worker still
    /// holds is left to the worker.
    /// </summary>
    public async Task TidyAsync(Guid id, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var old = await db.TranscodeJobs.AsNoTracking()
            .Where(j => j.VideoId == id && !(j.LeasedUntil > now) && !db.Videos.Any(v => v.Id == id && v.RemovedAt == null && (v.JobId == j.Id || (v.MediaVersion == j.MediaVersion && v.Playback != null))))
            .Where(j => j.State == JobState.Cancelled || db.Videos.Any(v => v.Id == id))
            .Select(j => j.MediaVersion).ToListAsync(cancel);
        foreach (var version in old)
        {
            await media.DeletePrefixAsync(MediaPaths.Prefix(id, version, isPublic: false), cancel);
            if (await media.DeletePrefixAsync(MediaPaths.Prefix(id, version, isPublic: true), cancel) > 0) await purge.PurgeAsync([paths.OpenFolder(id, version)], cancel);
        }
    }

    private async Task MoveAsync(VideoRow video, string version, bool isPublic, CancellationToken cancel)
    {
        if (isPublic)
        {
            foreach (var folder in (string?[])[version, video.Assets])
                if (folder is not null) await media.MovePrefixAsync(MediaPaths.Prefix(video.Id, folder, false), MediaPaths.Prefix(video.Id, folder, true), cancel);
            return;
        }
        // Everything that was ever public of it goes, not only what plays now.
        await media.MovePrefixAsync(MediaPaths.Prefix(video.Id, isPublic: true), MediaPaths.Prefix(video.Id, isPublic: false), cancel);
    }

    private Task<bool> PurgeAsync(VideoRow video, CancellationToken cancel)
        => purge.PurgeAsync([.. new[] { video.MediaVersion, video.Assets }.OfType<string>().Select(folder => paths.OpenFolder(video.Id, folder))], cancel);

    private async Task RemoveAsync(VideoRow video, bool working, CancellationToken cancel)
    {
        await media.DeletePrefixAsync(MediaPaths.Prefix(video.Id, isPublic: true), cancel);
        await media.DeletePrefixAsync(MediaPaths.Prefix(video.Id, isPublic: false), cancel);
        await uploads.RemoveAsync(video.UploadId, cancel);
        var told = !video.MediaPublic || await PurgeAsync(video, cancel);
        // While a worker still holds its lease it may put one file more.
        if (!working && told) await db.Videos.Where(v => v.Id == video.Id).ExecuteUpdateAsync(s => s.SetProperty(v => v.PlacementDue, false), cancel);
    }
}

/// <summary>Places what was left over: after a crash between two steps, and when an account turns private or public.</summary>
internal sealed partial class PlaceMediaLoop(IServiceScopeFactory scopes, TimeProvider time, ILogger<PlaceMediaLoop> logger)
    : RepeatedWork(TimeSpan.FromSeconds(1), "Media could not be placed", time, logger)
{
    private const int Batch = 100;

    public override async Task RunOnceAsync(CancellationToken cancel)
    {
        Guid[] due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            due = await scope.ServiceProvider.GetRequiredService<VideoDb>().Videos.Where(v => v.PlacementDue).OrderBy(v => v.Id).Take(Batch).Select(v => v.Id).ToArrayAsync(cancel);
        }
        foreach (var id in due)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<PlaceMedia>().PlaceAsync(id, cancel);
            }
            catch (Exception error) when (!cancel.IsCancellationRequested)
            {
                // The others need not wait for one.
                LogFailed(Logger, error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Media could not be moved or removed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
