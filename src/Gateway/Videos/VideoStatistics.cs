using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Videos;

/// <summary>What was counted in some time.</summary>
/// <param name="AveragePercent">Watched time over duration, of plays that lasted; loops count, so it can pass 100.</param>
internal sealed record StatisticsTotals(long Views, long Viewers, long WatchedMs, double AveragePercent, long Completed, long FollowersGained)
{
    public static StatisticsTotals Of(Totals totals)
        => new(totals.Views, totals.Viewers, totals.WatchedMs, totals.AveragePercent, totals.Completed, totals.FollowersGained);
}

/// <summary>One UTC day.</summary>
internal sealed record StatisticsDayCard(string Day, StatisticsTotals Totals);

/// <summary>Where plays came from.</summary>
internal sealed record StatisticsSourceCard([property: Choices(Choices.WatchSource)] string Source, long Views, long WatchedMs);

/// <summary>GET /api/videos/{id}/statistics?from=&amp;to=: how one of the viewer's own videos does. Days are UTC dates; the last four weeks unless said otherwise.</summary>
internal static class VideoStatistics
{
    /// <param name="Retention">Share of plays still there at the middle of each of fifty equal parts of the clip.</param>
    public sealed record Answer(
        StatisticsTotals Totals, IReadOnlyList<StatisticsDayCard> Days, IReadOnlyList<StatisticsSourceCard> Sources, IReadOnlyList<double> Retention, int DurationMs);

    public static void Map(IEndpointRouteBuilder videos) => videos.MapGet("/{id:guid}/statistics", Handle).RequireSignIn().Limit(Limits.Budget.Search);

    private static async Task<Answer> Handle(Guid id, string? from, string? to, Caller caller, Rpc<StatisticsClient> statistics, CancellationToken cancel)
    {
        var request = new GetVideoStatisticsRequest { VideoId = id.ToString(), From = Day(from), To = Day(to) };
        var reply = await statistics.As(caller.Viewer).GetVideoStatisticsAsync(request, cancellationToken: cancel);
        return new Answer(StatisticsTotals.Of(reply.Totals), Days(reply.Days), Sources(reply.Sources), reply.Retention, reply.DurationMs);
    }

    /// <summary>A date, or the date of a time.</summary>
    public static string Day(string? text) => text is { Length: > 10 } && text[10] == 'T' ? text[..10] : text ?? "";

    public static IReadOnlyList<StatisticsDayCard> Days(IEnumerable<StatisticsDay> days) => [.. days.Select(day => new StatisticsDayCard(day.Day, StatisticsTotals.Of(day.Totals)))];

    public static IReadOnlyList<StatisticsSourceCard> Sources(IEnumerable<StatisticsSource> sources)
        => [.. sources.Select(source => new StatisticsSourceCard(source.Source, source.Views, source.WatchedMs))];
}
