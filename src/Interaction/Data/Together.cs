namespace Zoetrope.Interaction.Data;

/// <summary>
/// Work done in rounds, one at a time: what comes during one goes together in the next. In a storm one round trip serves many, and what
/// comes alone waits for nobody.
/// </summary>
/// <param name="run">A round: a result for each item, in their order; the default for whoever must be seen to one by one.</param>
/// <param name="rowOf">Items of one row go in different rounds; null where they do not meet.</param>
/// <param name="gather">How long a round waits for more where the one before had company, and fewer than half of them are back.</param>
internal sealed class Together<TItem, TResult>(Func<IReadOnlyList<TItem>, Task<TResult?[]>> run, Func<TItem, object>? rowOf = null, TimeSpan gather = default) where TItem : class
{
    private const int MostTogether = 64;

    private readonly Lock _lock = new();
    private List<Waiting> _waiting = [];
    private bool _running;

    /// <returns>The default where the round had none for this item, or failed: done or not, the item is then to be tried by itself.</returns>
    public Task<TResult?> RunAsync(TItem item, CancellationToken cancel)
    {
        var mine = new Waiting(item);
        bool first;
        lock (_lock)
        {
            _waiting.Add(mine);
            (first, _running) = (!_running, true);
        }
        if (first) _ = RunAllAsync();
        return mine.Result.Task.WaitAsync(cancel);
    }

    private async Task RunAllAsync()
    {
        while (Next() is { Count: > 0 } round)
        {
            TResult?[] results;
            try
            {
                results = await run([.. round.Select(waiting => waiting.Item)]);
            }
            catch (Exception)
            {
                // Each of them finds out by itself, and has an answer of its own.
                results = new TResult?[round.Count];
            }
            for (var n = 0; n < round.Count; n++) round[n].Result.SetResult(results[n]);
            // Whoever asks again at once goes with the others who do, not first and alone.
            await Task.Yield();
            if (gather > TimeSpan.Zero && round.Count > 1 && Waits < round.Count / 2) await Task.Delay(gather);
        }
    }

    private int Waits
    {
        get { lock (_lock) return _waiting.Count; }
    }

    private List<Waiting> Next()
    {
        lock (_lock)
        {
            var rows = new HashSet<object>();
            var round = _waiting.FindAll(waiting => rows.Count < MostTogether && rows.Add(rowOf?.Invoke(waiting.Item) ?? waiting));
            _waiting = round.Count == _waiting.Count ? [] : [.. _waiting.Except(round)];
            _running = round.Count > 0;
            return round;
        }
    }

    private sealed class Waiting(TItem item)
    {
        public TItem Item => item;
        public TaskCompletionSource<TResult?> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
