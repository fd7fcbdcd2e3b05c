using System.Threading.Channels;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Events;

namespace Zoetrope.Gateway.Live;

/// <summary>One kind of push: looks at each event and sends what screens of this gateway want to hear.</summary>
internal interface ILivePush
{
    ValueTask PushAsync(Event e, CancellationToken cancel);
}

/// <summary>
/// Tails the event log from now and hands each event to the pushes. Events of one entity keep their order; a push that has to
/// ask a service holds up only its own lane.
/// </summary>
internal sealed partial class LiveFeed(IEventTail tail, IEnumerable<ILivePush> pushes, ILogger<LiveFeed> log) : BackgroundService
{
    private const int Lanes = 8, Waiting = 2000;

    private readonly ILivePush[] _pushes = [.. pushes];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lanes = Enumerable.Range(0, Lanes)
            // A screen that hears late is worse off than one that refetches: the oldest give way.
            .Select(_ => Channel.CreateBounded<Event>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true }))
            .ToArray();
        var running = Task.WhenAll(lanes.Select(lane => DrainAsync(lane.Reader, stoppingToken)));
        await foreach (var e in await tail.OpenAsync(stoppingToken))
            lanes[(uint)StringComparer.Ordinal.GetHashCode(e.Key) % Lanes].Writer.TryWrite(e);
        foreach (var lane in lanes) lane.Writer.TryComplete();
        await running;
    }

    private async Task DrainAsync(ChannelReader<Event> events, CancellationToken cancel)
    {
        await foreach (var e in events.ReadAllAsync(cancel))
        {
            foreach (var push in _pushes)
            {
                try
                {
                    await push.PushAsync(e, cancel);
                }
                catch (Exception error) when (!cancel.IsCancellationRequested)
                {
                    Failed(log, push.GetType().Name, e.PayloadCase, error);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Push} could not pass on {Event}; screens see it when they next read")]
    private static partial void Failed(ILogger log, string push, Event.PayloadOneofCase @event, Exception error);
}
