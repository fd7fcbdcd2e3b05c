using System.ComponentModel.DataAnnotations;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>POST /api/auth/login: signs in by username or e-mail.</summary>
internal static class LogIn
{
    public sealed record Body([property: Required] string? Login, [property: Required] string? Password, string? Code, string? Client);

    public static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/login", Handle).TokenOptional().Limit(Limits.Budget.LogIn);

    private static async Task<Session> Handle(Body body, HttpContext http, Caller caller, Rpc<AccountsClient> accounts, SessionAnswers answers, CancellationToken cancel)
    {
        var native = SessionAnswers.IsNative(body.Client);
        var reply = await accounts.As(Viewer.Anonymous(caller.Viewer.DeviceId, caller.Viewer.Locale)).LogInAsync(new LogInRequest
        {
            Login = body.Login ?? "",
            Password = body.Password ?? "",
            Code = body.Code ?? "",
            Client = caller.Client(native),
        }, cancellationToken: cancel);
        return await answers.Of(http, caller, reply.Session, native, cancel);
    }
}
