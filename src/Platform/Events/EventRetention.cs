using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Zoetrope.Platform.Events;

/// <summary>Every hour: prepares the log's next days and drops what is old and read by all.</summary>
internal sealed partial class EventRetention(IEventLog log, EventLogOptions options, TimeProvider time, ILogger<EventRetention> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not at once: a start has better things to do, and the log prepares its first days itself.
        for (var wait = TimeSpan.FromMinutes(1); !stoppingToken.IsCancellationRequested; wait = TimeSpan.FromHours(1))
        {
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                await log.TrimAsync(time.GetUtcNow() - options.Retention, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                CannotTrim(e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not trim the event log, trying again in an hour: {Reason}")]
    private partial void CannotTrim(string reason);
}
