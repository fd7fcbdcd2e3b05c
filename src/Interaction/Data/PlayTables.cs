using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Interaction.Data;

internal sealed class ShareRow
{
    public required Guid Id { get; init; }
    public required Guid VideoId { get; init; }
    public required Guid AuthorId { get; init; }
    public Guid? UserId { get; init; }
    public required string Channel { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>What a signed-in person watched, one row a video: the list they may clear. Raw watches are apart.</summary>
internal sealed class HistoryRow
{
    public required Guid UserId { get; init; }
    public required Guid VideoId { get; init; }
    public DateTimeOffset WatchedAt { get; init; }
}

internal sealed class ReportRow
{
    public required Guid Id { get; init; }

    /// <summary>Who reported: an account or a device (<c>Viewer.Key</c>).</summary>
    public required string Reporter { get; init; }
    public required string Kind { get; init; }
    public required Guid TargetId { get; init; }
    public required string Reason { get; init; }
    public string Detail { get; init; } = "";
    public DateTimeOffset At { get; init; }

    /// <summary>open | resolved | dismissed</summary>
    public string State { get; init; } = "open";
    public Guid? ClosedBy { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
}

/// <summary>The first answer to a request with an <c>Idempotency-Key</c>, kept for 24 hours.</summary>
internal sealed class IdempotencyRow
{
    public required string Owner { get; init; }
    public required string Key { get; init; }
    public required byte[] RequestHash { get; init; }
    public required byte[] Answer { get; init; }
    public DateTimeOffset At { get; init; }
}

internal sealed class PlayTables : IEntityTypeConfiguration<ShareRow>, IEntityTypeConfiguration<HistoryRow>,
    IEntityTypeConfiguration<ReportRow>, IEntityTypeConfiguration<IdempotencyRow>
{
    public void Configure(EntityTypeBuilder<ShareRow> shares)
    {
        shares.ToTable("shares").HasKey(x => x.Id);
        shares.HasIndex(x => new { x.VideoId, x.At });
        // Whose they were is forgotten when they go.
        shares.HasIndex(x => x.UserId).HasFilter("user_id is not null");
    }

    public void Configure(EntityTypeBuilder<HistoryRow> history)
    {
        history.ToTable("history").HasKey(x => new { x.UserId, x.VideoId });
        history.HasIndex(x => new { x.UserId, x.WatchedAt, x.VideoId }).IsDescending(false, true, true);
    }

    public void Configure(EntityTypeBuilder<ReportRow> reports)
    {
        reports.ToTable("reports").HasKey(x => x.Id);
        // The same person reporting the same thing for the same reason again is one report.
        reports.HasIndex(x => new { x.Reporter, x.Kind, x.TargetId, x.Reason }).IsUnique();
        reports.Property(x => x.State).HasDefaultValue("open");
        reports.HasIndex(x => new { x.At, x.Id }).IsDescending();
        reports.HasIndex(x => x.TargetId).HasFilter("state = 'open'");
    }

    public void Configure(EntityTypeBuilder<IdempotencyRow> keys)
    {
        keys.ToTable("idempotency").HasKey(x => new { x.Owner, x.Key });
        keys.HasIndex(x => x.At);
    }
}
