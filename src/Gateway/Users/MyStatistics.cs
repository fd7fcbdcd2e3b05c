using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Videos;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>GET /api/users/me/statistics?from=&amp;to=: all of the viewer's videos together, and those most viewed.</summary>
internal static class MyStatistics
{
    public sealed record Answer(
        StatisticsTotals Totals, IReadOnlyList<StatisticsDayCard> Days, IReadOnlyList<StatisticsSourceCard> Sources, IReadOnlyList<Row> Videos);

    public sealed record Row(Video Video, StatisticsTotals Totals);

    public static void Map(IEndpointRouteBuilder users) => users.MapGet("/me/statistics", Handle).RequireSignIn().Limit(Limits.Budget.Search);

    private static async Task<Answer> Handle(string? from, string? to, Caller caller, Rpc<StatisticsClient> statistics, VideoCards cards, CancellationToken cancel)
    {
        var request = new GetMyStatisticsRequest { From = VideoStatistics.Day(from), To = VideoStatistics.Day(to) };
        var reply = await statistics.As(caller.Viewer).GetMyStatisticsAsync(request, cancellationToken: cancel);
        var videos = (await cards.OfIds([.. reply.Videos.Select(video => video.VideoId)], caller.Viewer, cancel)).ToDictionary(video => video.Id);
        return new Answer(
            StatisticsTotals.Of(reply.Totals), VideoStatistics.Days(reply.Days), VideoStatistics.Sources(reply.Sources),
            [.. reply.Videos.Where(row => videos.ContainsKey(row.VideoId)).Select(row => new Row(videos[row.VideoId], StatisticsTotals.Of(row.Totals)))]);
    }
}
