using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Interaction.Data;

/// <summary>What a delta counts. Stored as numbers: never renumber.</summary>
internal enum CountKind : short
{
    Likes = 1,
    Comments = 2,
    Views = 3,
    Shares = 4,
    Saves = 5,
    Followers = 11,
    Following = 12,
    CommentLikes = 21,
    Replies = 22,
}

/// <summary>A change of a count that waits to be folded. Written beside the row it counts, in the same statement.</summary>
internal sealed class CountDelta
{
    public Guid SubjectId { get; init; }
    public CountKind Kind { get; init; }
    public int Delta { get; init; }

    /// <summary>For likes of videos: the author, who counts them too.</summary>
    public Guid? OwnerId { get; init; }
}

internal sealed class VideoCountRow
{
    public required Guid VideoId { get; init; }
    public long Likes { get; init; }
    public long Comments { get; init; }
    public long Views { get; init; }
    public long Shares { get; init; }
    public long Saves { get; init; }

    /// <summary>Deltas folded so far: grows with every change.</summary>
    public long Rev { get; init; }
}

internal sealed class UserCountRow
{
    public required Guid UserId { get; init; }
    public long Followers { get; init; }
    public long Following { get; init; }
    public long Likes { get; init; }
}

internal sealed class CountTables : IEntityTypeConfiguration<CountDelta>, IEntityTypeConfiguration<VideoCountRow>, IEntityTypeConfiguration<UserCountRow>
{
    public void Configure(EntityTypeBuilder<CountDelta> deltas)
    {
        // No key: rows are found by subject or taken whole. The table is nearly empty at rest and churns fast, so it is vacuumed
        // by count, not by share.
        deltas.ToTable("count_deltas").HasNoKey()
            .HasStorageParameter("autovacuum_vacuum_scale_factor", 0)
            .HasStorageParameter("autovacuum_vacuum_threshold", 5000);
        deltas.HasIndex(x => x.SubjectId);
    }

    public void Configure(EntityTypeBuilder<VideoCountRow> counts) => counts.ToTable("video_counts").HasKey(x => x.VideoId);

    public void Configure(EntityTypeBuilder<UserCountRow> counts) => counts.ToTable("user_counts").HasKey(x => x.UserId);
}
