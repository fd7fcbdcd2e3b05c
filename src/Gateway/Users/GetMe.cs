using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;

namespace Zoetrope.Gateway.Users;

/// <summary>GET /api/users/me: the viewer's own account. It is how the web app learns who is signed in.</summary>
internal static class GetMe
{
    public static void Map(IEndpointRouteBuilder users) => users.MapGet("/me", Handle).RequireSignIn();

    private static Task<Me> Handle(Caller caller, MeCards me, CancellationToken cancel) => me.Of(caller.Viewer, cancel);
}
