using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Zoetrope.Platform.Events.Kafka;

internal sealed partial class KafkaEventLog
{
    private readonly ConcurrentDictionary<string, IConsumer<Ignore, byte[]>> _committers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _registered = new(StringComparer.Ordinal);
    private readonly Lock _registerLock = new();
    private IProducer<string, string?>? _register;

    private string RegisterTopic => $"{kafka.Topic}-consumers";

    public async Task ReportAsync(string consumer, IReadOnlyDictionary<int, long> positions, CancellationToken cancel)
    {
        await CountPartitionsAsync(cancel);
        if (!_registered.ContainsKey(consumer))
        {
            await EnterAsync(consumer, "registered", cancel);
            _registered[consumer] = true;
        }
        if (positions.Count == 0) return;
        var committer = Committer(consumer);
        await Task.Run(() => committer.Commit(positions.Select(p => new TopicPartitionOffset(kafka.Topic, p.Key, p.Value))), cancel);
    }

    public async Task ForgetAsync(string consumer, CancellationToken cancel)
    {
        await CountPartitionsAsync(cancel);
        await EnterAsync(consumer, entry: null, cancel);
        _registered.TryRemove(consumer, out _);
    }

    /// <summary>Kafka's own list of groups is not used: the client library can crash where a broker refuses to give it.</summary>
    private Task<List<string>> ListRegisteredAsync(CancellationToken cancel) => Task.Run(() =>
    {
        var place = new TopicPartition(RegisterTopic, 0);
        using var reader = new ConsumerBuilder<string, string?>(ConsumerSettings("")).SetLogHandler((_, m) => Says(m.Message)).Build();
        var ends = reader.QueryWatermarkOffsets(place, Patience);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        reader.Assign(new TopicPartitionOffset(place, ends.Low));
        for (var next = ends.Low; next < ends.High;)
        {
            cancel.ThrowIfCancellationRequested();
            // Compaction leaves gaps, so the position tells the end, not a count.
            if (reader.Consume(Slice) is { } entry)
            {
                if (entry.Message.Value is null) names.Remove(entry.Message.Key);
                else names.Add(entry.Message.Key);
                next = entry.Offset + 1;
            }
            else if (reader.Position(place) is var position && position > next) next = position;
        }
        return names.ToList();
    }, cancel);

    private async Task EnterAsync(string consumer, string? entry, CancellationToken cancel)
    {
        lock (_registerLock) _register ??= new ProducerBuilder<string, string?>(ProducerSettings()).SetLogHandler((_, m) => Says(m.Message)).Build();
        await _register.ProduceAsync(RegisterTopic, new Message<string, string?> { Key = consumer, Value = entry }, cancel);
    }

    private IConsumer<Ignore, byte[]> Committer(string consumer) => _committers.GetOrAdd(consumer, NewConsumer);
}
