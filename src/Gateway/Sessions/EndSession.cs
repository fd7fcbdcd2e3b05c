using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>DELETE /api/auth/sessions/{id}: ends one session of the viewer; its sockets close within seconds.</summary>
internal static class EndSession
{
    public static void Map(IEndpointRouteBuilder auth) => auth.MapDelete("/sessions/{id:guid}", Handle).RequireSignIn().AlsoWhenLeaving();

    private static async Task<NoContent> Handle(Guid id, Caller caller, Rpc<SessionsClient> sessions, CancellationToken cancel)
    {
        await sessions.As(caller.Viewer).EndSessionAsync(new EndSessionRequest { SessionId = id.ToString() }, cancellationToken: cancel);
        return TypedResults.NoContent();
    }
}
