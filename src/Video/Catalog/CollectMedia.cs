using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Zoetrope.Platform.Media;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>Files that nothing shows: how many, and how large together.</summary>
public sealed record OrphanedMedia(int Files, long Bytes, IReadOnlyList<string> Examples);

/// <summary>
/// Finds and removes media that no video and no encoding at work owns: what a crash left between two steps, and tries of workers that died.
/// Files younger than an hour are left alone, because a put comes before the row that names it.
/// </summary>
public sealed partial class CollectMedia
{
    private const int Batch = 500, MostExamples = 20;
    private static readonly TimeSpan Young = TimeSpan.FromHours(1), TryAge = TimeSpan.FromHours(24);
    private readonly VideoDb _db;
    private readonly IMediaStore _media;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal CollectMedia(VideoDb db, IMediaStore media, TimeProvider time, ILogger<CollectMedia> logger) => (_db, _media, _time, _logger) = (db, media, time, logger);

    /// <param name="dryRun">Only says what would go.</param>
    /// <param name="cancel">Stops between two batches.</param>
    public async Task<OrphanedMedia> RunAsync(bool dryRun, CancellationToken cancel)
    {
        var (files, bytes, examples) = (0, 0L, new List<string>());
        foreach (var home in (string[])[MediaKey.Public, MediaKey.Private])
        {
            await foreach (var batch in _media.ListAsync(home, cancel).Chunk(Batch).WithCancellation(cancel))
            {
                foreach (var orphan in await OrphansAsync(batch, cancel))
                {
                    (files, bytes) = (files + 1, bytes + orphan.Length);
                    if (examples.Count < MostExamples) examples.Add(orphan.Key);
                    if (!dryRun) await _media.DeleteAsync(orphan.Key, cancel);
                }
            }
        }
        if (files > 0 && !dryRun) LogCollected(files, bytes);
        return new OrphanedMedia(files, bytes, examples);
    }

    private async Task<List<MediaInfo>> OrphansAsync(IReadOnlyList<MediaInfo> files, CancellationToken cancel)
    {
        var now = _time.GetUtcNow();
        var placed = files.Where(file => now - file.LastModified > Young).Select(file => (File: file, Place: Place.Of(file.Key))).Where(one => one.Place is not null).ToList();
        var ids = placed.Select(one => one.Place!.Video).Distinct().ToList();
        if (ids.Count == 0) return [];
        var videos = await _db.Videos.AsNoTracking().Where(v => ids.Contains(v.Id) && v.RemovedAt == null)
            .Select(v => new { v.Id, v.MediaVersion, v.Assets, v.Playback }).ToDictionaryAsync(v => v.Id, cancel);
        var jobs = await _db.TranscodeJobs.AsNoTracking().Where(j => ids.Contains(j.VideoId) && j.State != JobState.Cancelled)
            .Where(j => j.LeasedUntil > now || (j.State != JobState.Failed && _db.Uploads.Any(u => u.Id == j.UploadId && !u.Dropped && !u.Claimed)) || _db.Videos.Any(v => v.JobId == j.Id && v.RemovedAt == null))
            .Select(j => new { j.VideoId, j.MediaVersion }).ToListAsync(cancel);
        var working = jobs.Select(j => (j.VideoId, j.MediaVersion)).ToHashSet();
        return [.. placed.Where(one => IsOrphan(one.File, one.Place!)).Select(one => one.File)];

        bool IsOrphan(MediaInfo file, Place place)
        {
            var video = videos.GetValueOrDefault(place.Video);
            if (video?.Assets == place.Version) return false;
            if (video?.MediaVersion == place.Version)
                // A try of a worker that died: those who watch it may, for a day.
                return video.Playback is { } playing && playing.Hls.Contains('/', StringComparison.Ordinal) && place.Rest.Contains('/', StringComparison.Ordinal)
                    && !place.Rest.StartsWith(playing.Hls[..(playing.Hls.IndexOf('/', StringComparison.Ordinal) + 1)], StringComparison.Ordinal) && now - file.LastModified > TryAge
                    && !working.Contains((place.Video, place.Version));
            return !working.Contains((place.Video, place.Version));
        }
    }

    /// <summary>{home}/{video}/{version}/{rest}; anything else is not a video's.</summary>
    private sealed record Place(Guid Video, string Version, string Rest)
    {
        public static Place? Of(string key)
        {
            var parts = key.Split('/', 4);
            return parts.Length == 4 && Guid.TryParseExact(parts[1], "D", out var video) ? new Place(video, parts[2], parts[3]) : null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Files} files ({Bytes} bytes) that no video owned")]
    private partial void LogCollected(int files, long bytes);
}
