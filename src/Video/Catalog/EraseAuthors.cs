using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zoetrope.Platform.Events;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>
/// Removes what a deleted account has left: its videos, each with its tombstone and event, and its uploads. They are hidden from the
/// moment the event of the deletion is heard; this makes them gone.
/// </summary>
internal sealed class EraseAuthors(VideoDb db, PlaceMedia place, OutboxSignal<VideoDb> signal, TimeProvider time)
{
    private const int Batch = 100;

    /// <returns>How many videos were removed.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        // They end like any upload that nobody came back for; see CollectUploads.
        await db.Uploads.Where(u => !u.Dropped && u.ExpiresAt > now && db.KnownAccounts.Any(a => a.Id == u.OwnerId && a.Deleted))
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.ExpiresAt, now), cancel);
        var left = await db.Videos.AsNoTracking().Where(v => v.RemovedAt == null && db.KnownAccounts.Any(a => a.Id == v.AuthorId && a.Deleted))
            .OrderBy(v => v.Id).Take(Batch).ToListAsync(cancel);
        foreach (var video in left)
        {
            db.ChangeTracker.Clear();
            await db.RemoveAsync(video, time, cancel);
            signal.Wake();
            await place.PlaceAsync(video.Id, cancel);
        }
        return left.Count;
    }
}

internal sealed partial class EraseAuthorsLoop(IServiceScopeFactory scopes, TimeProvider time, ILogger<EraseAuthorsLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                if (await scope.ServiceProvider.GetRequiredService<EraseAuthors>().RunOnceAsync(stoppingToken) is > 0 and var removed) LogRemoved(logger, removed);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogFailed(logger, error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} videos of deleted accounts")]
    private static partial void LogRemoved(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Videos of deleted accounts could not be removed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
