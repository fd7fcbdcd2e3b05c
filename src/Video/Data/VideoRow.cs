using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Video.V1;

namespace Zoetrope.Video.Data;

/// <summary>
/// A video as its author describes it, with a copy of what its encoding made. Changed only under this row's lock. The table has one
/// column more, <c>search</c>, which the database computes and only searches read; see the migration Search.
/// </summary>
internal sealed class VideoRow
{
    public required Guid Id { get; init; }
    public required Guid AuthorId { get; init; }
    public required Guid UploadId { get; init; }

    /// <summary>Its current encoding; null until the last byte has arrived.</summary>
    public Guid? JobId { get; set; }

    public required string Title { get; set; }
    public bool TitleDerived { get; set; }
    public required string Description { get; set; }

    /// <summary>Tags, mentions and links of the description.</summary>
    public List<TextEntity> Entities { get; set; } = [];

    /// <summary>Folded tags of title and description, in order of appearance.</summary>
    public List<string> Tags { get; set; } = [];

    /// <summary>Accounts mentioned in title and description.</summary>
    public List<Guid> Mentions { get; set; } = [];

    /// <summary>public | followers | unlisted | private</summary>
    public required string Audience { get; set; }
    public bool AllowComments { get; set; }
    public List<string> Labels { get; set; } = [];
    public bool Demo { get; set; }

    /// <summary>Not to be published until the author says so.</summary>
    public bool Draft { get; set; }

    /// <summary>Not to be published before this moment.</summary>
    public DateTimeOffset? PublishAt { get; set; }

    // What the form asks of the encoding; the job has a copy.
    public int EditStartMs { get; set; }
    public int EditEndMs { get; set; }
    public bool EditMuted { get; set; }
    public int? CoverMs { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    public DateTimeOffset? EditedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>Why a moderator removed it, empty where they gave no reason; null where no moderator did. Its title is then kept for its author alone.</summary>
    public string? Removal { get; set; }

    /// <summary>What the API shows; see <see cref="VideoStates"/>. Follows from the other columns through <see cref="VideoStates.Settle"/>.</summary>
    public required string State { get; set; }

    // A copy of the job's result, so that reads need no join.
    public string Stage { get; set; } = "";
    public int Progress { get; set; }
    public string? FailureCode { get; set; }
    public Dictionary<string, string> FailureParams { get; set; } = [];
    public bool Retryable { get; set; }
    public Playback? Playback { get; set; }
    public string? MediaVersion { get; set; }
    public bool MediaPublic { get; set; }

    /// <summary>The files may have to move between <c>public/</c> and <c>private/</c>; a background slice sees to it.</summary>
    public bool PlacementDue { get; set; }

    /// <summary>The folder of what its author added, covers and captions: 128 random bits like a media version; null until something is.</summary>
    public string? Assets { get; set; }

    /// <summary>A cover of the author's own: poster and card, as file names inside <see cref="Assets"/>; null: a frame of the clip.</summary>
    public Playback? Cover { get; set; }

    /// <summary>Caption tracks; addresses are file names inside <see cref="Assets"/>.</summary>
    public List<Caption> Captions { get; set; } = [];
    public int DurationMs { get; set; }
    public int Width { get; set; }
    public int Height { get; set; }
    public bool HasAudio { get; set; }
    public long MediaBytes { get; set; }

    /// <summary>In public lists, search and tags: published, public, playable, and its author neither private nor gone.</summary>
    public bool Listed { get; set; }

    /// <summary>Grows with every change; carried by events.</summary>
    public long Version { get; set; }
}

internal sealed class VideoRowConfiguration : IEntityTypeConfiguration<VideoRow>
{
    public void Configure(EntityTypeBuilder<VideoRow> e)
    {
        e.ToTable("videos").HasKey(x => x.Id);
        e.Property(x => x.Playback).HasPlayback();
        e.Property(x => x.FailureParams).HasTextMap();
        e.Property(x => x.Entities).HasEntities();
        e.Property(x => x.Cover).HasPlayback();
        e.Property(x => x.Captions).HasCaptions();

        // The key decides: one video per upload, however often the form is sent.
        e.HasIndex(x => x.UploadId).IsUnique();
        e.HasIndex(x => new { x.AuthorId, x.PublishedAt, x.Id }).HasFilter("published_at is not null and removed_at is null");
        e.HasIndex(x => new { x.AuthorId, x.Id });
        e.HasIndex(x => new { x.PublishedAt, x.Id }).HasFilter("listed");
        e.HasIndex(x => x.PublishAt).HasFilter("publish_at is not null and published_at is null and removed_at is null");
        e.HasIndex(x => x.PlacementDue).HasFilter("placement_due");
    }
}
