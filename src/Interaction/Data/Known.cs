using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Interaction.Data;

/// <summary>This service's own copy of what it must know of a video. Rows of removed videos stay: late events meet them.</summary>
internal sealed class KnownVideo
{
    public required Guid VideoId { get; init; }
    public required Guid AuthorId { get; init; }
    public Audience Audience { get; init; }
    public bool Published { get; init; }
    public bool Removed { get; init; }
    public bool AllowComments { get; init; }
    public int DurationMs { get; init; }
    public long Version { get; init; }
}

/// <summary>This service's own copy of what it must know of an account.</summary>
internal sealed class KnownAccount
{
    public required Guid UserId { get; init; }
    public required string Username { get; init; }
    public bool IsPrivate { get; init; }
    public bool Suspended { get; init; }
    public bool Deleted { get; init; }
    public bool ShowLikes { get; init; }
    public required string WhoCanComment { get; init; }
    public required string WhoCanMention { get; init; }
    public long Version { get; init; }
}

internal sealed class KnownTables : IEntityTypeConfiguration<KnownVideo>, IEntityTypeConfiguration<KnownAccount>
{
    public void Configure(EntityTypeBuilder<KnownVideo> videos)
    {
        videos.ToTable("known_videos").HasKey(x => x.VideoId);
        // An author's statistics, and what goes when they go.
        videos.HasIndex(x => x.AuthorId);
    }

    public void Configure(EntityTypeBuilder<KnownAccount> accounts) => accounts.ToTable("known_accounts").HasKey(x => x.UserId);
}
