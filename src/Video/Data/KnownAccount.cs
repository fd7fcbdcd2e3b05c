using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Video.Data;

/// <summary>This service's copy of what it must know of an account, fed by Auth's events; a lower version never replaces a higher one.</summary>
internal sealed class KnownAccount
{
    public required Guid Id { get; init; }
    public required string Username { get; set; }
    public bool IsPrivate { get; set; }
    public bool Suspended { get; set; }
    public bool Deleted { get; set; }
    public bool Demo { get; set; }
    public long Version { get; set; }
}

/// <summary>A copy of the counts of a video, for the sort by popularity; a lower rev never replaces a higher one.</summary>
internal sealed class VideoCount
{
    public required Guid VideoId { get; init; }
    public long Views { get; set; }
    public long Likes { get; set; }
    public long Comments { get; set; }
    public long Shares { get; set; }
    public long Saves { get; set; }
    public long Rev { get; set; }
}

/// <summary>A tag that was ever used, with the number of listed videos that carry it.</summary>
internal sealed class TagRow
{
    public required string Tag { get; init; }
    public long Videos { get; set; }
}

/// <summary>A listed video under one of its tags. Rows exist only while the video is listed.</summary>
internal sealed class VideoTag
{
    public required string Tag { get; init; }
    public required Guid VideoId { get; init; }
    public required DateTimeOffset PublishedAt { get; init; }
}

/// <summary>The first answer to a creating request, remembered for a day: written in the creating transaction.</summary>
internal sealed class IdempotencyKey
{
    public required Guid AccountId { get; init; }
    public required string Key { get; init; }
    public required byte[] RequestHash { get; init; }
    public required Guid ResourceId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class KnownAccountConfiguration : IEntityTypeConfiguration<KnownAccount>
{
    public void Configure(EntityTypeBuilder<KnownAccount> e)
    {
        e.ToTable("known_accounts").HasKey(x => x.Id);
        e.HasIndex(x => x.Deleted).HasFilter("deleted");
    }
}

internal sealed class VideoCountConfiguration : IEntityTypeConfiguration<VideoCount>
{
    public void Configure(EntityTypeBuilder<VideoCount> e) => e.ToTable("video_counts").HasKey(x => x.VideoId);
}

internal sealed class TagRowConfiguration : IEntityTypeConfiguration<TagRow>
{
    public void Configure(EntityTypeBuilder<TagRow> e) => e.ToTable("tags").HasKey(x => x.Tag);
}

internal sealed class VideoTagConfiguration : IEntityTypeConfiguration<VideoTag>
{
    public void Configure(EntityTypeBuilder<VideoTag> e)
    {
        e.ToTable("video_tags").HasKey(x => new { x.VideoId, x.Tag });
        e.HasIndex(x => new { x.Tag, x.PublishedAt, x.VideoId });
        e.HasIndex(x => x.PublishedAt);
    }
}

internal sealed class IdempotencyKeyConfiguration : IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<IdempotencyKey> e)
    {
        e.ToTable("idempotency_keys").HasKey(x => new { x.AccountId, x.Key });
        e.HasIndex(x => x.CreatedAt);
    }
}
