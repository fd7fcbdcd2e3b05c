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
/// ask a service holds up only its own lane. The ends of sessions have a lane to themselves: nothing is slow there.
/// </summary>
internal sealed partial class LiveFeed(IEventTail tail, IEnumerable<ILivePush> pushes, ILogger<LiveFeed> log) : BackgroundService
{
    private const int Lanes = 8, Waiting = 2000;

    private readonly ILivePush[] _pushes = [.. pushes];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lanes = Enumerable.Range(0, Lanes + 1).Select(_ => new Lane(Waiting)).ToArray();
        var running = Task.WhenAll(lanes.Select(lane => DrainAsync(lane, stoppingToken)));
        await foreach (var e in await tail.OpenAsync(stoppingToken))
            lanes[e.SessionRevoked is not null ? Lanes : (uint)StringComparer.Ordinal.GetHashCode(e.Key) % Lanes].Add(e);
        await running;
    }

    private async Task DrainAsync(Lane lane, CancellationToken cancel)
    {
        while (true)
        {
            var e = await lane.NextAsync(cancel);
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
