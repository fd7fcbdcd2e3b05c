using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>GET /.well-known/jwks.json: the public keys that verify access tokens.</summary>
internal static class GetKeys
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/.well-known/jwks.json", Handle).WithTags("Sessions");

    private static async Task<IResult> Handle(HttpContext http, Rpc<SessionsClient> sessions, CancellationToken cancel)
    {
        var reply = await sessions.As(Viewer.Anonymous()).GetKeysAsync(new GetKeysRequest(), cancellationToken: cancel);
        // A new key is listed ten minutes before its first use: half of that may be cached.
        http.Response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.Text(reply.JwksJson, "application/json");
    }
}
