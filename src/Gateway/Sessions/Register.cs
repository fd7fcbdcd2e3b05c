using System.ComponentModel.DataAnnotations;
using Grpc.Core;
using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>
/// POST /api/auth/register: an account and its first session. A taken e-mail answers like a fresh one. What the device watched belongs to
/// the account from now on, so the browser gets another device id for whoever is signed out there later.
/// </summary>
internal static class Register
{
    public sealed record Body([property: Required] string? Username, [property: Required] string? Email, [property: Required] string? Password, string? DisplayName, string? Invite, string? Client);

    public static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/register", Handle).TokenOptional().Limit(Limits.Budget.Register).CreatesAccount();

    private static async Task<Created<Session>> Handle(Body body, HttpContext http, Caller caller, Rpc<AccountsClient> accounts, SessionAnswers answers, TimeProvider time, CancellationToken cancel)
    {
        var native = SessionAnswers.IsNative(body.Client);
        var (past, client) = (SessionCookies.ReadDevice(http.Request), caller.Client(native));
        if (past is not null) client.DeviceId = SessionCookies.NewDevice();
        var request = new RegisterRequest
        {
            Username = body.Username ?? "",
            Email = body.Email ?? "",
            Password = body.Password ?? "",
            DisplayName = body.DisplayName ?? "",
            Invite = body.Invite ?? "",
            Client = client,
            DeviceId = past ?? "",
        };
        RegisterResponse reply;
        try
        {
            reply = await accounts.As(Viewer.Anonymous(client.DeviceId, caller.Viewer.Locale)).RegisterAsync(request, cancellationToken: cancel);
        }
        catch (RpcException refusal) when (past is not null && Fault.Of(refusal).Code == "awaiting_approval")
        {
            SessionCookies.WriteDevice(http, client.DeviceId, time);
            throw;
        }
        if (past is not null) SessionCookies.WriteDevice(http, client.DeviceId, time);
        caller.Viewer = Viewer.Anonymous(client.DeviceId, caller.Viewer.Locale);
        return TypedResults.Created((string?)null, await answers.Of(http, caller, reply.Session, native, cancel));
    }
}
