using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Zoetrope.Platform.Events.Kafka;

internal sealed partial class KafkaEventLog
{
    /// <summary>Deletes records up to the first that is young enough or that a registered consumer has yet to read.</summary>
    public async Task TrimAsync(DateTimeOffset before, CancellationToken cancel)
    {
        var targets = await FindTrimmableAsync(before, cancel);
        if (targets.Count == 0) return;
        using var admin = NewAdmin();
        await admin.DeleteRecordsAsync(targets);
        Trimmed(targets.Count);
    }

    /// <summary>By partition, the first record that must stay, where there are some before it.</summary>
    internal async Task<List<TopicPartitionOffset>> FindTrimmableAsync(DateTimeOffset before, CancellationToken cancel)
    {
        var partitions = await CountPartitionsAsync(cancel);
        var consumers = await ListRegisteredAsync(cancel);
        return await Task.Run(() =>
        {
            var topic = Enumerable.Range(0, partitions).Select(p => new TopicPartition(kafka.Topic, p)).ToList();
            var client = Committer("");
            var target = client.OffsetsForTimes(topic.Select(t => new TopicPartitionTimestamp(t, new Timestamp(before.UtcDateTime))), Patience)
                .ToDictionary(o => o.Partition.Value, o => o.Offset.Value >= 0 ? o.Offset.Value : client.QueryWatermarkOffsets(o.TopicPartition, Patience).High.Value);
            foreach (var consumer in consumers)
            {
                // Registered and nothing committed yet: it is to read everything.
                foreach (var read in Committer(consumer).Committed(topic, Patience))
                    target[read.Partition.Value] = Math.Min(target[read.Partition.Value], Math.Max(0, read.Offset.Value));
            }
            return topic.Where(t => target[t.Partition.Value] > client.QueryWatermarkOffsets(t, Patience).Low.Value)
                .Select(t => new TopicPartitionOffset(t, target[t.Partition.Value])).ToList();
        }, cancel);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Old events were dropped from {Partitions} partitions of the log")]
    private partial void Trimmed(int partitions);
}
