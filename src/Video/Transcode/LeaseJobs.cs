using Microsoft.EntityFrameworkCore;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Transcode;

/// <summary>
/// How transcoders on any number of machines share the queue: a job is leased for a while, the lease is renewed while work goes on, and
/// whoever finds one that ran out takes it over. One statement each, so the row decides.
/// </summary>
internal sealed class LeaseJobs(VideoDb db, TimeProvider time)
{
    /// <summary>With the pause between looks this keeps the promise that a dead worker's job is taken over within 60 s.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(45);

    public const int MostAttempts = 3;

    /// <summary>
    /// Takes the next job: small ones first, but each minute of waiting counts as one halving of the size, so that a long clip's turn
    /// comes too. Null when nothing waits.
    /// </summary>
    public async Task<TranscodeJob?> TakeAsync(long mostBytes, CancellationToken cancel)
    {
        var (now, lease) = (time.GetUtcNow(), Guid.CreateVersion7());
        var until = now + Length;
        var taken = await db.TranscodeJobs.FromSql($"""
            update transcode_jobs set state = 1, attempts = attempts + 1, leased_by = {lease}, leased_until = {until}
            where id = (
              select id from transcode_jobs
              where state in (0, 1) and not_before <= {now} and (leased_until is null or leased_until < {now}) and size_bytes <= {mostBytes}
              order by priority + extract(epoch from {now} - created_at) / 60 desc, created_at
              limit 1 for update skip locked)
            returning *
            """).AsNoTracking().ToListAsync(cancel);
        return taken.SingleOrDefault();
    }

    /// <summary>Renews a lease; false when the job was cancelled or taken over, and its worker must stop.</summary>
    public async Task<bool> RenewAsync(HeldJob held, CancellationToken cancel)
    {
        var until = time.GetUtcNow() + Length;
        return await Mine(held).Where(job => job.State == JobState.Running).ExecuteUpdateAsync(s => s.SetProperty(job => job.LeasedUntil, until), cancel) == 1;
    }

    /// <summary>Puts a job back for another try after a pause.</summary>
    /// <param name="counts">Whether this try counts; being shut down does not.</param>
    public Task ReturnAsync(HeldJob held, TimeSpan pause, bool counts, CancellationToken cancel)
    {
        var notBefore = time.GetUtcNow() + pause;
        var back = counts ? 0 : 1;
        return Mine(held).Where(job => job.State == JobState.Running).ExecuteUpdateAsync(
            s => s.SetProperty(job => job.State, JobState.Queued).SetProperty(job => job.NotBefore, notBefore)
                .SetProperty(job => job.Attempts, job => job.Attempts - back)
                .SetProperty(job => job.LeasedBy, (Guid?)null).SetProperty(job => job.LeasedUntil, (DateTimeOffset?)null),
            cancel);
    }

    /// <summary>Lets go of a cancelled job, so that its files can be cleared away at once.</summary>
    public Task ReleaseAsync(HeldJob held, CancellationToken cancel) => Mine(held).ExecuteUpdateAsync(
        s => s.SetProperty(job => job.LeasedBy, (Guid?)null).SetProperty(job => job.LeasedUntil, (DateTimeOffset?)null), cancel);

    private IQueryable<TranscodeJob> Mine(HeldJob held) => db.TranscodeJobs.Where(job => job.Id == held.JobId && job.LeasedBy == held.Lease);
}
