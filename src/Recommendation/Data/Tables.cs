using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Recommendation.Data;

/// <summary>A video as ranking needs it, fed by events. A removed one stays as a tombstone.</summary>
internal sealed class KnownVideo : IEntityTypeConfiguration<KnownVideo>
{
    public Guid VideoId { get; init; }
    public Guid AuthorId { get; init; }
    public Audience Audience { get; init; }

    /// <summary>Published and playable; false for drafts and the like, and once it was removed.</summary>
    public bool Shown { get; init; }
    public DateTimeOffset PublishedAt { get; init; }
    public int DurationMs { get; init; }
    public required string[] Tags { get; init; }

    /// <summary>Title and description folded, for muted words.</summary>
    public required string Words { get; init; }
    public long Version { get; init; }

    /// <summary>ln(1 + likes + 2 comments + 3 shares + 2 saves).</summary>
    public double Popularity { get; init; }
    public long CountsRev { get; init; }

    public void Configure(EntityTypeBuilder<KnownVideo> builder)
    {
        builder.ToTable("known_videos").HasKey(x => x.VideoId);
        builder.HasIndex(x => x.PublishedAt).IsDescending().HasFilter("shown");
        builder.HasIndex(x => x.Popularity).IsDescending().HasFilter("shown");
        builder.HasIndex(x => new { x.AuthorId, x.PublishedAt }).IsDescending(false, true).HasFilter("shown");
        builder.HasIndex(x => x.Tags).HasMethod("gin").HasFilter("shown");
        builder.HasIndex(x => x.AuthorId);
    }
}

/// <summary>What of an account decides whether its videos may be shown.</summary>
internal sealed class KnownAccount : IEntityTypeConfiguration<KnownAccount>
{
    public Guid UserId { get; init; }
    public bool IsPrivate { get; init; }
    public bool Suspended { get; init; }
    public bool Deleted { get; init; }
    public long Version { get; init; }

    public void Configure(EntityTypeBuilder<KnownAccount> builder) => builder.ToTable("known_accounts").HasKey(x => x.UserId);
}

/// <summary>A follow in force or, with <see cref="Following"/> false, the tombstone of one.</summary>
internal sealed class Follow : IEntityTypeConfiguration<Follow>
{
    public Guid FollowerId { get; init; }
    public Guid FolloweeId { get; init; }
    public bool Following { get; init; }
    public long Version { get; init; }

    public void Configure(EntityTypeBuilder<Follow> builder)
    {
        builder.ToTable("follows").HasKey(x => new { x.FollowerId, x.FolloweeId });
        // What goes when they go.
        builder.HasIndex(x => x.FolloweeId);
    }
}

/// <summary>A block or mute of one person by another.</summary>
internal sealed class Distance : IEntityTypeConfiguration<Distance>
{
    public const short Block = 1, Mute = 2;

    public Guid ById { get; init; }
    public Guid OfId { get; init; }
    public short Kind { get; init; }
    public bool InForce { get; init; }
    public long Version { get; init; }

    public void Configure(EntityTypeBuilder<Distance> builder)
    {
        builder.ToTable("distances").HasKey(x => new { x.ById, x.OfId, x.Kind });
        builder.HasIndex(x => x.OfId);
    }
}

/// <summary>
/// What a viewer did with a video, as far as it says something of their taste. Every field moves one way or by version, so events
/// may come doubled and in any order.
/// </summary>
internal sealed class Reaction : IEntityTypeConfiguration<Reaction>
{
    /// <summary><c>u:{account}</c> or <c>d:{device}</c>.</summary>
    public required string Viewer { get; init; }
    public Guid VideoId { get; init; }

    /// <summary>The latest watch that arrived; null while it was only liked. A clip with a watch is seen.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>The largest part of the clip that one play covered; over 1 when it looped.</summary>
    public double Fraction { get; init; }
    public bool Liked { get; init; }
    public long LikedVersion { get; init; }

    public void Configure(EntityTypeBuilder<Reaction> builder)
    {
        builder.ToTable("reactions").HasKey(x => new { x.Viewer, x.VideoId });
        builder.HasIndex(x => new { x.Viewer, x.SeenAt });
        // What goes with a video's author.
        builder.HasIndex(x => x.VideoId);
    }
}

/// <summary>What a viewer set for their own feed.</summary>
internal sealed class Preference : IEntityTypeConfiguration<Preference>
{
    public required string Viewer { get; init; }
    public bool Personalised { get; init; }

    /// <summary>JSON: tag → −1 … 1.</summary>
    public required string Topics { get; init; }
    public required string[] MutedWords { get; init; }

    /// <summary>JSON: name of a weight → its value.</summary>
    public required string Weights { get; init; }

    /// <summary>What was learned before this moment is forgotten.</summary>
    public DateTimeOffset TasteFrom { get; init; }

    public void Configure(EntityTypeBuilder<Preference> builder)
    {
        builder.ToTable("preferences").HasKey(x => x.Viewer);
        builder.Property(x => x.Topics).HasColumnType("jsonb");
        builder.Property(x => x.Weights).HasColumnType("jsonb");
    }
}

/// <summary>Videos, authors or tags that a viewer asked not to be shown.</summary>
internal sealed class NotInterested : IEntityTypeConfiguration<NotInterested>
{
    public required string Viewer { get; init; }

    /// <summary>video | author | tag</summary>
    public required string Kind { get; init; }
    public required string Value { get; init; }

    /// <summary>The video it was said at, so that taking it back finds it.</summary>
    public Guid VideoId { get; init; }

    public void Configure(EntityTypeBuilder<NotInterested> builder) => builder.ToTable("not_interested").HasKey(x => new { x.Viewer, x.Kind, x.Value });
}

/// <summary>A device on which somebody signed up: what was heard of it, early or late, is theirs.</summary>
internal sealed class JoinedDevice : IEntityTypeConfiguration<JoinedDevice>
{
    public required string DeviceId { get; init; }
    public Guid UserId { get; init; }

    public void Configure(EntityTypeBuilder<JoinedDevice> builder)
    {
        builder.ToTable("joined_devices").HasKey(x => x.DeviceId);
        builder.HasIndex(x => x.UserId);
    }
}
