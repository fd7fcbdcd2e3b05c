using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Events;

namespace Zoetrope.Interaction.Known;

/// <summary>Keeps this service's copy of videos. The version decides: late, doubled and shuffled events end in the same rows.</summary>
internal sealed class KnownVideos : IEventHandler<InteractionDb>
{
    public static IReadOnlyCollection<Event.PayloadOneofCase> Handles { get; } =
        [Event.PayloadOneofCase.VideoPublished, Event.PayloadOneofCase.VideoChanged, Event.PayloadOneofCase.VideoRemoved, Event.PayloadOneofCase.VideoFailed];

    public async Task HandleAsync(InteractionDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        var videos = batch.Select(Copy).GroupBy(v => v.VideoId).Select(same => same.MaxBy(v => v.Version)!).ToList();
        await StoreAsync(db, videos, cancel);
    }

    public static async Task StoreAsync(InteractionDb db, IReadOnlyCollection<KnownVideo> videos, CancellationToken cancel)
    {
        if (videos.Count == 0) return;
        // In the order of ids, so that two writers never wait for each other in a circle.
        var v = videos.OrderBy(x => x.VideoId).ToList();
        await db.Database.ExecuteSqlAsync($"""
            insert into known_videos as k (video_id, author_id, audience, published, removed, allow_comments, duration_ms, version)
            select * from unnest({v.Select(x => x.VideoId).ToArray()}, {v.Select(x => x.AuthorId).ToArray()}, {v.Select(x => (int)x.Audience).ToArray()},
                {v.Select(x => x.Published).ToArray()}, {v.Select(x => x.Removed).ToArray()}, {v.Select(x => x.AllowComments).ToArray()},
                {v.Select(x => x.DurationMs).ToArray()}, {v.Select(x => x.Version).ToArray()})
            on conflict (video_id) do update set author_id = excluded.author_id, audience = excluded.audience, published = excluded.published,
                removed = excluded.removed, allow_comments = excluded.allow_comments, duration_ms = excluded.duration_ms, version = excluded.version
            where not k.removed and (excluded.version > k.version or excluded.removed)
            """, cancel);
    }

    private static KnownVideo Copy(Event e)
    {
        var removed = e.PayloadCase == Event.PayloadOneofCase.VideoRemoved;
        var video = removed ? e.VideoRemoved.Video : e.VideoPublished?.Video ?? e.VideoChanged?.Video ?? e.VideoFailed.Video;
        return new KnownVideo
        {
            VideoId = Guid.Parse(video.VideoId),
            AuthorId = Guid.Parse(video.AuthorId),
            Audience = video.Audience,
            Published = IsPublished(video.PublishedAtMs, video.State),
            Removed = removed || video.State == "removed",
            AllowComments = video.AllowComments,
            DurationMs = video.DurationMs,
            // A tombstone is final, whatever its version.
            Version = removed ? long.MaxValue : video.Version,
        };
    }

    /// <summary>It plays from the first rendition on, while the rest is still being made.</summary>
    public static bool IsPublished(long publishedAtMs, string state) => publishedAtMs > 0 && state is ("ready" or "processing");
}
