using System.Diagnostics;
using Google.Protobuf;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Data;

namespace Zoetrope.Platform.Events;

/// <summary>Writes events beside the change they tell of, in the same transaction.</summary>
public static class Outbox
{
    /// <summary>Adds the event to this context; it is told once <c>SaveChanges</c>' transaction has committed.</summary>
    /// <param name="key">The entity whose order matters; chooses the partition.</param>
    public static void Publish(this ServiceDatabase db, TimeProvider time, string key, Event @event)
        => db.Add(new OutboxRow { Key = key, Payload = Stamp(time, key, @event) });

    /// <summary>
    /// Completes the envelope and serialises it, for slices that insert into <c>outbox (key, payload)</c> in their own single
    /// statement. Call <see cref="OutboxSignal.Wake"/> after the statement.
    /// </summary>
    public static byte[] Stamp(TimeProvider time, string key, Event @event)
    {
        @event.Id = Ids.New(time).ToString();
        @event.TimeMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        @event.Key = key;
        @event.Traceparent = Activity.Current?.Id ?? "";
        return @event.ToByteArray();
    }
}

/// <summary>Wakes the relay of a service at once after a commit; its poll of 250 ms is the backstop.</summary>
public sealed class OutboxSignal<TDb> : IDisposable where TDb : ServiceDatabase
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Wake()
    {
        try { _signal.Release(); }
        catch (SemaphoreFullException) { /* it is awake already */ }
    }

    /// <summary>Waits for a wake-up or the backstop, whichever comes first.</summary>
    public Task WaitAsync(TimeSpan backstop, CancellationToken cancel) => _signal.WaitAsync(backstop, cancel);

    public void Dispose() => _signal.Dispose();
}
