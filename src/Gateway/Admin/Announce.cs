using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Admin;

/// <summary>POST /api/admin/announcements: tells everybody something, in their inbox (admins). It arrives there over the next seconds or minutes.</summary>
internal static class Announce
{
    public sealed record Body([property: Required] string? Text);

    public sealed record Answer(string Id, string Text, DateTime CreatedAt);

    public static void Map(IEndpointRouteBuilder admin) => admin.MapPost("/announcements", Handle).RequireSignIn().Limit(Limits.Budget.Write).Creates();

    private static async Task<Created<Answer>> Handle(Body body, HttpContext http, Caller caller, Rpc<InboxClient> inbox, CancellationToken cancel)
    {
        var request = new AnnounceRequest { Text = body.Text ?? "", IdempotencyKey = http.Request.Headers["Idempotency-Key"].ToString() };
        var reply = await inbox.As(caller.Viewer).AnnounceAsync(request, cancellationToken: cancel);
        return TypedResults.Created((string?)null, new Answer(reply.Id, reply.Text, Times.At(reply.AtMs)));
    }
}
