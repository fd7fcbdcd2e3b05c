using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Interaction.Data;

/// <summary>A like of a video. The three toggles have the same columns on purpose: one statement serves them all.</summary>
internal sealed class LikeRow
{
    public required Guid UserId { get; init; }
    public required Guid VideoId { get; init; }

    /// <summary>Whose video it is: their profile counts the likes they received.</summary>
    public required Guid AuthorId { get; init; }
    public bool Active { get; init; }

    /// <summary>Number of the last tap that had one; a lower one is a late retry.</summary>
    public long Seq { get; init; }
    public long Version { get; init; }
    public DateTimeOffset At { get; init; }
}

internal sealed class SaveRow
{
    public required Guid UserId { get; init; }
    public required Guid VideoId { get; init; }
    public required Guid AuthorId { get; init; }
    public bool Active { get; init; }
    public long Seq { get; init; }
    public long Version { get; init; }
    public DateTimeOffset At { get; init; }
}

internal sealed class CommentLikeRow
{
    public required Guid UserId { get; init; }
    public required Guid CommentId { get; init; }
    public required Guid AuthorId { get; init; }
    public bool Active { get; init; }
    public long Seq { get; init; }
    public long Version { get; init; }
    public DateTimeOffset At { get; init; }
}

internal sealed class TapTables : IEntityTypeConfiguration<LikeRow>, IEntityTypeConfiguration<SaveRow>, IEntityTypeConfiguration<CommentLikeRow>
{
    public void Configure(EntityTypeBuilder<LikeRow> likes)
    {
        likes.ToTable("likes").HasKey(x => new { x.UserId, x.VideoId });
        // A person's likes, latest first.
        likes.HasIndex(x => new { x.UserId, x.At, x.VideoId }).IsDescending(false, true, true).HasFilter("active");
        // No request asks who liked a video. Erasing its author does, and must not read everybody's likes through for it.
        likes.HasIndex(x => x.VideoId);
    }

    public void Configure(EntityTypeBuilder<SaveRow> saves)
    {
        saves.ToTable("saves").HasKey(x => new { x.UserId, x.VideoId });
        saves.HasIndex(x => new { x.UserId, x.At, x.VideoId }).IsDescending(false, true, true).HasFilter("active");
        saves.HasIndex(x => x.VideoId);
    }

    public void Configure(EntityTypeBuilder<CommentLikeRow> likes)
    {
        likes.ToTable("comment_likes").HasKey(x => new { x.CommentId, x.UserId });
        likes.HasIndex(x => x.UserId);
    }
}
