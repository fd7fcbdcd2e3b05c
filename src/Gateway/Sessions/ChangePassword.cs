using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>POST /api/auth/password: changes the password; every other session ends.</summary>
internal static class ChangePassword
{
    public sealed record Body([property: Required] string? Current, [property: Required] string? New);

    public static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/password", Handle).RequireSignIn().Limit(Limits.Budget.LogIn);

    private static async Task<NoContent> Handle(Body body, Caller caller, Rpc<AccountsClient> accounts, CancellationToken cancel)
    {
        await accounts.As(caller.Viewer).ChangePasswordAsync(
            new ChangePasswordRequest { Current = body.Current ?? "", New = body.New ?? "" }, cancellationToken: cancel);
        return TypedResults.NoContent();
    }
}
