using Microsoft.Extensions.Configuration;

namespace Zoetrope.Platform.Events;

/// <summary>The section <c>Events</c> of the configuration.</summary>
public sealed record EventLogOptions
{
    /// <summary>How many partitions a new log gets (12). More processes than this cannot share a consumer's work.</summary>
    public int Partitions { get; init; } = 12;

    /// <summary>How long events are kept once every consumer has read them (7 days).</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a process that has died keeps its partitions from the others (5 s); it renews three times as often.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Events of one partition that are handled in one transaction (500).</summary>
    public int Batch { get; init; } = 500;

    internal static EventLogOptions From(IConfiguration configuration)
    {
        var options = new EventLogOptions
        {
            Partitions = configuration.GetValue("Events:Partitions", 12),
            Retention = TimeSpan.FromDays(configuration.GetValue("Events:RetentionDays", 7.0)),
            Lease = TimeSpan.FromSeconds(configuration.GetValue("Events:LeaseSeconds", 5.0)),
            Batch = configuration.GetValue("Events:Batch", 500),
        };
        Require(options.Partitions is >= 1 and <= 1024, "Events:Partitions", "from 1 to 1024");
        Require(options.Retention >= TimeSpan.FromHours(1), "Events:RetentionDays", "at least an hour (0.05)");
        Require(options.Lease >= TimeSpan.FromMilliseconds(100), "Events:LeaseSeconds", "at least 0.1");
        Require(options.Batch is >= 1 and <= 10_000, "Events:Batch", "from 1 to 10000");
        return options;

        static void Require(bool holds, string key, string range)
        {
            if (!holds) throw new StartException($"{key} must be {range}.");
        }
    }
}
