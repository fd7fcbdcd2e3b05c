using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Zoetrope.Platform.Data;

namespace Zoetrope.Platform.Events;

/// <summary>
/// One service's ear: reads the partitions that this process leases and applies them one batch after the other. Whatever goes wrong
/// with a partition pauses that partition, whatever goes wrong with everything pauses everything; nothing is skipped.
/// </summary>
internal sealed partial class EventConsumer<TDb>(
    EventConsumerRegistration<TDb> registration, NpgsqlDataSource database, IEventLog log, EventApplier<TDb> applier, EventLogOptions options, TimeProvider time,
    ILogger<EventConsumer<TDb>> logger) : BackgroundService where TDb : ServiceDatabase
{
    /// <summary>The first events after a rest are applied at once; those that come in this time after them go together, in one transaction.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <summary>How often a partition that waits for a rebuild looks whether it has come.</summary>
    private static readonly TimeSpan StuckFor = TimeSpan.FromSeconds(2);

    private readonly string _consumer = registration.Consumer;
    private readonly Dictionary<int, EventCursor> _cursors = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(() => failures = 0, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (failures++ == 0) Waits(e, _consumer);
                await Task.Delay(EventBackoff.After(failures), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunAsync(Action runs, CancellationToken cancel)
    {
        var partitions = await log.CountPartitionsAsync(cancel);
        await RegisterAsync(partitions, cancel);
        var member = $"{Environment.MachineName}-{Environment.ProcessId}-{Ids.New(time):N}";
        var leases = new PartitionLeases(database, _consumer, member, options.Lease, partitions);
        await using var reader = log.OpenReader(_consumer);
        try
        {
            long renewAt = 0, reportAt = After(options.Lease);
            while (true)
            {
                if (time.GetTimestamp() >= renewAt)
                {
                    renewAt = After(options.Lease / 3);
                    await TakeAsync(await leases.RenewAsync(cancel), reader, cancel);
                    await SavePassedAsync(reader, cancel);
                }
                if (time.GetTimestamp() >= reportAt)
                {
                    reportAt = After(options.Lease);
                    await log.ReportAsync(_consumer, _cursors.ToDictionary(c => c.Key, c => c.Value.Saved), cancel);
                    await FailPoints.HitAsync("consumer.reported", cancel);
                }
                await ResumeAsync(reader, cancel);
                var batches = await reader.ReadAsync(options.Batch, Wait(renewAt), cancel);
                foreach (var batch in await TryTogetherAsync(batches, cancel) ? [] : batches)
                {
                    await HandleAsync(batch, reader, cancel);
                    // Long batches: the rest is read again by whoever then holds the lease.
                    if (time.GetTimestamp() >= renewAt)
                    {
                        renewAt = After(options.Lease / 3);
                        await TakeAsync(await leases.RenewAsync(cancel), reader, cancel);
                    }
                }
                runs();
                // A partition with much to catch up on has a full batch, and goes on.
                if (batches.Count > 0 && batches.All(b => b.Events.Count < options.Batch)) await Task.Delay(Pause, cancel);
            }
        }
        finally
        {
            foreach (var partition in _cursors.Keys.ToList()) Lose(partition, reader);
            await LeaveAsync(leases);
        }
    }

    private long After(TimeSpan span) => time.GetTimestamp() + (long)(span.TotalSeconds * time.TimestampFrequency);

    /// <summary>Until there is something else to do than to read.</summary>
    private TimeSpan Wait(long renewAt)
    {
        var next = Math.Min(renewAt, _cursors.Values.Where(c => c.PausedUntil > 0).Select(c => c.PausedUntil).DefaultIfEmpty(long.MaxValue).Min());
        var left = TimeSpan.FromSeconds((next - time.GetTimestamp()) / (double)time.TimestampFrequency);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1);
    }

    /// <summary>Makes the rows that the compare-and-set needs, and tells the log that this consumer is there.</summary>
    private async Task RegisterAsync(int partitions, CancellationToken cancel)
    {
        await using var register = database.CreateBatch();
        // Only those that are missing: meeting a row that a batch is moving just now would wait for that batch.
        register.BatchCommands.Add(new NpgsqlBatchCommand("""
            insert into event_positions (consumer, partition, position) select $1, p.partition, 0 from generate_series(0, $2 - 1) as p (partition)
            where not exists (select from event_positions e where e.consumer = $1 and e.partition = p.partition) on conflict do nothing
            """)
        { Parameters = { new() { Value = _consumer }, new() { Value = partitions } } });
        register.BatchCommands.Add(new NpgsqlBatchCommand("select partition, position from event_positions where consumer = $1 and partition < $2")
        { Parameters = { new() { Value = _consumer }, new() { Value = partitions } } });
        var positions = new Dictionary<int, long>();
        await using (var rows = await register.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel)) positions[rows.GetInt32(0)] = rows.GetInt64(1);
        }
        await log.ReportAsync(_consumer, positions, cancel);
    }

    private async Task TakeAsync(IReadOnlySet<int> held, IEventReader reader, CancellationToken cancel)
    {
        foreach (var partition in _cursors.Keys.Where(p => !held.Contains(p)).ToList()) Lose(partition, reader);
        foreach (var partition in held.Where(p => !_cursors.ContainsKey(p)))
        {
            var cursor = new EventCursor(partition);
            await SeekAsync(cursor, reader, cancel);
            _cursors[partition] = cursor;
            EventMetrics.Watch(_consumer, partition, () => (Math.Max(0, reader.End(partition) - cursor.Next), cursor.Stuck));
        }
    }

    private void Lose(int partition, IEventReader reader)
    {
        _cursors.Remove(partition);
        reader.Drop(partition);
        EventMetrics.Unwatch(_consumer, partition);
    }

    private async Task SeekAsync(EventCursor cursor, IEventReader reader, CancellationToken cancel)
    {
        cursor.PausedUntil = 0;
        await cursor.LoadAsync(database, _consumer, cancel);
        await reader.SeekAsync(cursor.Partition, cursor.Next, cancel);
    }

    private async Task SavePassedAsync(IEventReader reader, CancellationToken cancel)
    {
        foreach (var cursor in _cursors.Values.Where(c => c.Next != c.Saved && c.PausedUntil == 0))
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            if (await EventCursor.MoveAsync(connection, null, _consumer, [new(cursor, cursor.Next, EventCursor.NoSeqs)], cancel)) cursor.MarkSaved(cursor.Next, EventCursor.NoSeqs);
            else await SeekAsync(cursor, reader, cancel);
        }
    }

    private async Task ResumeAsync(IEventReader reader, CancellationToken cancel)
    {
        foreach (var cursor in _cursors.Values.Where(c => c.PausedUntil > 0 && c.PausedUntil <= time.GetTimestamp()))
        {
            var before = cursor.Next;
            await SeekAsync(cursor, reader, cancel);
            if (cursor.Next != before) cursor.Stuck = false;
        }
    }

    /// <summary>
    /// Small batches go in one transaction, however many partitions have something: a storm of taps is otherwise mostly commits. Where that
    /// fails nothing has happened, and each partition is looked at by itself.
    /// </summary>
    private async Task<bool> TryTogetherAsync(IReadOnlyList<LogBatch> batches, CancellationToken cancel)
    {
        if (batches.Count < 2 || batches.Sum(b => b.Events.Count) > options.Batch) return false;
        var parts = new List<(EventCursor, LogBatch)>(batches.Count);
        foreach (var batch in batches)
        {
            if (batch.Missing || !_cursors.TryGetValue(batch.Partition, out var cursor) || cursor.Failures > 0 || cursor.Stuck || batch.From != cursor.Next) return false;
            parts.Add((cursor, batch));
        }
        try
        {
            await applier.ApplyTogetherAsync(parts, cancel);
            return true;
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task HandleAsync(LogBatch batch, IEventReader reader, CancellationToken cancel)
    {
        if (!_cursors.TryGetValue(batch.Partition, out var cursor)) return;
        if (batch.Missing)
        {
            if (!cursor.Stuck) MissesEvents(_consumer, batch.Partition, batch.From);
            cursor.Stuck = true;
            cursor.PausedUntil = After(StuckFor);
            return;
        }
        try
        {
            // Read for an earlier lease of the same partition.
            if (batch.From != cursor.Next) throw new CursorMovedException();
            await applier.ApplyAsync(cursor, batch, cancel);
            if (cursor.Failures > 0) GoesOn(_consumer, batch.Partition);
            cursor.Failures = 0;
            cursor.Stuck = false;
        }
        catch (CursorMovedException)
        {
            reader.Drop(batch.Partition);
            await SeekAsync(cursor, reader, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            reader.Drop(batch.Partition);
            if (cursor.Failures++ == 0) Pauses(e, _consumer, batch.Partition);
            cursor.PausedUntil = After(EventBackoff.After(cursor.Failures));
        }
    }

    private async Task LeaveAsync(PartitionLeases leases)
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
        try
        {
            await leases.LeaveAsync(soon.Token);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            // The leases end by themselves.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Consumer} cannot hear events, trying again")]
    private partial void Waits(Exception reason, string consumer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Consumer} pauses partition {Partition}, trying again")]
    private partial void Pauses(Exception reason, string consumer, int partition);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Consumer} goes on with partition {Partition}")]
    private partial void GoesOn(string consumer, int partition);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "{Consumer} stands at {Partition}/{Position}, which the event log does not have. It waits; run: zoetrope rebuild {Consumer}")]
    private partial void MissesEvents(string consumer, int partition, long position);
}
