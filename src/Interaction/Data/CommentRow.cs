using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Interaction.Data;

internal sealed record CommentRow
{
    public required Guid Id { get; init; }
    public required Guid VideoId { get; init; }
    public required Guid VideoAuthorId { get; init; }

    /// <summary>The comment of the first level that this one answers; null for those themselves.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>Who wrote that one, to be told; null where they might not see the video when this was written.</summary>
    public Guid? ParentAuthorId { get; init; }

    /// <summary>The author of the reply that this one answers, when it does not answer the thread's first comment; likewise.</summary>
    public Guid? ReplyToId { get; init; }
    public required Guid AuthorId { get; init; }
    public required string Text { get; init; }

    /// <summary>Mentions that exist and allow it, by account, and where they stand in the text.</summary>
    public Guid[] Mentions { get; init; } = [];

    /// <summary>A serialised <see cref="Contracts.Interaction.V1.Comment"/> that holds the entities only.</summary>
    public byte[] Entities { get; init; } = [];
    public string ClientRef { get; init; } = "";
    public bool Pinned { get; init; }
    public bool Deleted { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>Folded counts; what is pending comes on top when it is read.</summary>
    public long Likes { get; init; }
    public long Replies { get; init; }
    public long Version { get; init; }
}

internal sealed class CommentTable : IEntityTypeConfiguration<CommentRow>
{
    public void Configure(EntityTypeBuilder<CommentRow> comments)
    {
        comments.ToTable("comments").HasKey(x => x.Id);
        comments.Property(x => x.ClientRef).HasMaxLength(64);
        // Everything under a video, replies too: who talks there, and what goes with it.
        comments.HasIndex(x => new { x.VideoId, x.Id }, "ix_comments_video").HasDatabaseName("ix_comments_video");
        comments.HasIndex(x => new { x.VideoId, x.Id }).HasFilter("parent_id is null").HasDatabaseName("ix_comments_new");
        comments.HasIndex(x => new { x.VideoId, x.Likes, x.Id }).HasFilter("parent_id is null").HasDatabaseName("ix_comments_top");
        comments.HasIndex(x => new { x.ParentId, x.Id }).HasFilter("parent_id is not null").HasDatabaseName("ix_comments_replies");
        // A person's own ones under a video, and what goes when they go.
        comments.HasIndex(x => new { x.AuthorId, x.VideoId });
        comments.HasIndex(x => x.ParentAuthorId).HasFilter("parent_author_id is not null");
        comments.HasIndex(x => x.ReplyToId).HasFilter("reply_to_id is not null");
        comments.HasIndex(x => x.Mentions).HasMethod("gin");
        // One pinned comment a video; the key decides.
        comments.HasIndex(x => x.VideoId).IsUnique().HasFilter("pinned").HasDatabaseName("ux_comments_pinned");
    }
}
