using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>GET /api/auth/sessions: where the viewer is signed in.</summary>
internal static class ListSessions
{
    public sealed record SessionItem(string Id, bool Current, string UserAgent, string? Address, DateTime CreatedAt, DateTime LastUsedAt);

    public static void Map(IEndpointRouteBuilder auth) => auth.MapGet("/sessions", Handle).RequireSignIn();

    private static async Task<Items<SessionItem>> Handle(Caller caller, Rpc<SessionsClient> sessions, CancellationToken cancel)
    {
        var reply = await sessions.As(caller.Viewer).ListSessionsAsync(new ListSessionsRequest(), cancellationToken: cancel);
        return new Items<SessionItem>([.. reply.Items.Select(session => new SessionItem(
            session.Id, session.Current, session.UserAgent, session.Ip.OrNull(), Times.At(session.CreatedAtMs), Times.At(session.LastSeenAtMs)))]);
    }
}
