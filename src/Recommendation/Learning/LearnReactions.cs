using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Events;
using Zoetrope.Recommendation.Data;
using Payload = Zoetrope.Contracts.Events.V1.Event.PayloadOneofCase;

namespace Zoetrope.Recommendation.Learning;

/// <summary>Remembers what was watched and how far. The furthest play and the latest moment count, so repeats change nothing.</summary>
internal sealed class LearnWatched : IEventHandler<RecommendationDb>
{
    // Looping says more, but not without end.
    private const double MostFraction = 2;

    public static IReadOnlyCollection<Payload> Handles { get; } = [Payload.PlaysWatched, Payload.Watched];

    public async Task HandleAsync(RecommendationDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        var watches = batch.SelectMany(e => PlaysOf(e).Select(play => (Viewer: ViewerOf(play), play.VideoId, Fraction: FractionOf(play), e.TimeMs)))
            .Where(w => w.Viewer.Length > 0)
            .GroupBy(w => (w.Viewer, w.VideoId))
            .Select(g => (g.Key.Viewer, VideoId: Guid.Parse(g.Key.VideoId), Fraction: g.Max(w => w.Fraction), SeenAt: DateTimeOffset.FromUnixTimeMilliseconds(g.Max(w => w.TimeMs))))
            .ToList();
        if (watches.Count == 0) return;
        await db.Database.ExecuteSqlAsync($"""
            insert into reactions (viewer, video_id, fraction, seen_at, liked, liked_version)
            select w.*, false, 0 from unnest({watches.Select(w => w.Viewer).ToArray()}, {watches.Select(w => w.VideoId).ToArray()},
                {watches.Select(w => w.Fraction).ToArray()}, {watches.Select(w => w.SeenAt).ToArray()}) as w
            on conflict (viewer, video_id) do update set
                fraction = greatest(reactions.fraction, excluded.fraction), seen_at = greatest(reactions.seen_at, excluded.seen_at)
            """, cancel);
    }

    // Logs from before a request's plays were told together have them one by one.
    private static IEnumerable<Watched> PlaysOf(Event told) => told.PayloadCase == Payload.Watched ? [told.Watched] : told.PlaysWatched.Plays;

    private static string ViewerOf(Watched watched)
        => watched.UserId.Length > 0 ? $"u:{watched.UserId}" : watched.DeviceId.Length > 0 ? $"d:{watched.DeviceId}" : "";

    private static double FractionOf(Watched watched)
        => watched.DurationMs <= 0 ? 0 : Math.Min(MostFraction, (double)watched.WatchedMs / watched.DurationMs);
}

/// <summary>Remembers what was liked.</summary>
internal sealed class LearnLiked : IEventHandler<RecommendationDb>
{
    public static IReadOnlyCollection<Payload> Handles { get; } = [Payload.LikeChanged];

    public async Task HandleAsync(RecommendationDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        var likes = batch.Select(e => e.LikeChanged).GroupBy(l => (l.UserId, l.VideoId)).Select(g => g.MaxBy(l => l.Version)!).ToList();
        await db.Database.ExecuteSqlAsync($"""
            insert into reactions (viewer, video_id, fraction, liked, liked_version)
            select l.viewer, l.video_id, 0, l.liked, l.version from unnest({likes.Select(l => $"u:{l.UserId}").ToArray()},
                {likes.Select(l => Guid.Parse(l.VideoId)).ToArray()}, {likes.Select(l => l.Liked).ToArray()}, {likes.Select(l => l.Version).ToArray()})
                as l(viewer, video_id, liked, version)
            on conflict (viewer, video_id) do update set liked = excluded.liked, liked_version = excluded.liked_version
            where reactions.liked_version < excluded.liked_version
            """, cancel);
    }
}
