using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Notification.Data;

/// <summary>Own copy of an account, fed by events.</summary>
internal sealed class KnownAccount
{
    public required Guid UserId { get; init; }

    /// <summary>Suspended or deleted: nothing of theirs is shown.</summary>
    public bool Gone { get; init; }

    /// <summary>Erased for good; what is said of them later is dropped.</summary>
    public bool Deleted { get; init; }
    public bool IsPrivate { get; init; }
    public bool ShowPresence { get; init; }
    public long Version { get; init; }
}

internal sealed class KnownVideo
{
    public required Guid VideoId { get; init; }
    public required string Title { get; init; }
    public required string PosterUrl { get; init; }
    public bool Gone { get; init; }
    public Guid AuthorId { get; init; }

    /// <summary>When it was published; the beginning of time while it is not for its author's followers to see.</summary>
    public DateTimeOffset PublishedAt { get; init; }

    /// <summary>For followers only, whatever the account is.</summary>
    public bool FollowersOnly { get; init; }
    public long Version { get; init; }

    /// <summary>Why it failed last, with a version of its own: only one kind of event says it.</summary>
    public required string FailureCode { get; init; }
    public long FailureVersion { get; init; }
}

internal sealed class KnownComment
{
    public required Guid CommentId { get; init; }
    public required string Text { get; init; }
    public bool Gone { get; init; }
    public long Version { get; init; }

    /// <summary>When its newest version was heard, by the clock here.</summary>
    public DateTimeOffset HeardAt { get; init; }
}

/// <summary>One direction between two people: follows, blocks and mutes have the same shape.</summary>
internal abstract class KnownTie
{
    public required Guid FromId { get; init; }
    public required Guid ToId { get; init; }
    public bool Active { get; init; }

    /// <summary>When it became so, by the event.</summary>
    public DateTimeOffset At { get; init; }
    public long Version { get; init; }
}

internal sealed class KnownFollow : KnownTie;

internal sealed class KnownBlock : KnownTie;

internal sealed class KnownMute : KnownTie;

internal sealed class KnownTables : IEntityTypeConfiguration<KnownAccount>, IEntityTypeConfiguration<KnownVideo>, IEntityTypeConfiguration<KnownComment>,
    IEntityTypeConfiguration<KnownFollow>, IEntityTypeConfiguration<KnownBlock>, IEntityTypeConfiguration<KnownMute>
{
    public void Configure(EntityTypeBuilder<KnownAccount> accounts) => accounts.ToTable("known_accounts").HasKey(x => x.UserId);

    public void Configure(EntityTypeBuilder<KnownVideo> videos)
    {
        videos.ToTable("known_videos").HasKey(x => x.VideoId);
        videos.HasIndex(x => new { x.AuthorId, x.PublishedAt });
    }

    public void Configure(EntityTypeBuilder<KnownComment> comments)
    {
        comments.ToTable("known_comments").HasKey(x => x.CommentId);
        comments.Property(x => x.HeardAt).HasDefaultValueSql("now()");
        comments.HasIndex(x => x.HeardAt);
    }

    public void Configure(EntityTypeBuilder<KnownFollow> follows)
    {
        follows.ToTable("known_follows").HasKey(x => new { x.FromId, x.ToId });
        // Who is told of a new video.
        follows.HasIndex(x => new { x.ToId, x.At }).HasFilter("active");
        // What goes when they go, like those below.
        follows.HasIndex(x => x.ToId);
    }

    public void Configure(EntityTypeBuilder<KnownBlock> blocks)
    {
        blocks.ToTable("known_blocks").HasKey(x => new { x.FromId, x.ToId });
        blocks.HasIndex(x => x.ToId);
    }

    public void Configure(EntityTypeBuilder<KnownMute> mutes)
    {
        mutes.ToTable("known_mutes").HasKey(x => new { x.FromId, x.ToId });
        mutes.HasIndex(x => x.ToId);
    }
}
