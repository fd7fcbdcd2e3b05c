using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Events;

namespace Zoetrope.Interaction.Counts;

/// <summary>Tells this process, after a commit, that there is something to fold and something to relay. Other processes poll.</summary>
internal sealed class Changes(OutboxSignal<InteractionDb> outbox) : IDisposable
{
    private readonly SemaphoreSlim _counts = new(0, 1);

    public void Wake()
    {
        outbox.Wake();
        try { _counts.Release(); }
        catch (SemaphoreFullException) { /* the folder is awake already */ }
    }

    public void WakeRelay() => outbox.Wake();

    public Task WaitForCountsAsync(TimeSpan backstop, CancellationToken cancel) => _counts.WaitAsync(backstop, cancel);

    public void Dispose() => _counts.Dispose();
}
