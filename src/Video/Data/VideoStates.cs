namespace Zoetrope.Video.Data;

/// <summary>
/// The one word that says how far a video is. <c>removed</c> beats all; then <c>failed</c>, <c>draft</c>, <c>uploading</c>,
/// <c>processing</c> (nothing plays yet), <c>scheduled</c>, <c>ready</c>. A video is ready as soon as its first rendition plays.
/// </summary>
internal static class VideoStates
{
    public const string Uploading = "uploading";
    public const string Processing = "processing";
    public const string Ready = "ready";
    public const string Failed = "failed";
    public const string Draft = "draft";
    public const string Scheduled = "scheduled";
    public const string Removed = "removed";

    public static readonly IReadOnlyList<string> All = [Uploading, Processing, Ready, Failed, Draft, Scheduled, Removed];

    /// <summary>Sets <see cref="VideoRow.State"/>, and publishes what is due. Says whether this made it published.</summary>
    public static bool Settle(this VideoRow video, DateTimeOffset now)
    {
        var playable = video.Playback is not null;
        var due = playable && !video.Draft && video.RemovedAt is null && (video.PublishAt is null || video.PublishAt <= now);
        var publishes = due && video.PublishedAt is null;
        if (publishes) video.PublishedAt = now;
        video.State = video switch
        {
            { RemovedAt: not null } => Removed,
            { Playback: null, FailureCode: not null } => Failed,
            { Draft: true } => Draft,
            { JobId: null } => Uploading,
            { Playback: null } => Processing,
            { PublishedAt: null } => Scheduled,
            _ => Ready,
        };
        return publishes;
    }
}

/// <summary>Who a video is for, as the API spells it.</summary>
internal static class Audiences
{
    public const string Public = "public";
    public const string Followers = "followers";
    public const string Unlisted = "unlisted";
    public const string Private = "private";

    public static readonly IReadOnlyList<string> All = [Public, Followers, Unlisted, Private];
}
