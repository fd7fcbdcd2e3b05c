namespace Zoetrope.Platform.Events.Postgres;

/// <summary>What this process knows of where the partitions begin and end; whoever appends, listens or polls moves it.</summary>
internal sealed class LogTip(int partitions)
{
    private readonly long[] _first = new long[partitions];
    private readonly long[] _next = new long[partitions];
    private readonly Lock _lock = new();
    private TaskCompletionSource _moved = NewSignal();

    public int Partitions => partitions;

    public long First(int partition) => Volatile.Read(ref _first[partition]);

    public long Next(int partition) => Volatile.Read(ref _next[partition]);

    /// <summary>Completes at the next move. Take it before looking at the ends, and no move is missed.</summary>
    public Task Moved
    {
        get { lock (_lock) return _moved.Task; }
    }

    /// <summary>Takes in ends as an append or a notification tells them: <c>3:17 5:20</c>.</summary>
    public void Move(string ends)
    {
        var moved = false;
        foreach (var part in ends.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && int.TryParse(part.AsSpan(0, colon), out var partition) && partition < partitions && long.TryParse(part.AsSpan(colon + 1), out var next))
                moved |= Raise(_next, partition, next);
        }
        if (moved) Signal();
    }

    public void Move(int partition, long first, long next)
    {
        Raise(_first, partition, first);
        if (Raise(_next, partition, next)) Signal();
    }

    // News may overtake each other; ends only grow.
    private bool Raise(long[] values, int partition, long to)
    {
        lock (_lock)
        {
            if (values[partition] >= to) return false;
            values[partition] = to;
            return true;
        }
    }

    private void Signal()
    {
        TaskCompletionSource moved;
        lock (_lock) (moved, _moved) = (_moved, NewSignal());
        moved.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
