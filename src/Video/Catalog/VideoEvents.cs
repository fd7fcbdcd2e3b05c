using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Events;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>How every change of a video ends: state, listing, media placement and event settled together, inside the caller's transaction.</summary>
internal static class VideoEvents
{
    /// <summary>Locks one video for a change. Lock its job before, where both are needed.</summary>
    public static Task<VideoRow?> LockVideo(this VideoDb db, Guid id, CancellationToken cancel)
        => db.Videos.FromSql($"select * from videos where id = {id} for update").SingleOrDefaultAsync(cancel);

    /// <summary>Saves a changed (or added) video and tells of it.</summary>
    /// <param name="failed">It has just failed.</param>
    public static async Task SettleAsync(this VideoDb db, VideoRow video, TimeProvider time, CancellationToken cancel, bool failed = false)
    {
        var published = video.Settle(time.GetUtcNow());
        var account = await db.KnownAccounts.FindAsync([video.AuthorId], cancel);
        video.PlacementDue = video.RemovedAt is not null
            || (video.Playback is not null && video.MediaPublic != Visibility.IsPublic(Item(video, account)));
        video.Version++;
        db.Publish(time, video.Id.ToString(), EventOf(video, published, failed));
        await db.SaveChangesAsync(cancel);
        await db.RelistAsync([video.Id], cancel);
    }

    /// <summary>What decides who may see it.</summary>
    public static VisibleItem Item(VideoRow video, KnownAccount? author) => new(
        video.AuthorId, AudienceOf(video.Audience),
        Published: video is { PublishedAt: not null, Playback: not null },
        Removed: video.RemovedAt is not null,
        AuthorPrivate: author is { IsPrivate: true }, AuthorSuspended: author is { Suspended: true }, AuthorDeleted: author is { Deleted: true });

    public static VideoState StateOf(VideoRow video) => new()
    {
        VideoId = video.Id.ToString(),
        AuthorId = video.AuthorId.ToString(),
        Title = video.Title,
        Description = video.Description,
        Tags = { video.Tags },
        Mentions = { video.Mentions.Select(id => id.ToString()) },
        Audience = AudienceOf(video.Audience),
        AllowComments = video.AllowComments,
        Labels = { video.Labels },
        DurationMs = video.DurationMs,
        Width = video.Width,
        Height = video.Height,
        HasAudio = video.HasAudio,
        State = video.State,
        CreatedAtMs = video.CreatedAt.ToUnixTimeMilliseconds(),
        PublishedAtMs = video.PublishedAt?.ToUnixTimeMilliseconds() ?? 0,
        PosterUrl = VideoMessages.PosterOf(video),
        Demo = video.Demo,
        Scheduled = video.PublishAt is not null,
        Version = video.Version,
    };

    private static Event EventOf(VideoRow video, bool published, bool failed)
    {
        var state = StateOf(video);
        if (video.RemovedAt is not null) return new Event { VideoRemoved = new() { Video = state } };
        if (failed) return new Event { VideoFailed = new() { Video = state, Code = video.FailureCode, Retryable = video.Retryable } };
        return published ? new Event { VideoPublished = new() { Video = state } } : new Event { VideoChanged = new() { Video = state } };
    }

    private static Audience AudienceOf(string audience) => audience switch
    {
        Audiences.Public => Audience.Public,
        Audiences.Followers => Audience.Followers,
        Audiences.Unlisted => Audience.Unlisted,
        _ => Audience.Private,
    };
}
