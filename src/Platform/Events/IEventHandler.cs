using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Data;

namespace Zoetrope.Platform.Events;

/// <summary>
/// Applies events to a service's own database. It runs inside the transaction that also moves the consumer's position, so
/// database effects happen exactly once whatever is killed. A handler makes no calls to other services; what it does
/// outside the database (Redis, mail, pushes) is at-least-once and must be idempotent.
/// </summary>
public interface IEventHandler<in TDb> where TDb : ServiceDatabase
{
    /// <summary>The payloads it wants; others are not handed to it.</summary>
    static abstract IReadOnlyCollection<Event.PayloadOneofCase> Handles { get; }

    /// <summary>
    /// Applies a batch in order. Throwing means that the batch is tried again, halved to find a deterministic failure,
    /// whose single event then goes to <c>dead_events</c>; an unreachable database only pauses the partition.
    /// </summary>
    Task HandleAsync(TDb db, IReadOnlyList<Event> batch, CancellationToken cancel);
}
