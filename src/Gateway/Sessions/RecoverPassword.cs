using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>POST /api/auth/password/forgot: 202 whatever the address; /reset: a new password with the token of the link.</summary>
internal static class RecoverPassword
{
    public sealed record ForgotBody([property: Required] string? Email);

    public sealed record ResetBody([property: Required] string? Token, [property: Required] string? Password);

    public static void Map(IEndpointRouteBuilder auth)
    {
        auth.MapPost("/password/forgot", Forgot).TokenOptional().Limit(Limits.Budget.Recover).Produces(StatusCodes.Status202Accepted);
        auth.MapPost("/password/reset", Reset).TokenOptional().Limit(Limits.Budget.LogIn);
    }

    private static async Task<IResult> Forgot(ForgotBody body, Caller caller, Rpc<RecoveryClient> recovery, CancellationToken cancel)
    {
        await recovery.As(caller.Viewer).ForgotPasswordAsync(new ForgotPasswordRequest { Email = body.Email ?? "" }, cancellationToken: cancel);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<NoContent> Reset(ResetBody body, HttpContext http, Caller caller, Rpc<RecoveryClient> recovery, CancellationToken cancel)
    {
        await recovery.As(caller.Viewer).ResetPasswordAsync(new ResetPasswordRequest { Token = body.Token ?? "", Password = body.Password ?? "" }, cancellationToken: cancel);
        // Every session has ended, this browser's among them where it had one.
        if (caller.SessionCookie is not null) SessionCookies.DropSession(http);
        return TypedResults.NoContent();
    }
}
