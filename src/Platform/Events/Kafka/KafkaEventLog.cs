using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Platform.Events.Kafka;

/// <summary>
/// The log on Kafka: one topic with a fixed number of partitions, which are leased and sought by our own positions. Consumers commit
/// to a group each, for Kafka's tools and for trimming, and are listed in a small compacted topic.
/// </summary>
internal sealed partial class KafkaEventLog(KafkaOptions kafka, EventLogOptions options, ILogger<KafkaEventLog> logger) : IEventLog, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long one call into librdkafka may block, so that stopping never waits longer.</summary>
    internal static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly ConcurrentDictionary<string, IProducer<Null, byte[]>> _producers = new(StringComparer.Ordinal);
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
                Volatile.Write(ref _partitions, await CreateTopicsAsync());
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
        var client = Committer("");
        return await Task.Run(() => Enumerable.Range(0, partitions)
            .Select(p => client.QueryWatermarkOffsets(new TopicPartition(kafka.Topic, p), Patience).High.Value).ToList(), cancel);
    }

    public IEventReader OpenReader(string? consumer) => new KafkaEventReader(this, logger);

    /// <summary>
    /// An event with its source and number: appended fields of the same message, so nothing is parsed on the way. They are in the
    /// body, because old brokers drop headers.
    /// </summary>
    private static byte[] Seal(string source, NumberedEvent e) => [.. e.Payload, .. new Event { Source = source, Seq = e.Seq }.ToByteArray()];

    private string Group(string consumer) => $"{kafka.Topic}.{consumer}";

    internal IConsumer<Ignore, byte[]> NewConsumer(string consumer) => new ConsumerBuilder<Ignore, byte[]>(ConsumerSettings(consumer))
        .SetErrorHandler((_, e) => Says(e.Reason)).SetLogHandler((_, m) => Says(m.Message)).Build();

    private ConsumerConfig ConsumerSettings(string consumer) => Client(new ConsumerConfig
    {
        GroupId = Group(consumer),
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Error,
        AllowAutoCreateTopics = false,
        FetchWaitMaxMs = 100,
    });

    private IProducer<Null, byte[]> NewProducer() => new ProducerBuilder<Null, byte[]>(ProducerSettings())
        .SetErrorHandler((_, e) => Says(e.Reason)).SetLogHandler((_, m) => Says(m.Message)).Build();

    private ProducerConfig ProducerSettings() => Client(new ProducerConfig
    {
        Acks = Acks.All,
        EnableIdempotence = true,
        EnableGaplessGuarantee = true,
        // For ever: giving up on one message would leave a gap. The relay waits, and the outbox keeps what is to come.
        MessageTimeoutMs = 0,
        LingerMs = 1,
        CompressionType = CompressionType.Lz4,
    });

    private IAdminClient NewAdmin() => new AdminClientBuilder(Client(new AdminClientConfig())).SetLogHandler((_, m) => Says(m.Message)).Build();

    private T Client<T>(T config) where T : ClientConfig
    {
        config.BootstrapServers = kafka.Brokers;
        config.ClientId = "zoetrope";
        foreach (var (name, value) in kafka.Client) config.Set(name, value);
        return config;
    }

    private async Task<int> CreateTopicsAsync()
    {
        using var admin = NewAdmin();
        // All topics: asking for one by name may create it, with as many partitions as the broker likes.
        var there = await Task.Run(() => admin.GetMetadata(Patience));
        var copies = kafka.Replication ?? (short)Math.Min(3, there.Brokers.Count);
        var sync = copies >= 3 ? "2" : "1";
        TopicSpecification[] wanted =
        [
            // Trimmed by us, never past a registered consumer.
            new() { Name = kafka.Topic, NumPartitions = options.Partitions, ReplicationFactor = copies, Configs = new() { ["retention.ms"] = "-1", ["min.insync.replicas"] = sync } },
            new() { Name = RegisterTopic, NumPartitions = 1, ReplicationFactor = copies, Configs = new() { ["cleanup.policy"] = "compact", ["min.insync.replicas"] = sync } },
        ];
        var missing = wanted.Where(w => !there.Topics.Exists(t => t.Topic == w.Name)).ToList();
        if (missing.Count > 0)
        {
            try
            {
                await admin.CreateTopicsAsync(missing, new CreateTopicsOptions { RequestTimeout = Patience });
            }
            catch (CreateTopicsException e) when (e.Results.TrueForAll(r => r.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists))
            {
                // Another process was quicker.
            }
            there = await Task.Run(() => admin.GetMetadata(Patience));
        }
        return there.Topics.Find(t => t.Topic == kafka.Topic) is { Partitions.Count: > 0 } topic ? topic.Partitions.Count
            : throw new KafkaException(new Error(ErrorCode.UnknownTopicOrPart, $"The topic {kafka.Topic} has been created and is not there yet."));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Run(() =>
        {
            foreach (var producer in _producers.Values) producer.Dispose();
            foreach (var committer in _committers.Values) committer.Dispose();
            _register?.Dispose();
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
