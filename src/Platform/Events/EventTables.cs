using Microsoft.EntityFrameworkCore;

namespace Zoetrope.Platform.Events;

/// <summary>A change waiting to be told: written in the transaction of the change, numbered and appended by the relay.</summary>
public sealed class OutboxRow
{
    /// <summary>Order of writing. Not dense and not the order of commit: only the relay's number (<see cref="Seq"/>) is.</summary>
    public long Id { get; private set; }
    public required string Key { get; init; }

    /// <summary>A serialised <see cref="Contracts.Events.V1.Event"/>.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>1, 2, 3 … given by the relay; null until then.</summary>
    public long? Seq { get; private set; }
}

/// <summary>The last number the relay has given; outlives the rows, which are deleted once they are in the log.</summary>
public sealed class OutboxNumber
{
    public required string Source { get; init; }
    public long Seq { get; init; }
}

/// <summary>How far a consumer has come in one partition of the log; moved by compare-and-set with the effects.</summary>
public sealed class EventPosition
{
    public required string Consumer { get; init; }
    public required int Partition { get; init; }

    /// <summary>The position of the next event to read.</summary>
    public long Position { get; init; }
}

/// <summary>The last number of one source that a consumer has applied: a resend with a number not above it is dropped.</summary>
public sealed class EventSource
{
    public required string Consumer { get; init; }
    public required int Partition { get; init; }
    public required string Source { get; init; }
    public long Seq { get; init; }
}

/// <summary>A process that takes part in a consumer; partitions are shared evenly among those seen lately.</summary>
public sealed class EventMember
{
    public required string Consumer { get; init; }
    public required string Member { get; init; }
    public DateTimeOffset Until { get; init; }
}

/// <summary>Who reads a partition now. It saves double work; correctness rests on the compare-and-set of positions.</summary>
public sealed class EventLease
{
    public required string Consumer { get; init; }
    public required int Partition { get; init; }
    public required string Member { get; init; }
    public DateTimeOffset Until { get; init; }
}

/// <summary>An event that a handler refuses every time; kept with the reason, so that the rest can go on.</summary>
public sealed class DeadEvent
{
    public long Id { get; private set; }
    public required string Consumer { get; init; }
    public required int Partition { get; init; }
    public required long Position { get; init; }
    public required byte[] Payload { get; init; }
    public required string Error { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>The tables of the event machinery, the same in every service's database.</summary>
public static class EventTables
{
    public static void Configure(ModelBuilder model)
    {
        // No index on seq: an index on a column that every row changes would make each numbering write the primary key's index
        // again. The table is nearly empty at rest and churns fast, so it is vacuumed by count, not by share.
        model.Entity<OutboxRow>().ToTable("outbox")
            .HasStorageParameter("autovacuum_vacuum_scale_factor", 0)
            .HasStorageParameter("autovacuum_vacuum_threshold", 5000)
            .HasKey(x => x.Id);
        model.Entity<OutboxNumber>().ToTable("outbox_numbers").HasKey(x => x.Source);
        model.Entity<EventPosition>().ToTable("event_positions").HasKey(x => new { x.Consumer, x.Partition });
        model.Entity<EventSource>().ToTable("event_sources").HasKey(x => new { x.Consumer, x.Partition, x.Source });
        model.Entity<EventMember>().ToTable("event_members").HasKey(x => new { x.Consumer, x.Member });
        model.Entity<EventLease>().ToTable("event_leases").HasKey(x => new { x.Consumer, x.Partition });
        model.Entity<DeadEvent>().ToTable("dead_events").HasKey(x => x.Id);
    }
}
