using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>POST /api/auth/email: another address; /verify: takes the token of a link; /resend: sends the link again.</summary>
internal static class ChangeEmail
{
    public sealed record Body([property: Required] string? Email, [property: Required] string? Password);

    public sealed record VerifyBody([property: Required] string? Token);

    public static void Map(IEndpointRouteBuilder auth)
    {
        auth.MapPost("/email", Change).RequireSignIn().Limit(Limits.Budget.LogIn);
        auth.MapPost("/email/verify", Verify).Limit(Limits.Budget.LogIn);
        auth.MapPost("/email/resend", Resend).RequireSignIn().Limit(Limits.Budget.Recover).Produces(StatusCodes.Status202Accepted);
    }

    private static async Task<Me> Change(Body body, Caller caller, Rpc<RecoveryClient> recovery, MeCards me, CancellationToken cancel)
    {
        var reply = await recovery.As(caller.Viewer).ChangeEmailAsync(
            new ChangeEmailRequest { Email = body.Email ?? "", Password = body.Password ?? "" }, cancellationToken: cancel);
        return await me.Of(reply.Account, caller.Viewer, cancel);
    }

    private static async Task<NoContent> Verify(VerifyBody body, Caller caller, Rpc<RecoveryClient> recovery, CancellationToken cancel)
    {
        await recovery.As(caller.Viewer).VerifyEmailAsync(new VerifyEmailRequest { Token = body.Token ?? "" }, cancellationToken: cancel);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Resend(Caller caller, Rpc<RecoveryClient> recovery, CancellationToken cancel)
    {
        await recovery.As(caller.Viewer).ResendVerificationAsync(new ResendVerificationRequest(), cancellationToken: cancel);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }
}
