using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Videos;

/// <summary>A report as moderators see it.</summary>
/// <param name="Url">The page of what is reported; null for one whose author is gone.</param>
/// <param name="Text">The words of a reported comment or the title of a reported clip; null where it is gone.</param>
/// <param name="Poster">A small picture of the reported clip, or of the one a comment is about.</param>
/// <param name="OpenOfTarget">Open reports of the same thing, this one included.</param>
internal sealed record ReportCard(
    string Id, [property: Choices(Choices.ReportKind)] string Kind, string TargetId, string? Url, UserSummary? Author, string? Text, string? Poster, string Reason, string Detail,
    UserSummary? Reporter, DateTime CreatedAt, [property: Choices(Choices.ReportState)] string State, UserSummary? ClosedBy, DateTime? ClosedAt, int OpenOfTarget);

/// <summary>
/// GET /api/reports?state=open|closed and PUT /api/reports/{id} <c>{ state: open|resolved|dismissed }</c>: what waits for moderators. A
/// decision is one for all open reports of the same thing. Nobody else.
/// </summary>
internal static class Reports
{
    public sealed record Change([property: Choices(Choices.ReportState)] string? State);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/reports", List).WithTags("Reports").RequireSignIn();
        api.MapPut("/reports/{id:guid}", Set).WithTags("Reports").RequireSignIn().Limit(Limits.Budget.Write);
    }

    private static async Task<Page<ReportCard>> List(
        [Choices("open closed")] string? state, [AsParameters] PageQuery page, Caller caller, Rpc<PlaysClient> plays, Rpc<CatalogClient> catalog, PeopleCards people, CancellationToken cancel)
    {
        var reply = await plays.As(caller.Viewer).ListReportsAsync(new ListReportsRequest { State = state ?? "open", Page = page.Request() }, cancellationToken: cancel);
        return new Page<ReportCard>(await Cards(reply.Items, caller.Viewer, catalog, people, cancel), reply.NextCursor.OrNull());
    }

    private static async Task<ReportCard> Set(
        Guid id, Change body, Caller caller, Rpc<PlaysClient> plays, Rpc<CatalogClient> catalog, PeopleCards people, CancellationToken cancel)
    {
        var reply = await plays.As(caller.Viewer).SetReportAsync(new SetReportRequest { Id = id.ToString(), State = body.State ?? "" }, cancellationToken: cancel);
        return (await Cards([reply.Report], caller.Viewer, catalog, people, cancel))[0];
    }

    private static async Task<IReadOnlyList<ReportCard>> Cards(
        IReadOnlyList<FiledReport> reports, Viewer viewer, Rpc<CatalogClient> catalog, PeopleCards people, CancellationToken cancel)
    {
        var videoIds = reports.Select(VideoOf).Where(id => id.Length > 0).Distinct();
        var known = catalog.As(viewer).GetVideosAsync(new GetVideosRequest { Ids = { videoIds } }, cancellationToken: cancel).ResponseAsync.OrWhenAway(new GetVideosResponse());
        var cards = await people.GetAsync(reports.SelectMany(report => (string[])[report.ReporterId, report.TargetAuthorId, report.ClosedBy]), cancel);
        var videos = (await known).Items.ToDictionary(video => video.Id);
        return [.. reports.Select(Card)];

        ReportCard Card(FiledReport report)
        {
            var video = videos.GetValueOrDefault(VideoOf(report));
            var text = report.Kind == "video" ? video?.Title ?? "" : report.Text;
            return new ReportCard(
                report.Id, report.Kind, report.TargetId, Url(report, Of(report.TargetAuthorId)), Of(report.TargetAuthorId), text.OrNull(), VideoCards.SmallestPoster(video),
                report.Reason, report.Detail, Of(report.ReporterId), Times.At(report.AtMs), report.State, Of(report.ClosedBy), Times.AtOrNull(report.ClosedAtMs), report.OpenOfTarget);
        }

        UserSummary? Of(string id) => cards.TryGetValue(id, out var card) ? PeopleCards.Summary(card) : null;
    }

    private static string VideoOf(FiledReport report) => report.Kind == "video" ? report.TargetId : report.VideoId;

    private static string? Url(FiledReport report, UserSummary? author) => report.Kind switch
    {
        "video" => Paths.Short(report.TargetId),
        "comment" when report.VideoId.Length > 0 => Paths.Comment(Paths.Short(report.VideoId), report.TargetId),
        "user" when author is not null => Paths.User(author.Username),
        _ => null,
    };
}
