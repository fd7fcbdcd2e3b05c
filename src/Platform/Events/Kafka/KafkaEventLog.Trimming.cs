using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Zoetrope.Platform.Events.Kafka;

internal sealed partial class KafkaEventLog
{
    /// <summary>Deletes records up to the first that is young enough or that a registered consumer has yet to read.</summary>
    public async Task TrimAsync(DateTimeOffset before, CancellationToken cancel)
    {
        var partitions = await CountPartitionsAsync(cancel);
        using var admin = NewAdmin();
        var read = await GetLeastReadAsync(admin, cancel);
        var client = Register("");
        var young = await Task.Run(() => client.OffsetsForTimes(
            Enumerable.Range(0, partitions).Select(p => new TopicPartitionTimestamp(kafka.Topic, p, new Timestamp(before.UtcDateTime))), Patience), cancel);
        var targets = new List<TopicPartitionOffset>();
        foreach (var partition in young)
        {
            var ends = await Task.Run(() => client.QueryWatermarkOffsets(partition.TopicPartition, Patience), cancel);
            var target = Math.Min(partition.Offset.Value >= 0 ? partition.Offset.Value : ends.High.Value, read.GetValueOrDefault(partition.Partition.Value, long.MaxValue));
            if (target > ends.Low.Value) targets.Add(new TopicPartitionOffset(partition.TopicPartition, target));
        }
        if (targets.Count == 0) return;
        await admin.DeleteRecordsAsync(targets);
        Trimmed(targets.Count);
    }

    private async Task<Dictionary<int, long>> GetLeastReadAsync(IAdminClient admin, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var groups = await admin.ListConsumerGroupsAsync();
        var least = new Dictionary<int, long>();
        foreach (var group in groups.Valid.Where(g => g.GroupId.StartsWith(Group(""), StringComparison.Ordinal)))
        {
            foreach (var result in await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(group.GroupId, null)]))
            {
                foreach (var offset in result.Partitions.Where(p => p.Topic == kafka.Topic && p.Offset.Value >= 0))
                    least[offset.Partition.Value] = Math.Min(offset.Offset.Value, least.GetValueOrDefault(offset.Partition.Value, long.MaxValue));
            }
        }
        return least;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Old events were dropped from {Partitions} partitions of the log")]
    private partial void Trimmed(int partitions);
}
