using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Text;
using Zoetrope.Recommendation.Data;
using Payload = Zoetrope.Contracts.Events.V1.Event.PayloadOneofCase;

namespace Zoetrope.Recommendation.Known;

/// <summary>Keeps this service's copy of videos. The version decides: an older event changes nothing.</summary>
internal sealed class KnownVideos : IEventHandler<RecommendationDb>
{
    public static IReadOnlyCollection<Payload> Handles { get; } = [Payload.VideoPublished, Payload.VideoChanged, Payload.VideoRemoved];

    public async Task HandleAsync(RecommendationDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        // One statement may touch a row once: of several events about a video the newest speaks.
        var states = batch.Select(StateOf).GroupBy(v => v.VideoId).Select(g => g.MaxBy(v => v.Version)!).ToList();
        await db.Database.ExecuteSqlAsync($"""
            insert into known_videos (video_id, author_id, audience, shown, published_at, duration_ms, tags, words, version, popularity, counts_rev)
            select v.video_id, v.author_id, v.audience, v.shown, v.published_at, v.duration_ms, string_to_array(v.tags, ' '), v.words, v.version, 0, 0
            from unnest({states.Select(v => Guid.Parse(v.VideoId)).ToArray()}, {states.Select(v => Guid.Parse(v.AuthorId)).ToArray()},
                {states.Select(v => (int)v.Audience).ToArray()}, {states.Select(IsShown).ToArray()},
                {states.Select(v => DateTimeOffset.FromUnixTimeMilliseconds(v.PublishedAtMs)).ToArray()}, {states.Select(v => v.DurationMs).ToArray()},
                {states.Select(v => string.Join(' ', v.Tags)).ToArray()}, {states.Select(v => TextEntities.Fold($"{v.Title} {v.Description}")).ToArray()},
                {states.Select(v => v.Version).ToArray()})
                as v(video_id, author_id, audience, shown, published_at, duration_ms, tags, words, version)
            on conflict (video_id) do update set author_id = excluded.author_id, audience = excluded.audience, shown = excluded.shown,
                published_at = excluded.published_at, duration_ms = excluded.duration_ms, tags = excluded.tags, words = excluded.words, version = excluded.version
            where known_videos.version < excluded.version
            """, cancel);
    }

    private static VideoState StateOf(Event e) => e.PayloadCase switch
    {
        Payload.VideoPublished => e.VideoPublished.Video,
        Payload.VideoChanged => e.VideoChanged.Video,
        _ => e.VideoRemoved.Video,
    };

    private static bool IsShown(VideoState video) => video is { State: "ready", PublishedAtMs: > 0 };
}

/// <summary>Keeps the counts that make a video popular. They may come before the video itself: then its next fold brings them.</summary>
internal sealed class KnownCounts : IEventHandler<RecommendationDb>
{
    public static IReadOnlyCollection<Payload> Handles { get; } = [Payload.CountsChanged];

    public async Task HandleAsync(RecommendationDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        var counts = batch.Select(e => e.CountsChanged).GroupBy(c => c.VideoId).Select(g => g.MaxBy(c => c.Rev)!).ToList();
        await db.Database.ExecuteSqlAsync($"""
            update known_videos v set popularity = c.popularity, counts_rev = c.rev
            from unnest({counts.Select(c => Guid.Parse(c.VideoId)).ToArray()}, {counts.Select(Popularity).ToArray()}, {counts.Select(c => c.Rev).ToArray()})
                as c(video_id, popularity, rev)
            where v.video_id = c.video_id and v.counts_rev < c.rev
            """, cancel);
    }

    private static double Popularity(CountsChanged c) => Math.Log(1 + c.Likes + 2 * c.Comments + 3 * c.Shares + 2 * c.Saves);
}
