using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Videos;

/// <summary>A report as moderators see it.</summary>
/// <param name="Url">The page of what is reported; null for one whose author is gone.</param>
/// <param name="OpenOfTarget">Open reports of the same thing, this one included.</param>
internal sealed record ReportCard(
    string Id, [property: Choices(Choices.ReportKind)] string Kind, string TargetId, string? Url, UserSummary? Author, string? Text, string Reason, string Detail, UserSummary? Reporter, DateTime CreatedAt,
    string State, UserSummary? ClosedBy, DateTime? ClosedAt, int OpenOfTarget);

/// <summary>GET /api/reports?state=open|closed and PUT /api/reports/{id} <c>{ state: open|resolved|dismissed }</c>: what waits for moderators. Nobody else.</summary>
internal static class Reports
{
    public sealed record Change(string? State);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/reports", List).WithTags("Reports").RequireSignIn();
        api.MapPut("/reports/{id:guid}", Set).WithTags("Reports").RequireSignIn().Limit(Limits.Budget.Write);
    }

    private static async Task<Page<ReportCard>> List(string? state, [AsParameters] PageQuery page, Caller caller, Rpc<PlaysClient> plays, PeopleCards people, CancellationToken cancel)
    {
        var reply = await plays.As(caller.Viewer).ListReportsAsync(new ListReportsRequest { State = state ?? "open", Page = page.Request() }, cancellationToken: cancel);
        return new Page<ReportCard>(await Cards(reply.Items, people, cancel), reply.NextCursor.OrNull());
    }

    private static async Task<ReportCard> Set(Guid id, Change body, Caller caller, Rpc<PlaysClient> plays, PeopleCards people, CancellationToken cancel)
    {
        var reply = await plays.As(caller.Viewer).SetReportAsync(new SetReportRequest { Id = id.ToString(), State = body.State ?? "" }, cancellationToken: cancel);
        return (await Cards([reply.Report], people, cancel))[0];
    }

    private static async Task<IReadOnlyList<ReportCard>> Cards(IReadOnlyList<FiledReport> reports, PeopleCards people, CancellationToken cancel)
    {
        var cards = await people.GetAsync(reports.SelectMany(report => (string[])[report.ReporterId, report.TargetAuthorId, report.ClosedBy]), cancel);
        return [.. reports.Select(report => new ReportCard(
            report.Id, report.Kind, report.TargetId, Url(report, Of(report.TargetAuthorId)), Of(report.TargetAuthorId), report.Text.OrNull(), report.Reason, report.Detail,
            Of(report.ReporterId), Times.At(report.AtMs), report.State, Of(report.ClosedBy), Times.AtOrNull(report.ClosedAtMs), report.OpenOfTarget))];

        UserSummary? Of(string id) => cards.TryGetValue(id, out var card) ? PeopleCards.Summary(card) : null;
    }

    private static string? Url(FiledReport report, UserSummary? author) => report.Kind switch
    {
        "video" => Paths.Short(report.TargetId),
        "comment" when report.VideoId.Length > 0 => Paths.Comment(Paths.Short(report.VideoId), report.TargetId),
        "user" when author is not null => Paths.User(author.Username),
        _ => null,
    };
}
