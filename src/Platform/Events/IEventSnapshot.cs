using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Data;

namespace Zoetrope.Platform.Events;

/// <summary>
/// An owner's present state told as events, for <c>zoetrope rebuild</c>: everything a consumer would know had it heard every event.
/// Tombstones of what was removed belong to it. Each event carries the entity's current version, so that events which the
/// consumer hears afterwards, older or newer, fall into place.
/// </summary>
public interface IEventSnapshot<in TDb> where TDb : ServiceDatabase
{
    /// <summary>Streams the state, keyset-paged; it need not be one consistent moment. Key and payload are enough.</summary>
    IAsyncEnumerable<Event> StreamAsync(TDb db, CancellationToken cancel);
}
