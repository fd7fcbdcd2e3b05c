using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zoetrope.Platform.Media;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;
using Zoetrope.Video.Uploads;

namespace Zoetrope.Video.Transcode;

/// <summary>
/// Sees one leased job through: encodes, publishes the first rung as soon as it plays, reports progress, and stops when the job is no
/// longer its own. A clip that cannot be taken fails with its reason; trouble that may pass is tried again, three times in all.
/// </summary>
internal sealed partial class RunJob(
    IServiceScopeFactory scopes, TranscodeClip transcode, IMediaStore media, IUploadStore uploads, TimeProvider time, ILogger<RunJob> logger)
{
    /// <summary>Ours for every failure that is not the clip's.</summary>
    public const string Exhausted = "transcode_failed";

    private readonly IMediaStore _media = media;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    public async Task RunAsync(TranscodeJob job, string parent, CancellationToken stopping)
    {
        var held = new HeldJob(job.Id, job.LeasedBy!.Value);
        if (job.Attempts > LeaseJobs.MostAttempts)
        {
            // Its last worker died without a word.
            await ReportAsync(report => report.Failed(held, Exhausted, new Dictionary<string, string>(StringComparer.Ordinal), retryable: true, stopping));
            return;
        }

        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var publishing = new JobSink(this, job, held);
        var beating = KeepLeaseAsync(held, publishing, lost);
        try
        {
            await EncodeAsync(job, held, parent, publishing, lost.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await LeasesAsync(leases => leases.ReturnAsync(held, TimeSpan.Zero, counts: false, CancellationToken.None));
        }
        catch (OperationCanceledException error) when (lost.IsCancellationRequested || error is LeaseLostException)
        {
            LogLost(job.VideoId);
            await publishing.WithdrawAsync();
            await LeasesAsync(leases => leases.ReleaseAsync(held, CancellationToken.None));
            // Cancelled for another cut: nothing shows what this one has made, unless its first rung is playing until the next is done.
            await UseAsync<PlaceMedia, bool>(async place => { await place.TidyAsync(job.VideoId, CancellationToken.None); return true; });
        }
        catch (Exception error)
        {
            await publishing.WithdrawAsync();
            await TryAgainAsync(job, held, error);
        }
        finally
        {
            await lost.CancelAsync();
            await beating;
        }
    }

    private async Task EncodeAsync(TranscodeJob job, HeldJob held, string parent, JobSink publishing, CancellationToken cancel)
    {
        DurableFiles.CreateFolder(parent);
        using var folder = WorkFolder.Create(parent, source: null);
        folder.Attach(await uploads.LocalFileAsync(job.UploadId, folder.At("original"), cancel));
        if (!File.Exists(folder.Source))
        {
            await ReportAsync(report => report.Failed(held, "original_missing", new Dictionary<string, string>(StringComparer.Ordinal), retryable: false, cancel));
            return;
        }

        var edit = new ClipEdit(job.EditStartMs, job.EditEndMs, job.EditMuted);
        var outcome = await transcode.RunAsync(new TranscodeRequest(folder.Source!, edit, job.CoverMs), folder, publishing, cancel);
        if (outcome.Result is { } result)
            await publishing.CompletedAsync(result, folder, cancel);
        else
            await publishing.RefusedAsync(outcome.Refusal!, cancel);
    }

    // Renews the lease and passes progress on; ends the work when the job is no longer ours.
    private async Task KeepLeaseAsync(HeldJob held, JobSink sink, CancellationTokenSource lost)
    {
        var renewed = time.GetTimestamp();
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(lost.Token))
            {
                var mine = true;
                if (sink.TakeNews() is { } news)
                    mine = await ReportAsync(report => report.Progressed(held, news.Stage, news.Percent, lost.Token));
                if (mine && time.GetElapsedTime(renewed) >= RenewEvery)
                    (mine, renewed) = (await LeasesAsync(leases => leases.RenewAsync(held, lost.Token)), time.GetTimestamp());
                if (!mine && !sink.IsOver)
                    await lost.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The job ended.
        }
        catch (Exception error)
        {
            // Without the database the lease runs out and someone else begins: stop before that.
            LogLeaseTrouble(error);
            await lost.CancelAsync();
        }
    }

    private async Task TryAgainAsync(TranscodeJob job, HeldJob held, Exception error)
    {
        LogFailed(error, job.VideoId, job.Attempts);
        if (job.Attempts >= LeaseJobs.MostAttempts)
            await ReportAsync(report => report.Failed(held, Exhausted, new Dictionary<string, string>(StringComparer.Ordinal), retryable: true, CancellationToken.None));
        else
            await LeasesAsync(leases => leases.ReturnAsync(held, TimeSpan.FromSeconds(5 * job.Attempts * job.Attempts), counts: true, CancellationToken.None));
    }

    private async Task<T> UseAsync<TService, T>(Func<TService, Task<T>> use) where TService : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private Task<T> LeasesAsync<T>(Func<LeaseJobs, Task<T>> use) => UseAsync(use);

    private Task LeasesAsync(Func<LeaseJobs, Task> use) => LeasesAsync(async leases => { await use(leases); return true; });

    private Task<bool> ReportAsync(Func<PublishRenditions, Task<bool>> report) => UseAsync(report);

    [LoggerMessage(Level = LogLevel.Information, Message = "The encoding of {VideoId} was cancelled or taken over; it stopped here")]
    private partial void LogLost(Guid videoId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Try {Attempt} to encode {VideoId} failed")]
    private partial void LogFailed(Exception error, Guid videoId, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A lease could not be renewed; its job stops here and is taken up again")]
    private partial void LogLeaseTrouble(Exception error);
}
