using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Transcode;

/// <summary>
/// The role transcoder: takes jobs from the queue and runs them, a few at a time. Where there is more than one lane, the last
/// takes small clips only, so that they never wait behind long ones.
/// </summary>
internal sealed partial class TranscodeWorker(
    IServiceScopeFactory scopes, Ffmpeg ffmpeg, RunJob runner, IOptions<TranscodeOptions> options, IConfiguration configuration, TimeProvider time, ILogger<TranscodeWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(15);

    /// <summary>About a minute of phone video.</summary>
    private const long SmallClip = 64 << 20;

    /// <summary>No job is quiet for so long; what is older was left by a process that died.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(2);

    private readonly string _folder = FolderOf(configuration);

    /// <summary>Beside the media store, so that publishing is a rename.</summary>
    public static string FolderOf(IConfiguration configuration) => Path.GetFullPath(Path.Combine(configuration["Data:Path"] ?? "./data", "transcode"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        CollectAbandoned();
        var lanes = options.Value.Concurrency;
        await Task.WhenAll(Enumerable.Range(0, lanes).Select(lane => RunLaneAsync(lane > 0 && lane == lanes - 1 ? SmallClip : long.MaxValue, stoppingToken)));
    }

    /// <summary>Takes one job and sees it through; false when nothing waited.</summary>
    internal async Task<bool> RunOnceAsync(long mostBytes, CancellationToken cancel)
    {
        TranscodeJob? job;
        await using (var scope = scopes.CreateAsyncScope())
            job = await scope.ServiceProvider.GetRequiredService<LeaseJobs>().TakeAsync(mostBytes, cancel);
        if (job is null)
            return false;
        await runner.RunAsync(job, _folder, cancel);
        return true;
    }

    private async Task RunLaneAsync(long mostBytes, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ffmpeg.DescribeAsync();
                if (!await RunOnceAsync(mostBytes, stoppingToken))
                    await Task.Delay(Pause, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // No ffmpeg, or no database: clips wait in the queue until there is one again.
                LogIdle(error.Message);
                await Task.Delay(LongPause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void CollectAbandoned()
    {
        if (!Directory.Exists(_folder))
            return;
        var before = (time.GetUtcNow() - Abandoned).UtcDateTime;
        foreach (var job in new DirectoryInfo(_folder).EnumerateDirectories("job-*"))
            if (job.EnumerateFileSystemInfos().Append(job).All(entry => entry.LastWriteTimeUtc < before))
                job.Delete(recursive: true);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No clips are encoded at the moment: {Reason}")]
    private partial void LogIdle(string reason);
}
