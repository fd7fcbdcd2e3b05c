using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Platform.Events.Kafka;

/// <summary>A Kafka consumer that is told its partitions and offsets. It joins no group: our leases share the work.</summary>
internal sealed partial class KafkaEventReader(KafkaEventLog log, ILogger logger) : IEventReader
{
    private static readonly TimeSpan Slice = KafkaEventLog.Slice;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<int, long> _places = [];
    private readonly ConcurrentDictionary<int, long> _ends = new();
    private readonly HashSet<int> _missing = [];
    private IConsumer<Ignore, byte[]>? _consumer;

    public async Task SeekAsync(int partition, long position, CancellationToken cancel)
    {
        await log.CountPartitionsAsync(cancel);
        // Its group is never joined and never committed to.
        var consumer = _consumer ??= log.NewConsumer(".reader");
        Drop(partition);
        var topic = new TopicPartition(log.Topic, partition);
        var ends = await Task.Run(() => consumer.QueryWatermarkOffsets(topic, Patience), cancel);
        _ends[partition] = ends.High.Value;
        _places[partition] = position;
        if (position < ends.Low.Value || position > ends.High.Value) _missing.Add(partition);
        else consumer.IncrementalAssign([new TopicPartitionOffset(topic, position)]);
    }

    public void Drop(int partition)
    {
        if (_places.Remove(partition) && !_missing.Remove(partition)) _consumer?.IncrementalUnassign([new TopicPartition(log.Topic, partition)]);
    }

    public long End(int partition) => _ends.GetValueOrDefault(partition);

    public async Task<IReadOnlyList<LogBatch>> ReadAsync(int max, TimeSpan wait, CancellationToken cancel)
    {
        if (_missing.Count > 0) return TakeMissing();
        if (_consumer is null || _places.Count == 0)
        {
            await Task.Delay(wait, cancel);
            return [];
        }
        // A thread of its own, because librdkafka blocks; the pool's threads are few.
        return await Task.Factory.StartNew(() => Poll(_consumer, max, wait, cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private List<LogBatch> TakeMissing()
    {
        var missing = _missing.Select(p => LogBatch.Gone(p, _places[p])).ToList();
        foreach (var batch in missing) Drop(batch.Partition);
        return missing;
    }

    private List<LogBatch> Poll(IConsumer<Ignore, byte[]> consumer, int max, TimeSpan wait, CancellationToken cancel)
    {
        var events = new Dictionary<int, List<LoggedEvent>>();
        try
        {
            ConsumeResult<Ignore, byte[]>? result = null;
            for (var left = wait; result is null && left > TimeSpan.Zero && !cancel.IsCancellationRequested; left -= Slice)
                result = consumer.Consume(left < Slice ? left : Slice);
            for (; result is not null; result = consumer.Consume(TimeSpan.Zero))
            {
                if (Take(result, events) >= max) break;
            }
        }
        catch (ConsumeException e) when (e.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange)
        {
            // Trimmed under our feet: told at the next read, after what was read before.
            var partition = e.ConsumerRecord.Partition.Value;
            OutOfRange(partition, e.Error.Reason);
            if (_places.ContainsKey(partition) && _missing.Add(partition)) consumer.IncrementalUnassign([e.ConsumerRecord.TopicPartition]);
        }
        cancel.ThrowIfCancellationRequested();
        return [.. events.Select(p => ToBatch(consumer, p.Key, p.Value))];
    }

    private int Take(ConsumeResult<Ignore, byte[]> result, Dictionary<int, List<LoggedEvent>> events)
    {
        var partition = result.Partition.Value;
        if (!_places.TryGetValue(partition, out var place) || result.Offset.Value < place) return 0;
        if (!events.TryGetValue(partition, out var list)) events[partition] = list = [];
        list.Add(Open(result));
        return list.Count;
    }

    private LogBatch ToBatch(IConsumer<Ignore, byte[]> consumer, int partition, List<LoggedEvent> events)
    {
        var from = _places[partition];
        _places[partition] = events[^1].Position + 1;
        var ends = consumer.GetWatermarkOffsets(new TopicPartition(log.Topic, partition));
        if (ends.High.Value > _ends.GetValueOrDefault(partition)) _ends[partition] = ends.High.Value;
        return new LogBatch(partition, from, events, _places[partition]);
    }

    // Source and number stand at the end of the message; bytes that are no event have none, and go to dead_events for it.
    private static LoggedEvent Open(ConsumeResult<Ignore, byte[]> result)
    {
        var bytes = result.Message.Value ?? [];
        var position = result.Offset.Value;
        return EventReading.TryParse(bytes) is { } parsed ? new LoggedEvent(position, parsed.Source, parsed.Seq, bytes) : new LoggedEvent(position, "", position + 1, bytes);
    }

    public async ValueTask DisposeAsync()
    {
        if (_consumer is { } consumer) await Task.Run(consumer.Dispose);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka no longer has what comes next in partition {Partition}: {Reason}")]
    private partial void OutOfRange(int partition, string reason);
}
