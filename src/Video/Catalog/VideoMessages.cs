using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Media;
using Zoetrope.Video.Data;
using Contract = Zoetrope.Contracts.Video.V1.Video;

namespace Zoetrope.Video.Catalog;

/// <summary>Makes the message of a video. Whoever calls it has asked <see cref="VideoSight"/> first.</summary>
internal sealed class VideoMessages(MediaPaths paths)
{
    /// <param name="own">The viewer is the author: processing and failure are shown too.</param>
    public Contract Of(VideoRow row, bool own)
    {
        var message = new Contract
        {
            Id = row.Id.ToString(),
            AuthorId = row.AuthorId.ToString(),
            Title = row.Title,
            TitleDerived = row.TitleDerived,
            Description = row.Description,
            Entities = { row.Entities },
            Tags = { row.Tags },
            CreatedAtMs = row.CreatedAt.ToUnixTimeMilliseconds(),
            PublishedAtMs = row.PublishedAt?.ToUnixTimeMilliseconds() ?? 0,
            EditedAtMs = row.EditedAt?.ToUnixTimeMilliseconds() ?? 0,
            PublishAtMs = row.PublishAt?.ToUnixTimeMilliseconds() ?? 0,
            State = row.State,
            DurationMs = row.DurationMs,
            Width = row.Width,
            Height = row.Height,
            HasAudio = row.HasAudio,
            Audience = row.Audience,
            AllowComments = row.AllowComments,
            Labels = { row.Labels },
            Demo = row.Demo,
            Playback = PlaybackOf(row),
            Captions = { CaptionsOf(row) },
            Version = row.Version,
        };
        if (own && row.Stage.Length > 0) message.Processing = new Processing { Stage = row.Stage, Progress = row.Progress };
        if (own && row.FailureCode is not null) message.Failure = new Failure { Code = row.FailureCode, Params = { row.FailureParams }, Retryable = row.Retryable };
        if (own && row is { Removal: { } reason, RemovedAt: { } at }) message.Removal = new Removal { Reason = reason, AtMs = at.ToUnixTimeMilliseconds() };
        if (own && (row.EditMuted || row.EditStartMs > 0 || row.EditEndMs > 0))
            message.Edit = new VideoEdit { StartMs = row.EditStartMs, EndMs = row.EditEndMs, Muted = row.EditMuted };
        if (own && row.Cover is null) message.CoverMs = row.CoverMs ?? 0;
        return message;
    }

    /// <summary>The playback as clients need it: the stored file names become addresses, signed unless the files are public.</summary>
    private Playback? PlaybackOf(VideoRow row)
    {
        if (row.Playback is not { } stored || row.MediaVersion is not { } version) return null;
        var playback = stored.Clone();
        var (folder, expires) = FolderOf(row, version);
        playback.ExpiresAtMs = expires?.ToUnixTimeMilliseconds() ?? 0;
        playback.Hls = In(folder, playback.Hls);
        playback.PreviewUrl = In(folder, playback.PreviewUrl);
        playback.Storyboard = In(folder, playback.Storyboard);
        playback.OgUrl = In(folder, playback.OgUrl);
        foreach (var source in playback.Sources) source.Url = In(folder, source.Url);
        foreach (var image in playback.Poster?.Images ?? []) image.Url = In(folder, image.Url);
        if (row is not { Cover: { } cover, Assets: { } assets }) return playback;
        folder = FolderOf(row, assets).Folder;
        playback.Poster = cover.Poster.Clone();
        foreach (var image in playback.Poster.Images) image.Url = In(folder, image.Url);
        playback.OgUrl = In(folder, cover.OgUrl);
        return playback;
    }

    private IEnumerable<Caption> CaptionsOf(VideoRow row)
    {
        if (row.Assets is null || row.Captions.Count == 0) yield break;
        var (folder, _) = FolderOf(row, row.Assets);
        foreach (var track in row.Captions) yield return new Caption(track) { Url = In(folder, track.Url) };
    }

    private (string Folder, DateTimeOffset? Expires) FolderOf(VideoRow row, string version)
        => row.MediaPublic ? (paths.OpenFolder(row.Id, version), null) : paths.SignedFolder(row.Id, version);

    /// <summary>The address of the smallest poster where everybody may fetch it, else empty: a signed one would outlive its signature.</summary>
    public static string PosterOf(VideoRow row) => row switch
    {
        { MediaPublic: true, Assets: { } assets, Cover.Poster.Images: { Count: > 0 } images } => MediaPaths.PublicFolder(row.Id, assets) + images.MinBy(i => i.Width)!.Url,
        { MediaPublic: true, MediaVersion: { } version, Playback.Poster.Images: { Count: > 0 } images } => MediaPaths.PublicFolder(row.Id, version) + images.MinBy(i => i.Width)!.Url,
        _ => "",
    };

    private static string In(string folder, string file) => file.Length == 0 ? "" : folder + file;
}
