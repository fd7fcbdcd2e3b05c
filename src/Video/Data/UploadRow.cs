using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Video.Data;

/// <summary>
/// Bytes on their way in. <see cref="Offset"/> is what is stored durably, and moves only under this row's lock. The id of the
/// video it will become is given out at the start, because processing begins with the last byte and not with the form.
/// </summary>
internal sealed class UploadRow
{
    public required Guid Id { get; init; }
    public required Guid OwnerId { get; init; }

    /// <summary>The id its video has, or will have once the form is sent.</summary>
    public required Guid VideoId { get; init; }

    /// <summary>Whether the form was sent: the video exists.</summary>
    public bool Claimed { get; set; }
    public required string FileName { get; set; }
    public required string ContentType { get; init; }

    /// <summary>The Upload-Metadata header as it came.</summary>
    public required string Metadata { get; set; }
    public required long Size { get; init; }
    public long Offset { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last byte was stored.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>When an unfinished or unclaimed upload is collected; for a claimed one, when its original is dropped.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The bytes are gone (terminated, expired, or the original was dropped); the row stays for the quota of the day.</summary>
    public bool Dropped { get; set; }
}

internal sealed class UploadRowConfiguration : IEntityTypeConfiguration<UploadRow>
{
    public void Configure(EntityTypeBuilder<UploadRow> e)
    {
        e.ToTable("uploads").HasKey(x => x.Id);
        e.HasIndex(x => new { x.OwnerId, x.CreatedAt });
        e.HasIndex(x => x.VideoId).IsUnique();
        e.HasIndex(x => x.ExpiresAt).HasFilter("not dropped");
    }
}
