using Npgsql;

namespace Zoetrope.Platform.Events.Postgres;

/// <summary>Reads several partitions in one query, and asks only when the tip says that there is something.</summary>
internal sealed class PostgresEventReader(PostgresEventLog log, NpgsqlDataSource database) : IEventReader
{
    /// <summary>Where a partition is read, and the day before which nothing of it is left to read, so that older tables are skipped.</summary>
    private sealed record Place(long Position, DateOnly Day);

    private readonly SortedDictionary<int, Place> _places = [];
    private readonly HashSet<int> _missing = [];
    private LogTip? _tip;

    public async Task SeekAsync(int partition, long position, CancellationToken cancel)
    {
        _tip = await log.OpenAsync(cancel);
        await log.RefreshAsync(cancel);
        _missing.Remove(partition);
        // Past the end: a position in another log, from before this one was made or restored.
        if (position > _tip.Next(partition)) _missing.Add(partition);
        _places[partition] = new Place(position, DateOnly.MinValue);
    }

    public void Drop(int partition)
    {
        _places.Remove(partition);
        _missing.Remove(partition);
    }

    public long End(int partition) => Volatile.Read(ref _tip)?.Next(partition) ?? 0;

    public async Task<IReadOnlyList<LogBatch>> ReadAsync(int max, TimeSpan wait, CancellationToken cancel)
    {
        var tip = _tip ?? await log.OpenAsync(cancel);
        var moved = tip.Moved;
        if (TakeMissing(tip) is { Count: > 0 } missing) return missing;
        if (!_places.Any(p => tip.Next(p.Key) > p.Value.Position))
        {
            await moved.WaitAsync(wait, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancel.ThrowIfCancellationRequested();
        }
        var news = _places.Where(p => tip.Next(p.Key) > p.Value.Position).ToList();
        if (news.Count == 0) return [];
        var batches = await QueryAsync(news, max, cancel);
        // Nothing where the tip promised something: trimmed under our feet. The beginnings we know are old.
        if (batches.Count == 0 || batches.Any(b => b.Missing)) await log.RefreshAsync(cancel);
        return batches;
    }

    private List<LogBatch> TakeMissing(LogTip tip)
    {
        var missing = _places.Where(p => p.Value.Position < tip.First(p.Key) || _missing.Contains(p.Key))
            .Select(p => LogBatch.Gone(p.Key, p.Value.Position)).ToList();
        foreach (var batch in missing) Drop(batch.Partition);
        return missing;
    }

    private async Task<IReadOnlyList<LogBatch>> QueryAsync(List<KeyValuePair<int, Place>> news, int max, CancellationToken cancel)
    {
        await using var read = database.CreateCommand("""
            select e.partition, e.position, e.source, e.seq, e.payload, e.day
            from unnest($1, $2, $3) as p (partition, position, day)
            cross join lateral (
              select l.partition, l.position, l.source, l.seq, l.payload, l.day from log l
              where l.partition = p.partition and l.position >= p.position and l.day >= p.day
              order by l.position limit $4) e
            """);
        read.Parameters.AddWithValue(news.Select(p => p.Key).ToArray());
        read.Parameters.AddWithValue(news.Select(p => p.Value.Position).ToArray());
        read.Parameters.AddWithValue(news.Select(p => p.Value.Day).ToArray());
        read.Parameters.AddWithValue(max);

        var events = news.ToDictionary(p => p.Key, _ => new List<LoggedEvent>());
        await using (var rows = await read.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
            {
                var partition = rows.GetInt32(0);
                var position = rows.GetInt64(1);
                events[partition].Add(new LoggedEvent(position, rows.GetString(2), rows.GetInt64(3), rows.GetFieldValue<byte[]>(4)));
                // A day of slack for a server whose clock is set back.
                _places[partition] = new Place(position + 1, rows.GetFieldValue<DateOnly>(5).AddDays(-1));
            }
        }
        return [.. news.Where(p => events[p.Key].Count > 0).Select(p => ToBatch(p.Key, p.Value.Position, events[p.Key]))];
    }

    // Positions are dense: a first one that is not the one asked for means that those between are gone.
    private LogBatch ToBatch(int partition, long from, List<LoggedEvent> events)
    {
        if (events[0].Position == from) return new LogBatch(partition, from, events, _places[partition].Position);
        Drop(partition);
        return LogBatch.Gone(partition, from);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
