using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Interaction.Data;

/// <summary>How one person stands to another they follow, asked to follow, or once did.</summary>
internal sealed class FollowRow
{
    public required Guid FollowerId { get; init; }
    public required Guid FolloweeId { get; init; }
    public FollowState State { get; init; }

    /// <summary>Number of the last tap that had one; a lower one is a late retry.</summary>
    public long Seq { get; init; }
    public long Version { get; init; }
    public DateTimeOffset At { get; init; }
}

internal sealed class BlockRow
{
    public required Guid BlockerId { get; init; }
    public required Guid BlockedId { get; init; }
    public bool Active { get; init; }
    public long Version { get; init; }
    public DateTimeOffset At { get; init; }
}

internal sealed class MuteRow
{
    public required Guid MuterId { get; init; }
    public required Guid MutedId { get; init; }
    public bool Active { get; init; }
    public long Version { get; init; }
    public DateTimeOffset At { get; init; }
}

internal sealed class PeopleTables : IEntityTypeConfiguration<FollowRow>, IEntityTypeConfiguration<BlockRow>, IEntityTypeConfiguration<MuteRow>
{
    public void Configure(EntityTypeBuilder<FollowRow> follows)
    {
        follows.ToTable("follows").HasKey(x => new { x.FollowerId, x.FolloweeId });
        // Both lists are read newest first; ties are broken by the other person.
        follows.HasIndex(x => new { x.FolloweeId, x.State, x.At, x.FollowerId }).IsDescending(false, false, true, true);
        follows.HasIndex(x => new { x.FollowerId, x.State, x.At, x.FolloweeId }).IsDescending(false, false, true, true);
    }

    public void Configure(EntityTypeBuilder<BlockRow> blocks)
    {
        blocks.ToTable("blocks").HasKey(x => new { x.BlockerId, x.BlockedId });
        blocks.HasIndex(x => x.BlockedId);
    }

    public void Configure(EntityTypeBuilder<MuteRow> mutes)
    {
        mutes.ToTable("mutes").HasKey(x => new { x.MuterId, x.MutedId });
        // What goes when they go.
        mutes.HasIndex(x => x.MutedId);
    }
}
