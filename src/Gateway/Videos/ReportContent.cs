using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Videos;

/// <summary>POST /api/reports: tells the moderators of a video, a person or a comment. Works for signed-out devices.</summary>
internal static class ReportContent
{
    public sealed record Body(
        [property: Required, Choices(Choices.ReportKind)] string? Kind, [property: Required] string? Id, [property: Required] string? Reason, string? Detail);

    public sealed record Answer(string Id);

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/reports", Handle).WithTags("Reports").Limit(Limits.Budget.Report).Creates();

    private static async Task<Created<Answer>> Handle(Body body, Caller caller, Rpc<PlaysClient> plays, CancellationToken cancel)
    {
        if (!Guid.TryParse(body.Id, out _)) throw Fault.Invalid("id", "not_an_id");
        var request = new ReportRequest { Kind = body.Kind ?? "", TargetId = body.Id, Reason = body.Reason ?? "", Detail = body.Detail ?? "" };
        var reply = await plays.As(caller.Viewer).ReportAsync(request, cancellationToken: cancel);
        return TypedResults.Created((string?)null, new Answer(reply.Id));
    }
}
