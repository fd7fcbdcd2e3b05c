using System.Globalization;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Known;

namespace Zoetrope.Interaction.Plays;

/// <summary>One play as a player reported it, held to what is possible: players are not to be trusted with figures.</summary>
internal sealed record Play(
    Guid PlayId, Guid VideoId, Guid AuthorId, string ImpressionId, int DurationMs, int WatchedMs, string Ranges, int Loops, bool Completed,
    int FirstFrameMs, int Stalls, string Source)
{
    private const int MostLoops = 1000, MostRanges = 50, LongestImpressionId = 64;

    /// <summary>A single report claims an hour at the most; longer plays report as they go on.</summary>
    private const int MostMs = 3_600_000;

    private static readonly HashSet<string> Sources =
        ["for_you", "following", "latest", "profile", "search", "tag", "similar", "saves", "history", "notification", "share", "embed"];

    /// <summary>The plays of visible videos, each once: per field the larger wins. What is not a play at all is left out.</summary>
    public static List<Play> Merge(IEnumerable<Watch> items, Dictionary<Guid, SeenVideo> seen, DateTimeOffset now)
    {
        var plays = new Dictionary<Guid, Play>();
        foreach (var item in items)
        {
            if (!Guid.TryParse(item.PlayId, out var playId) || !Guid.TryParse(item.VideoId, out var videoId) || !seen.TryGetValue(videoId, out var video)) continue;
            var play = Of(playId, video, item, now);
            if (!plays.TryGetValue(playId, out var known)) plays[playId] = play;
            else if (known.VideoId == play.VideoId) plays[playId] = known.Or(play);
        }
        return [.. plays.Values];
    }

    private static Play Of(Guid playId, SeenVideo video, Watch item, DateTimeOffset now)
    {
        var loops = Math.Clamp(item.Loops, 0, MostLoops);
        var most = video.DurationMs > 0 ? (int)Math.Min(MostMs, (long)video.DurationMs * (loops + 1)) : MostMs;
        // Nobody can have watched since before the clip was served to them; ids of impressions hold that moment, by the server's clock.
        if (ServedAt(item.ImpressionId) is { } served && served <= now) most = (int)Math.Min(most, (now - served).TotalMilliseconds * WatchClocks.HighestSpeed);
        var impression = item.ImpressionId.Length > LongestImpressionId || item.ImpressionId.Contains('\0', StringComparison.Ordinal) ? "" : item.ImpressionId;
        return new Play(playId, video.Id, video.AuthorId, impression, video.DurationMs, Math.Clamp(item.WatchedMs, 0, most), Multirange(item.Ranges, video.DurationMs), loops,
            item.Completed, Math.Clamp(item.FirstFrameMs, 0, MostMs), Math.Clamp(item.Stalls, 0, 10_000), Sources.Contains(item.Source) ? item.Source : "other");
    }

    private static DateTimeOffset? ServedAt(string impressionId)
    {
        if (!Guid.TryParse(impressionId, out var id) || id.Version != 7) return null;
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var ms = (long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
        return ms < 253_402_300_799_000 ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
    }

    private Play Or(Play other) => this with
    {
        WatchedMs = Math.Max(WatchedMs, other.WatchedMs),
        Ranges = Ranges.Length >= other.Ranges.Length ? Ranges : other.Ranges,
        Loops = Math.Max(Loops, other.Loops),
        Completed = Completed || other.Completed,
        FirstFrameMs = Math.Max(FirstFrameMs, other.FirstFrameMs),
        Stalls = Math.Max(Stalls, other.Stalls),
    };

    /// <summary>The ranges as PostgreSQL reads a multirange; it joins those that overlap.</summary>
    private static string Multirange(IEnumerable<Contracts.Interaction.V1.Range> ranges, int durationMs)
    {
        var most = durationMs > 0 ? durationMs : MostMs;
        var held = ranges.Take(MostRanges).Select(r => (Start: Math.Clamp(r.StartMs, 0, most), End: Math.Clamp(r.EndMs, 0, most))).Where(r => r.Start < r.End);
        return $"{{{string.Join(',', held.Select(r => string.Create(CultureInfo.InvariantCulture, $"[{r.Start},{r.End})")))}}}";
    }
}
