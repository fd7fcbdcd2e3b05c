using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Platform.Events;

/// <summary>
/// What happens from now on, for live pushes and cache drops: no saved position, every process hears everything. Order holds per
/// key. While the log cannot be reached it waits and goes on where it was.
/// </summary>
public interface IEventTail
{
    /// <summary>Completes once it stands at the end of the log: everything appended afterwards is in the stream.</summary>
    Task<IAsyncEnumerable<Event>> OpenAsync(CancellationToken cancel);
}
