using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>Turns a grant of Auth into what a client gets: a browser a cookie and no token, a native client its tokens.</summary>
internal sealed class SessionAnswers(AccessTokens tokens, SessionTokens remembered, MeCards me, TimeProvider time)
{
    public async Task<Session> Of(HttpContext http, Caller caller, SessionGrant grant, bool native, CancellationToken cancel)
    {
        var verified = await tokens.Verify(grant.AccessToken, cancel) ?? throw Fault.Unauthenticated("session_revoked");
        caller.Viewer = Viewer.SignedIn(grant.AccessToken, verified, caller.Viewer.DeviceId, caller.Viewer.Locale);
        if (!native)
        {
            SessionCookies.WriteSession(http, grant.RefreshToken, DateTimeOffset.FromUnixTimeMilliseconds(grant.RefreshExpiresAtMs));
            await remembered.RememberAsync(grant, cancel);
        }

        var expiresIn = (int)Math.Max(0, (DateTimeOffset.FromUnixTimeMilliseconds(grant.AccessExpiresAtMs) - time.GetUtcNow()).TotalSeconds);
        http.Response.Headers.CacheControl = "no-store";
        return new Session(await me.Of(caller.Viewer, cancel), native ? grant.AccessToken : null, expiresIn, native ? grant.RefreshToken : null);
    }

    /// <summary>What a request body says in <c>client</c>.</summary>
    public static bool IsNative(string? client) => client switch
    {
        null or "" or "browser" => false,
        "native" => true,
        _ => throw Fault.Invalid("client", "unknown_choice", ("choices", "browser, native")),
    };
}
