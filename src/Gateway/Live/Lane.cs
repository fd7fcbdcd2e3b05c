using Zoetrope.Contracts.Events.V1;
using Said = Zoetrope.Contracts.Events.V1.Event.PayloadOneofCase;

namespace Zoetrope.Gateway.Live;

/// <summary>
/// Events of one lane that wait for the pushes, in the order they came. Of those that a screen makes up for when it next reads, only so many wait: a screen
/// that hears late is worse off than one that refetches, so the oldest give way. What takes something from somebody's sight waits however long it takes.
/// </summary>
/// <param name="most">How many of the former wait.</param>
internal sealed class Lane(int most) : IDisposable
{
    private readonly Queue<(long Place, Event Event)> _passing = new(), _lasting = new();
    private readonly SemaphoreSlim _waiting = new(0);
    private long _place;

    /// <summary>Whether nothing may be lost of it: the end of a session, and whatever hides people or clips.</summary>
    public static bool IsLasting(Event e) => e.PayloadCase is Said.SessionRevoked or Said.AccountChanged or Said.BlockChanged or Said.MuteChanged or Said.FollowChanged
        or Said.VideoChanged or Said.VideoRemoved;

    public void Add(Event e)
    {
        lock (_passing)
        {
            (IsLasting(e) ? _lasting : _passing).Enqueue((_place++, e));
            if (_passing.Count > most)
            {
                // In its place, so that there are as many turns as events.
                _passing.Dequeue();
                return;
            }
        }
        _waiting.Release();
    }

    /// <summary>The next event, once there is one.</summary>
    public async ValueTask<Event> NextAsync(CancellationToken cancel)
    {
        await _waiting.WaitAsync(cancel);
        lock (_passing)
        {
            var isLasting = _passing.Count == 0 || (_lasting.TryPeek(out var lasting) && lasting.Place < _passing.Peek().Place);
            return (isLasting ? _lasting : _passing).Dequeue().Event;
        }
    }

    public void Dispose() => _waiting.Dispose();
}
