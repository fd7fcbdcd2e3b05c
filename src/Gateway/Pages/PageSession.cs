using Grpc.Core;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Sessions;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Pages;

/// <summary>
/// What server components cannot do: before a page request goes on to the web app its session is renewed where that is due, and a
/// browser without a device gets one. The web app sees the cookies as they are after this response.
/// </summary>
internal sealed class PageSession(Rpc<SessionsClient> sessions, SessionTokens remembered, TimeProvider time)
{
    /// <summary>Gives the Cookie header to forward.</summary>
    public async Task<string> PrepareAsync(HttpContext http, Caller caller, CancellationToken cancel)
    {
        var request = http.Request;
        var device = SessionCookies.ReadDevice(request);
        if (!IsPage(request)) return SessionCookies.Forward(request, caller.SessionCookie, device);

        device ??= SessionCookies.MintDevice(http, time);
        if (caller is { SessionCookie: { } cookie, Session.ShouldRotate: true }) caller.SessionCookie = await RotateAsync(http, caller, cookie, cancel);
        else if (caller is { SessionCookie: not null, Session: null, SessionUnknown: false })
        {
            SessionCookies.DropSession(http);
            caller.SessionCookie = null;
        }
        return SessionCookies.Forward(request, caller.SessionCookie, device);
    }

    private async Task<string?> RotateAsync(HttpContext http, Caller caller, string cookie, CancellationToken cancel)
    {
        try
        {
            var reply = await sessions.As(Viewer.Anonymous(caller.Viewer.DeviceId, caller.Viewer.Locale)).RefreshAsync(
                new RefreshRequest { RefreshToken = cookie, Ip = caller.Address.ToString(), UserAgent = caller.UserAgent }, cancellationToken: cancel);
            SessionCookies.WriteSession(http, reply.Session.RefreshToken, DateTimeOffset.FromUnixTimeMilliseconds(reply.Session.RefreshExpiresAtMs));
            remembered.Forget(cookie);
            await remembered.RememberAsync(reply.Session, cancel);
            return reply.Session.RefreshToken;
        }
        catch (RpcException refusal) when (Fault.Of(refusal).HttpStatus == StatusCodes.Status401Unauthorized)
        {
            remembered.Forget(cookie);
            SessionCookies.DropSession(http);
            return null;
        }
        catch (RpcException away) when (Fault.Of(away).HttpStatus == StatusCodes.Status503ServiceUnavailable)
        {
            return cookie;
        }
    }

    // HTML by navigation, or the router's own format (RSC). Prefetches and static files change no cookies.
    private static bool IsPage(HttpRequest request)
        => HttpMethods.IsGet(request.Method) && request.Headers["Next-Router-Prefetch"].Count == 0
            && (request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) || request.Headers["RSC"].Count > 0);
}
