using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>POST /api/auth/logout: this session ends, here at once and on its sockets within seconds. Repeating it is harmless.</summary>
internal static class LogOut
{
    public static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/logout", Handle).TokenOptional();

    private static async Task<NoContent> Handle(
        HttpContext http, Caller caller, Rpc<SessionsClient> sessions, SessionTokens remembered, Revocations revocations, TimeProvider time, CancellationToken cancel)
    {
        if (caller.Viewer is { IsSignedIn: true, SessionId: { } session })
        {
            await sessions.As(caller.Viewer).LogOutAsync(new LogOutRequest(), cancellationToken: cancel);
            revocations.Add(session, time.GetUtcNow() + AccessTokens.Lifetime);
        }
        if (caller.SessionCookie is { } cookie) remembered.Forget(cookie);
        if (!caller.ByToken) SessionCookies.DropSession(http);
        return TypedResults.NoContent();
    }
}
