using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>POST /api/auth/register: an account and its first session. A taken e-mail answers like a fresh one.</summary>
internal static class Register
{
    public sealed record Body([property: Required] string? Username, [property: Required] string? Email, [property: Required] string? Password, string? DisplayName, string? Invite, string? Client);

    public static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/register", Handle).Limit(Limits.Budget.Register);

    private static async Task<Created<Session>> Handle(Body body, HttpContext http, Caller caller, Rpc<AccountsClient> accounts, SessionAnswers answers, CancellationToken cancel)
    {
        var native = SessionAnswers.IsNative(body.Client);
        var reply = await accounts.As(Viewer.Anonymous(caller.Viewer.DeviceId, caller.Viewer.Locale)).RegisterAsync(new RegisterRequest
        {
            Username = body.Username ?? "",
            Email = body.Email ?? "",
            Password = body.Password ?? "",
            DisplayName = body.DisplayName ?? "",
            Invite = body.Invite ?? "",
            Client = caller.Client(native),
        }, cancellationToken: cancel);
        return TypedResults.Created((string?)null, await answers.Of(http, caller, reply.Session, native, cancel));
    }
}
