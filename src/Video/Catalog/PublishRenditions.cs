using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>A job as its worker holds it: <paramref name="Lease"/> is the id under which it was leased.</summary>
internal readonly record struct HeldJob(Guid JobId, Guid Lease);

/// <summary>What a worker has made so far, all of it put under <c>private/{video}/{version}/</c>; addresses are file names in there.</summary>
internal sealed record Rendered(Playback Playback, int DurationMs, int Width, int Height, bool HasAudio, long MediaBytes);

/// <summary>
/// What a transcoder reports, each in one transaction with its event. Every report answers whether the job is still the
/// worker's: false means its lease was taken over or the job cancelled, nothing was changed, and it must stop and remove its files.
/// </summary>
internal sealed class PublishRenditions(VideoDb db, PlaceMedia place, OutboxSignal<VideoDb> signal, TimeProvider time)
{
    private static readonly TimeSpan BetweenProgress = TimeSpan.FromSeconds(1);

    /// <summary>Some renditions play: a video that is no draft is published by the first of these reports.</summary>
    public Task<bool> RenditionsReady(HeldJob held, Rendered made, CancellationToken cancel) => PublishAsync(held, made, isLast: false, cancel);

    /// <summary>All renditions are there; the job is done.</summary>
    public Task<bool> Completed(HeldJob held, Rendered made, CancellationToken cancel) => PublishAsync(held, made, isLast: true, cancel);

    /// <summary>It cannot be encoded. A video that plays already stays as it is, with the renditions it has.</summary>
    public async Task<bool> Failed(HeldJob held, string code, IReadOnlyDictionary<string, string> parameters, bool retryable, CancellationToken cancel)
        => await ReportAsync(held, async (job, video) =>
        {
            (job.State, job.FinishedAt, job.Stage) = (JobState.Failed, time.GetUtcNow(), "");
            (job.FailureCode, job.FailureParams, job.Retryable) = (code, new(parameters), retryable);
            (job.LeasedBy, job.LeasedUntil) = (null, null);
            if (video is not null) await FailAsync(video, job, cancel);
            await db.SaveChangesAsync(cancel);
        }, cancel);

    /// <summary>Tells the author's screen, at most once a second; a new stage at once.</summary>
    public async Task<bool> Progressed(HeldJob held, string stage, int percent, CancellationToken cancel)
        => await ReportAsync(held, async (job, video) =>
        {
            var tells = job.Stage != stage || job.ToldAt is null || time.GetUtcNow() - job.ToldAt >= BetweenProgress;
            (job.Stage, job.Progress) = (stage, percent);
            if (tells && video is not null)
            {
                job.ToldAt = time.GetUtcNow();
                (video.Stage, video.Progress) = (stage, percent);
                db.Publish(time, video.Id.ToString(), new Event
                {
                    VideoProgressed = new() { VideoId = video.Id.ToString(), AuthorId = video.AuthorId.ToString(), State = video.State, Stage = stage, Progress = percent },
                });
            }
            await db.SaveChangesAsync(cancel);
        }, cancel);

    private async Task<bool> PublishAsync(HeldJob held, Rendered made, bool isLast, CancellationToken cancel)
    {
        var isPublic = await MoveAheadAsync(held, cancel);
        Guid? shown = null;
        var done = await ReportAsync(held, async (job, video) =>
        {
            shown = video?.Id;
            (job.Playback, job.DurationMs, job.Width, job.Height) = (made.Playback, made.DurationMs, made.Width, made.Height);
            (job.HasAudio, job.MediaBytes) = (made.HasAudio, made.MediaBytes);
            if (isLast)
            {
                (job.State, job.FinishedAt, job.Stage, job.Progress) = (JobState.Done, time.GetUtcNow(), "", 100);
                (job.LeasedBy, job.LeasedUntil) = (null, null);
            }
            if (video is not null)
            {
                video.CopyResult(job);
                video.MediaPublic = isPublic;
                await db.SettleAsync(video, time, cancel);
            }
            await db.SaveChangesAsync(cancel);
        }, cancel);
        // The cut before this one goes only now: until here it played.
        if (done && isLast && shown is { } id) await place.TidyAsync(id, cancel);
        return done;
    }

    // Addresses are told only once the files are where they say.
    private async Task<bool> MoveAheadAsync(HeldJob held, CancellationToken cancel)
    {
        var found = await db.TranscodeJobs.AsNoTracking().Where(j => j.Id == held.JobId && j.LeasedBy == held.Lease)
            .Select(j => new { j.MediaVersion, Video = db.Videos.SingleOrDefault(v => v.Id == j.VideoId && v.JobId == j.Id) }).SingleOrDefaultAsync(cancel);
        return found?.Video is { } video && await place.ToPublicAsync(video, found.MediaVersion, cancel);
    }

    private async Task FailAsync(VideoRow video, TranscodeJob job, CancellationToken cancel)
    {
        video.CopyResult(job);
        await db.SettleAsync(video, time, cancel, failed: video.Playback is null);
    }

    /// <summary>Runs one report under the locks of job and, where it was created already, video.</summary>
    private async Task<bool> ReportAsync(HeldJob held, Func<TranscodeJob, VideoRow?, Task> report, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var done = await db.InTransaction(async () =>
        {
            var job = await db.LockJob(held.JobId, cancel);
            if (job is not { State: JobState.Running } || job.LeasedBy != held.Lease) return false;
            var video = await db.LockVideo(job.VideoId, cancel);
            if (video is { RemovedAt: not null }) return false;
            await report(job, video?.JobId == job.Id ? video : null);
            return true;
        }, cancel);
        if (done) signal.Wake();
        return done;
    }
}

/// <summary>What videos take over from their jobs.</summary>
internal static class JobResults
{
    public static Task<TranscodeJob?> LockJob(this VideoDb db, Guid id, CancellationToken cancel)
        => db.TranscodeJobs.FromSql($"select * from transcode_jobs where id = {id} for update").SingleOrDefaultAsync(cancel);

    /// <summary>Copies the job's state and result so far; a rendition that plays is never taken back.</summary>
    public static void CopyResult(this VideoRow video, TranscodeJob job)
    {
        video.JobId = job.Id;
        (video.Stage, video.Progress) = (job.Stage, job.Progress);
        if (job.Playback is not null)
        {
            (video.Playback, video.MediaVersion) = (job.Playback.Clone(), job.MediaVersion);
            (video.DurationMs, video.Width, video.Height) = (job.DurationMs, job.Width, job.Height);
            (video.HasAudio, video.MediaBytes) = (job.HasAudio, job.MediaBytes);
        }
        var failed = job.State == JobState.Failed && video.Playback is null;
        video.FailureCode = failed ? job.FailureCode : null;
        video.FailureParams = failed ? new(job.FailureParams) : [];
        video.Retryable = failed && job.Retryable;
    }
}
