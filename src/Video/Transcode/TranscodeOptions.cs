using System.ComponentModel.DataAnnotations;

namespace Zoetrope.Video.Transcode;

/// <summary>Section <c>Media</c>: how clips are read and encoded. The defaults suit a laptop.</summary>
internal sealed class TranscodeOptions : IValidatableObject
{
    private const int Av1MemoryMiB = 1024;

    public const string Section = "Media";

    /// <summary>The ffmpeg program; ffprobe is taken from beside it. Unset: both from PATH.</summary>
    public string? Ffmpeg { get; set; }

    /// <summary><c>auto</c> uses bubblewrap where it works, <c>bwrap</c> insists on it, <c>none</c> does without.</summary>
    [AllowedValues("auto", "bwrap", "none", ErrorMessage = "Media:Sandbox must be one of: auto, bwrap, none.")]
    public string Sandbox { get; set; } = "auto";

    /// <summary>Memory one ffmpeg process may take. A phone's 4K60 needs more than 1 GiB.</summary>
    [Range(256, 65536)]
    public int MemoryMiB { get; set; } = 2048;

    /// <summary>The longest clip taken, in seconds.</summary>
    [Range(1, 86400)]
    public int MaxSeconds { get; set; } = 600;

    /// <summary>The largest picture taken, in pixels: 4096 x 2304, with room for odd cameras. An 8K frame costs four times the memory.</summary>
    [Range(76_800, 34_000_000)]
    public int MaxPixels { get; set; } = 4096 * 4096;

    /// <summary>Threads of one encode; 0 takes every core.</summary>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>Clips encoded at a time by one process of role transcoder. From two on, the last lane takes small clips only.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 2;

    /// <summary>libx264 preset: slower makes smaller files.</summary>
    [AllowedValues("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow",
        ErrorMessage = "Media:Preset must be one of: ultrafast, superfast, veryfast, faster, fast, medium, slow.")]
    public string Preset { get; set; } = "veryfast";

    /// <summary>How many of the largest rungs, up to 1080p, are also made in AV1; that takes more time than all of H.264, and comes after it.</summary>
    [Range(0, 4)]
    public int Av1Rungs { get; set; }

    /// <summary>An encode that reports nothing for this long is taken for hung.</summary>
    [Range(5, 3600)]
    public int StallSeconds { get; set; } = 60;

    public int EffectiveThreads => Threads > 0 ? Threads : Environment.ProcessorCount;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Av1Rungs > 0 && MemoryMiB < Av1MemoryMiB)
            yield return new ValidationResult($"Media:Av1Rungs needs Media:MemoryMiB to be at least {Av1MemoryMiB}: with less SVT-AV1 hangs.");
    }
}
