using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Admin;

/// <summary>/api/admin/applicants: who waits to be let in, where registration is by approval (admins). PUT lets in, DELETE declines.</summary>
internal static class AnswerApplicants
{
    public sealed record ApplicantItem(string Id, string Username, string DisplayName, string Email, DateTime CreatedAt);

    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/applicants", List).RequireSignIn();
        admin.MapPut("/applicants/{id:guid}", Accept).RequireSignIn().Limit(Limits.Budget.Write);
        admin.MapDelete("/applicants/{id:guid}", Decline).RequireSignIn().Limit(Limits.Budget.Write);
    }

    private static async Task<Page<ApplicantItem>> List([AsParameters] PageQuery page, HttpContext http, Caller caller, Rpc<AdministrationClient> administration, CancellationToken cancel)
    {
        var reply = await administration.As(caller.Viewer).ListApplicantsAsync(new ListApplicantsRequest { Page = page.Request() }, cancellationToken: cancel);
        http.Response.Headers.CacheControl = "no-store";
        return new Page<ApplicantItem>(
            [.. reply.Items.Select(a => new ApplicantItem(a.Card.Id, a.Card.Username, a.Card.DisplayName, a.Email, Times.At(a.CreatedAtMs)))], reply.NextCursor.OrNull());
    }

    private static Task<NoContent> Accept(Guid id, Caller caller, Rpc<AdministrationClient> administration, CancellationToken cancel) => AnswerAsync(id, true, caller, administration, cancel);

    private static Task<NoContent> Decline(Guid id, Caller caller, Rpc<AdministrationClient> administration, CancellationToken cancel) => AnswerAsync(id, false, caller, administration, cancel);

    private static async Task<NoContent> AnswerAsync(Guid id, bool accept, Caller caller, Rpc<AdministrationClient> administration, CancellationToken cancel)
    {
        await administration.As(caller.Viewer).AnswerApplicantAsync(new AnswerApplicantRequest { UserId = id.ToString(), Accept = accept }, cancellationToken: cancel);
        return TypedResults.NoContent();
    }
}
