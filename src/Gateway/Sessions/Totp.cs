using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>/api/auth/totp: codes from an authenticator app as a second factor, and recovery codes for whoever loses it.</summary>
internal static class Totp
{
    public sealed record Begun(string Secret, string Uri);

    public sealed record CodeBody([property: Required] string? Code);

    public sealed record PasswordBody([property: Required] string? Password);

    public sealed record Codes(IReadOnlyList<string> RecoveryCodes);

    public static void Map(IEndpointRouteBuilder auth)
    {
        var totp = auth.MapGroup("/totp").RequireSignIn().Limit(Limits.Budget.LogIn);
        totp.MapPost("", Begin);
        totp.MapPut("", Confirm);
        totp.MapDelete("", Remove);
        totp.MapPost("/recovery", Renew);
    }

    private static async Task<Begun> Begin(PasswordBody body, HttpContext http, Caller caller, Rpc<SecondFactorClient> factor, CancellationToken cancel)
    {
        var reply = await factor.As(caller.Viewer).BeginTotpAsync(new BeginTotpRequest { Password = body.Password ?? "" }, cancellationToken: cancel);
        http.Response.Headers.CacheControl = "no-store";
        return new Begun(reply.Secret, reply.Uri);
    }

    private static async Task<Codes> Confirm(CodeBody body, HttpContext http, Caller caller, Rpc<SecondFactorClient> factor, CancellationToken cancel)
    {
        var reply = await factor.As(caller.Viewer).ConfirmTotpAsync(new ConfirmTotpRequest { Code = body.Code ?? "" }, cancellationToken: cancel);
        http.Response.Headers.CacheControl = "no-store";
        return new Codes([.. reply.RecoveryCodes]);
    }

    private static async Task<Codes> Renew(PasswordBody body, HttpContext http, Caller caller, Rpc<SecondFactorClient> factor, CancellationToken cancel)
    {
        var reply = await factor.As(caller.Viewer).RenewRecoveryCodesAsync(new RenewRecoveryCodesRequest { Password = body.Password ?? "" }, cancellationToken: cancel);
        http.Response.Headers.CacheControl = "no-store";
        return new Codes([.. reply.RecoveryCodes]);
    }

    private static async Task<NoContent> Remove([FromBody] PasswordBody body, Caller caller, Rpc<SecondFactorClient> factor, CancellationToken cancel)
    {
        await factor.As(caller.Viewer).RemoveTotpAsync(new RemoveTotpRequest { Password = body.Password ?? "" }, cancellationToken: cancel);
        return TypedResults.NoContent();
    }
}
