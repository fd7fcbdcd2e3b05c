using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Platform.Events;

/// <summary>
/// What every service tells the others, in a fixed number of partitions chosen by key; order holds inside a partition. Its two
/// homes are PostgreSQL and Kafka, and one suite of tests runs on both.
/// </summary>
public interface IEventLog
{
    /// <summary>How many partitions there are: fixed when the log was created, whatever the configuration says today.</summary>
    ValueTask<int> CountPartitionsAsync(CancellationToken cancel);

    /// <summary>
    /// Appends a relay's events, which ascend by number, and returns when they are durable. A failed or unanswered call is
    /// repeated whole, with the same numbers: PostgreSQL drops what it has, on Kafka the consumers do.
    /// </summary>
    Task AppendAsync(string source, IReadOnlyList<NumberedEvent> events, CancellationToken cancel);

    /// <summary>The highest number of this source in the log; null where the log cannot tell (Kafka).</summary>
    Task<long?> GetLastSeqAsync(string source, CancellationToken cancel);

    /// <summary>The position that the next event of each partition will get.</summary>
    Task<IReadOnlyList<long>> GetEndsAsync(CancellationToken cancel);

    /// <summary>A reader of its own; it is used by one caller at a time.</summary>
    /// <param name="consumer">Who reads, for the log's own bookkeeping; null for a tail.</param>
    IEventReader OpenReader(string? consumer);

    /// <summary>
    /// Registers a consumer, or says how far it has come: by partition, the position of its next event. The log is never trimmed
    /// past it.
    /// </summary>
    Task ReportAsync(string consumer, IReadOnlyDictionary<int, long> positions, CancellationToken cancel);

    /// <summary>Takes a consumer that is gone for good off the register, so that it holds back trimming no more.</summary>
    Task ForgetAsync(string consumer, CancellationToken cancel);

    /// <summary>Drops what is older than this moment and behind every registered consumer, and prepares the days ahead.</summary>
    Task TrimAsync(DateTimeOffset before, CancellationToken cancel);
}

/// <summary>Reads the partitions it was told to, from the positions it was told to.</summary>
public interface IEventReader : IAsyncDisposable
{
    /// <summary>Reads this partition from here on.</summary>
    Task SeekAsync(int partition, long position, CancellationToken cancel);

    /// <summary>Reads this partition no more.</summary>
    void Drop(int partition);

    /// <summary>
    /// What comes next: at most <paramref name="max"/> events of each partition, one batch for each that has any. Waits up to
    /// <paramref name="wait"/> for the first and then returns nothing.
    /// </summary>
    Task<IReadOnlyList<LogBatch>> ReadAsync(int max, TimeSpan wait, CancellationToken cancel);

    /// <summary>Where this partition ends, as far as is known here. May be asked from any thread.</summary>
    long End(int partition);
}

/// <summary>An event as the relay hands it over.</summary>
/// <param name="Seq">The relay's number.</param>
/// <param name="Payload">A serialised <see cref="Event"/>.</param>
public readonly record struct NumberedEvent(long Seq, string Key, byte[] Payload);

/// <summary>An event as it stands in the log.</summary>
public readonly record struct LoggedEvent(long Position, string Source, long Seq, byte[] Payload);

/// <summary>Consecutive events of one partition.</summary>
/// <param name="From">The position asked for.</param>
/// <param name="Next">The position to go on from.</param>
/// <param name="Missing">
/// The position asked for is not in the log: trimmed, or of another log. The partition was dropped; only a rebuild from
/// snapshots helps.
/// </param>
public sealed record LogBatch(int Partition, long From, IReadOnlyList<LoggedEvent> Events, long Next, bool Missing = false)
{
    internal static LogBatch Gone(int partition, long from) => new(partition, from, [], from, Missing: true);
}

/// <summary>Which partition a key belongs to: the same in every process and on both logs, for ever.</summary>
public static class EventPartitions
{
    /// <summary>FNV-1a, 64 bits, over the UTF-16 code units, folded: stable across processes, unlike <see cref="string.GetHashCode()"/>.</summary>
    public static int Of(string key, int partitions)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in key) hash = (hash ^ unit) * 1099511628211UL;
        return (int)((hash ^ (hash >> 32)) % (uint)partitions);
    }
}
