using Microsoft.Extensions.Logging;

namespace Zoetrope.Platform.Events;

/// <summary>Every hour: prepares the log's next days and drops what is old and read by all. Not at once: the log prepares its first days itself.</summary>
internal sealed class EventRetention(IEventLog log, EventLogOptions options, TimeProvider time, ILogger<EventRetention> logger)
    : RepeatedWork(TimeSpan.FromHours(1), "Could not trim the event log", time, logger, first: TimeSpan.FromMinutes(1))
{
    public override Task RunOnceAsync(CancellationToken cancel) => log.TrimAsync(Time.GetUtcNow() - options.Retention, cancel);
}
