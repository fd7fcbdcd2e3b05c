using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zoetrope.Contracts.Video.V1;

namespace Zoetrope.Video.Data;

internal enum JobState
{
    /// <summary>Waiting for a transcoder.</summary>
    Queued = 0,

    /// <summary>A transcoder holds the lease; when <see cref="TranscodeJob.LeasedUntil"/> has passed, another may take it.</summary>
    Running = 1,
    Done = 2,
    Failed = 3,

    /// <summary>The video or upload was removed; whoever runs it stops.</summary>
    Cancelled = 4,
}

/// <summary>
/// The encoding of one upload, and its result. It is enqueued with the last byte, so it may run and finish before the video
/// exists; the result waits here until then. Its row is locked before the video's, everywhere.
/// </summary>
internal sealed class TranscodeJob
{
    public required Guid Id { get; init; }
    public required Guid UploadId { get; init; }

    /// <summary>The id of the video, which may not have been created yet.</summary>
    public required Guid VideoId { get; init; }

    /// <summary>128 random bits, hex: the folder of this encoding. A new encoding of the same video has a new job and version.</summary>
    public required string MediaVersion { get; init; }
    public required long SizeBytes { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    public JobState State { get; set; }

    /// <summary>Larger first. Set from the size when queued; the worker may lower it once it knows the duration.</summary>
    public int Priority { get; set; }

    /// <summary>Times it was leased.</summary>
    public int Attempts { get; set; }

    /// <summary>The lease: a fresh random id each time a worker takes the job. Publishing with another id changes nothing.</summary>
    public Guid? LeasedBy { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>Not before this moment: the pause between attempts.</summary>
    public DateTimeOffset NotBefore { get; set; }

    // What the form asks of the encoding.
    public int EditStartMs { get; set; }

    /// <summary>0: to the end.</summary>
    public int EditEndMs { get; set; }
    public bool EditMuted { get; set; }

    /// <summary>Moment of the cover in the edited clip; null: the worker chooses.</summary>
    public int? CoverMs { get; set; }

    /// <summary>waiting | probing | first | ladder | finishing</summary>
    public string Stage { get; set; } = "waiting";

    /// <summary>Percent, 0–100.</summary>
    public int Progress { get; set; }

    /// <summary>When progress was last told; at most once a second.</summary>
    public DateTimeOffset? ToldAt { get; set; }

    // The result so far. URLs in Playback are file names inside the version's folder.
    public Playback? Playback { get; set; }
    public int DurationMs { get; set; }
    public int Width { get; set; }
    public int Height { get; set; }
    public bool HasAudio { get; set; }

    /// <summary>Bytes of everything made; counts towards the owner's quota.</summary>
    public long MediaBytes { get; set; }

    /// <summary>A code of the refusal table (corrupt, no_video …) when <see cref="State"/> is Failed.</summary>
    public string? FailureCode { get; set; }
    public Dictionary<string, string> FailureParams { get; set; } = [];
    public bool Retryable { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}

internal sealed class TranscodeJobConfiguration : IEntityTypeConfiguration<TranscodeJob>
{
    public void Configure(EntityTypeBuilder<TranscodeJob> e)
    {
        e.ToTable("transcode_jobs").HasKey(x => x.Id);
        e.Property(x => x.Playback).HasPlayback();
        e.Property(x => x.FailureParams).HasTextMap();
        e.HasIndex(x => x.VideoId);
        e.HasIndex(x => x.UploadId);

        // What a worker looks for: waiting, or running with a lease that ran out.
        e.HasIndex(x => new { x.Priority, x.CreatedAt }).IsDescending(true, false).HasFilter("state in (0, 1)");
    }
}
