using System.ComponentModel.DataAnnotations;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Sessions;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>DELETE /api/users/me: hides the account at once; it is erased after the grace period.</summary>
internal static class DeleteMe
{
    public sealed record Body([property: Required] string? Password);

    public sealed record Answer(DateTime? DeletionAt);

    public static void Map(IEndpointRouteBuilder users) => users.MapDelete("/me", Handle).RequireSignIn().AlsoWhenLeaving().Limit(Limits.Budget.LogIn);

    private static async Task<Answer> Handle(
        [Microsoft.AspNetCore.Mvc.FromBody] Body body, HttpContext http, Caller caller, Rpc<AccountsClient> accounts, CancellationToken cancel)
    {
        var reply = await accounts.As(caller.Viewer).DeleteMeAsync(new DeleteMeRequest { Password = body.Password ?? "" }, cancellationToken: cancel);
        if (!caller.ByToken) SessionCookies.DropSession(http);
        return new Answer(Times.AtOrNull(reply.DeletionAtMs));
    }
}
