using Npgsql;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Plays;

/// <summary>
/// How much a viewer can still have watched. A clock a viewer (<c>spent_until</c>) says up to when their time is used up; time runs at the highest
/// speed that a player has, so that two devices of one account watch side by side at the normal one.
/// <list type="bullet">
/// <item>All that is reported at once adds up to at most the time since then: honest players report what happened since their last report.</item>
/// <item>Of somebody silent for longer, an hour counts: a player that was cut off reports no more than that.</item>
/// <item>Nobody knows since when somebody watches who was never heard of. They may have watched each clip of their report once through, and a minute besides.</item>
/// </list>
/// What a clip's length, its loops and the moment of its serving rule out, <see cref="Play"/> has taken away before.
/// </summary>
internal static class WatchClocks
{
    /// <summary>The fastest that a player plays.</summary>
    public const int HighestSpeed = 2;

    /// <summary>Run by the migration: EF knows neither fill factors nor tables without a log, and a crash may forget this one.</summary>
    public const string Table = "create unlogged table watch_clocks (viewer text primary key, spent_until timestamptz not null) with (fillfactor = 70);";

    private const int FirstMs = 60_000;

    /// <summary>SQL: since when time is left, and how many milliseconds it is; <c>$5</c> is now.</summary>
    public static readonly string From = "greatest(spent_until, $5 - interval '1 hour')", Left = $"(extract(epoch from $5 - {From}) * 1000 * {HighestSpeed})::bigint";

    /// <summary>Takes the viewer's clock for the rest of the transaction, making it where there is none.</summary>
    public static NpgsqlBatchCommand Hold(Viewer viewer, IReadOnlyList<Play> plays, DateTimeOffset now)
    {
        var first = FirstMs + plays.DistinctBy(play => play.VideoId).Sum(play => (long)play.DurationMs);
        return new NpgsqlBatchCommand("insert into watch_clocks (viewer, spent_until) values ($1, $2) on conflict (viewer) do update set viewer = excluded.viewer")
        {
            Parameters = { new() { Value = viewer.Key }, new() { Value = now.AddMilliseconds(-first / (double)HighestSpeed).UtcDateTime } },
        };
    }
}
