using System.ComponentModel.DataAnnotations;

namespace Zoetrope.Video.Uploads;

/// <summary>Section <c>Uploads</c>: what one person may send. <c>Limits:Multiplier</c> scales the quotas.</summary>
internal sealed class UploadOptions
{
    public const string Section = "Uploads";

    /// <summary>The largest file taken, in bytes: 2 GB.</summary>
    [Range(1, long.MaxValue)]
    public long MaxBytes { get; set; } = 2L << 30;

    /// <summary>Bytes of originals and renditions that one account may have stored.</summary>
    [Range(1, long.MaxValue)]
    public long StoredBytes { get; set; } = 50L << 30;

    /// <summary>Uploads that one account may begin in 24 hours.</summary>
    [Range(1, int.MaxValue)]
    public int PerDay { get; set; } = 200;

    /// <summary>Clips of one account that may wait for their encoding or be in it at a time.</summary>
    [Range(1, int.MaxValue)]
    public int AtOnce { get; set; } = 20;

    /// <summary>Uploads are refused when less than this would stay free in the store, in bytes.</summary>
    [Range(0, long.MaxValue)]
    public long KeepFreeBytes { get; set; } = 1L << 30;

    /// <summary>An upload that nobody continues, or makes a video of, is collected after so many hours.</summary>
    [Range(1, 24 * 365)]
    public int ExpireHours { get; set; } = 24;

    /// <summary>Originals are dropped so many days after they arrived; until then a failed video can be tried again.</summary>
    [Range(1, 3650)]
    public int KeepOriginalsDays { get; set; } = 30;
}
