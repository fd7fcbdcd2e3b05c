using Grpc.Core;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>POST /api/auth/refresh: the next credential for this one, from the cookie or the body. A spent one ends its whole family.</summary>
internal static class Refresh
{
    public sealed record Body(string? RefreshToken, string? Client);

    public static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/refresh", Handle).TokenOptional().Limit(Limits.Budget.Refresh);

    private static async Task<Session> Handle(
        HttpContext http, Caller caller, Rpc<SessionsClient> sessions, SessionTokens remembered, SessionAnswers answers, CancellationToken cancel)
    {
        var body = http.Request.HasJsonContentType() ? await http.Request.ReadFromJsonAsync(GatewayJson.Default.RefreshBody, cancel) : null;
        var native = body?.RefreshToken is { Length: > 0 };
        var credential = native ? body!.RefreshToken! : caller.SessionCookie ?? throw Fault.Unauthenticated();
        try
        {
            var reply = await sessions.As(Viewer.Anonymous(caller.Viewer.DeviceId, caller.Viewer.Locale)).RefreshAsync(
                new RefreshRequest { RefreshToken = credential, Ip = caller.Address.ToString(), UserAgent = caller.UserAgent }, cancellationToken: cancel);
            remembered.Forget(credential);
            return await answers.Of(http, caller, reply.Session, native, cancel);
        }
        catch (RpcException refusal) when (!native && Fault.Of(refusal).HttpStatus == 401)
        {
            remembered.Forget(credential);
            SessionCookies.DropSession(http);
            throw;
        }
    }
}
