using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Platform.Events.Kafka;

/// <summary>
/// The log on Kafka: one topic with a fixed number of partitions, which are leased and sought by our own positions; Kafka's groups
/// only keep the register of consumers, for its tools and for trimming.
/// </summary>
internal sealed partial class KafkaEventLog(KafkaOptions kafka, EventLogOptions options, ILogger<KafkaEventLog> logger) : IEventLog, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly ConcurrentDictionary<string, IProducer<Null, byte[]>> _producers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IConsumer<Ignore, byte[]>> _registers = new(StringComparer.Ordinal);
    private int _partitions;

    public string Topic => kafka.Topic;

    public async ValueTask<int> CountPartitionsAsync(CancellationToken cancel)
    {
        if (Volatile.Read(ref _partitions) is var known and > 0) return known;
        await _opening.WaitAsync(cancel);
        try
        {
            if (_partitions == 0)
            {
                KafkaLibrary.Load();
                Volatile.Write(ref _partitions, await CreateTopicAsync());
            }
            return _partitions;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>
    /// Sends all and waits for every acknowledgement. A producer that has failed once is thrown away with what it still holds: it
    /// must not send later events after an earlier one got lost, because consumers would then take the earlier one's resend for old.
    /// </summary>
    public async Task AppendAsync(string source, IReadOnlyList<NumberedEvent> events, CancellationToken cancel)
    {
        if (events.Count == 0) return;
        var partitions = await CountPartitionsAsync(cancel);
        var producer = _producers.GetOrAdd(source, _ => NewProducer());
        var acknowledged = new Acknowledgements(events.Count);
        try
        {
            foreach (var e in events)
            {
                var message = new Message<Null, byte[]> { Value = Seal(source, e) };
                producer.Produce(new TopicPartition(kafka.Topic, EventPartitions.Of(e.Key, partitions)), message, acknowledged.Take);
            }
            await FailPoints.HitAsync("kafka.sent", cancel);
            await acknowledged.All.WaitAsync(cancel);
        }
        catch
        {
            _producers.TryRemove(source, out _);
            await Task.Run(producer.Dispose, CancellationToken.None);
            throw;
        }
    }

    public Task<long?> GetLastSeqAsync(string source, CancellationToken cancel) => Task.FromResult<long?>(null);

    public async Task<IReadOnlyList<long>> GetEndsAsync(CancellationToken cancel)
    {
        var partitions = await CountPartitionsAsync(cancel);
        var client = Register("");
        return await Task.Run(() => Enumerable.Range(0, partitions)
            .Select(p => client.QueryWatermarkOffsets(new TopicPartition(kafka.Topic, p), Patience).High.Value).ToList(), cancel);
    }

    public IEventReader OpenReader(string? consumer) => new KafkaEventReader(this, logger);

    public async Task ReportAsync(string consumer, IReadOnlyDictionary<int, long> positions, CancellationToken cancel)
    {
        if (positions.Count == 0) return;
        await CountPartitionsAsync(cancel);
        var register = Register(consumer);
        await Task.Run(() => register.Commit(positions.Select(p => new TopicPartitionOffset(kafka.Topic, p.Key, p.Value))), cancel);
    }

    public async Task ForgetAsync(string consumer, CancellationToken cancel)
    {
        await CountPartitionsAsync(cancel);
        using var admin = NewAdmin();
        await admin.DeleteGroupsAsync([Group(consumer)]);
    }

    /// <summary>
    /// An event with its source and number: appended fields of the same message, so nothing is parsed on the way. They are in the
    /// body, because old brokers drop headers.
    /// </summary>
    private static byte[] Seal(string source, NumberedEvent e) => [.. e.Payload, .. new Event { Source = source, Seq = e.Seq }.ToByteArray()];

    private string Group(string consumer) => $"{kafka.Topic}.{consumer}";

    private IConsumer<Ignore, byte[]> Register(string consumer) => _registers.GetOrAdd(consumer, NewConsumer);

    internal IConsumer<Ignore, byte[]> NewConsumer(string consumer) => new ConsumerBuilder<Ignore, byte[]>(Client(new ConsumerConfig
    {
        GroupId = Group(consumer),
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Error,
        FetchWaitMaxMs = 100,
    })).SetErrorHandler((_, e) => Says(e.Reason)).SetLogHandler((_, m) => Says(m.Message)).Build();

    private IProducer<Null, byte[]> NewProducer() => new ProducerBuilder<Null, byte[]>(Client(new ProducerConfig
    {
        Acks = Acks.All,
        EnableIdempotence = true,
        EnableGaplessGuarantee = true,
        // For ever: giving up on one message would leave a gap. The relay waits, and the outbox keeps what is to come.
        MessageTimeoutMs = 0,
        LingerMs = 1,
        CompressionType = CompressionType.Lz4,
    })).SetErrorHandler((_, e) => Says(e.Reason)).SetLogHandler((_, m) => Says(m.Message)).Build();

    private IAdminClient NewAdmin() => new AdminClientBuilder(Client(new AdminClientConfig())).SetLogHandler((_, m) => Says(m.Message)).Build();

    private T Client<T>(T config) where T : ClientConfig
    {
        config.BootstrapServers = kafka.Brokers;
        config.ClientId = "zoetrope";
        config.AllowAutoCreateTopics = false;
        foreach (var (name, value) in kafka.Client) config.Set(name, value);
        return config;
    }

    private async Task<int> CreateTopicAsync()
    {
        using var admin = NewAdmin();
        var brokers = await Task.Run(() => admin.GetMetadata(Patience).Brokers.Count);
        var replication = kafka.Replication ?? (short)Math.Min(3, brokers);
        try
        {
            await admin.CreateTopicsAsync([new TopicSpecification
            {
                Name = kafka.Topic,
                NumPartitions = options.Partitions,
                ReplicationFactor = replication,
                // Trimmed by us, never past a registered consumer.
                Configs = new() { ["retention.ms"] = "-1", ["min.insync.replicas"] = replication >= 3 ? "2" : "1" },
            }], new CreateTopicsOptions { RequestTimeout = Patience });
        }
        catch (KafkaException e)
        {
            // There already, or not ours to create: then it must be there.
            Says(e.Message);
        }
        var topic = await Task.Run(() => admin.GetMetadata(kafka.Topic, Patience).Topics.Find(t => t.Topic == kafka.Topic));
        return topic is { Partitions.Count: > 0 } ? topic.Partitions.Count
            : throw new KafkaException(new Error(ErrorCode.UnknownTopicOrPart, $"The topic {kafka.Topic} is not there and cannot be created."));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Run(() =>
        {
            foreach (var producer in _producers.Values) producer.Dispose();
            foreach (var register in _registers.Values) register.Dispose();
        });
        _opening.Dispose();
    }

    /// <summary>Counts acknowledgements down; the first error fails all.</summary>
    private sealed class Acknowledgements(int count)
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = count;

        public Task All => _all.Task;

        public void Take(DeliveryReport<Null, byte[]> report)
        {
            if (report.Error.IsError) _all.TrySetException(new KafkaException(report.Error));
            else if (Interlocked.Decrement(ref _left) == 0) _all.TrySetResult();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Kafka: {Text}")]
    private partial void Says(string text);
}
