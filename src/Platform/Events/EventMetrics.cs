using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Zoetrope.Platform.Events;

/// <summary>What an operator watches: how far consumers are behind, and what died. Meter and activity source: <c>Zoetrope.Events</c>.</summary>
public static class EventMetrics
{
    public const string Name = "Zoetrope.Events";

    internal static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Appended = Meter.CreateCounter<long>("zoetrope.events.appended", "{event}", "Events a source's relay has appended.");
    internal static readonly Counter<long> Applied = Meter.CreateCounter<long>("zoetrope.events.applied", "{event}", "Events a consumer has applied.");
    internal static readonly Counter<long> Dead = Meter.CreateCounter<long>("zoetrope.events.dead", "{event}", "Events put aside because a handler refuses them.");
    internal static readonly Histogram<double> Delay = Meter.CreateHistogram<double>("zoetrope.events.delay", "ms", "From the change to its applied effects.");

    private static readonly ConcurrentDictionary<(string Consumer, int Partition), Func<(long Behind, bool Stuck)>> Partitions = new();

    static EventMetrics()
    {
        Meter.CreateObservableGauge("zoetrope.events.lag", () => Measure(p => p.Behind), "{event}", "Events of its partitions that a consumer has yet to read.");
        Meter.CreateObservableGauge("zoetrope.events.stuck", () => Measure(p => p.Stuck ? 1 : 0), "{partition}", "Partitions that wait for `zoetrope rebuild`.");
    }

    internal static void Watch(string consumer, int partition, Func<(long Behind, bool Stuck)> state) => Partitions[(consumer, partition)] = state;

    internal static void Unwatch(string consumer, int partition) => Partitions.TryRemove((consumer, partition), out _);

    private static IEnumerable<Measurement<long>> Measure(Func<(long Behind, bool Stuck), long> value) => Partitions
        .GroupBy(p => p.Key.Consumer, p => value(p.Value()))
        .Select(g => new Measurement<long>(g.Sum(), new KeyValuePair<string, object?>("consumer", g.Key)));
}
