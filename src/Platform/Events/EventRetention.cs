using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Zoetrope.Platform.Events;

/// <summary>Every hour: prepares the log's next days and drops what is old and read by all.</summary>
internal sealed partial class EventRetention(IEventLog log, EventLogOptions options, TimeProvider time, ILogger<EventRetention> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hour = new PeriodicTimer(TimeSpan.FromHours(1), time);
        do
        {
            try
            {
                await log.TrimAsync(time.GetUtcNow() - options.Retention, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                CannotTrim(e.Message);
            }
        }
        while (await hour.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(t => t.IsCompletedSuccessfully, TaskScheduler.Default));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not trim the event log, trying again in an hour: {Reason}")]
    private partial void CannotTrim(string reason);
}
