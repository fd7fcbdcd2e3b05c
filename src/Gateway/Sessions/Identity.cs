using Grpc.Core;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Instance;
using Zoetrope.Gateway.Limits;
using Zoetrope.Gateway.Live;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>
/// Finds out who asks: an access token in the header (or, for the live hub, in the query), a browser's session cookie, or a device.
/// Refuses what needs an account and has none, unsafe requests that only a cookie vouches for and another site may have sent, and whatever
/// an account that waits to be erased would do but read, come back, take its data along and go.
/// </summary>
internal sealed class Identity(RequestDelegate next, SessionTokens sessions, AccessTokens tokens, Rpc<AccountsClient> accounts, InstanceReads instance, Messages messages, TimeProvider time)
{
    private const string LocaleCookie = "zt_locale";

    public async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var request = http.Request;
        // Media and static files are the same for everybody; what is not public carries its own signature.
        if (request.Path.IsUnder("/media") || request.Path.IsUnder("/_next/static"))
        {
            await next(http);
            return;
        }

        caller.UserAgent = request.Headers.UserAgent.ToString() is { Length: > 300 } agent ? agent[..300] : request.Headers.UserAgent.ToString();
        caller.Viewer = await ViewerOf(http, caller);
        if (request.Path.IsUnder("/live")) http.User = new LivePrincipal(caller.Viewer, Addresses.Key(caller.Address));

        var endpoint = http.GetEndpoint();
        if (!caller.ByToken && !caller.FromWeb && MayBeForeign(request, caller)) throw Fault.Forbidden("cross_site");
        if (!caller.Viewer.IsSignedIn && await AsksToSignIn(request.Path, endpoint, http.RequestAborted)) throw Fault.Unauthenticated();
        if (caller.Viewer.IsLeaving && IsUnsafe(request.Method) && request.Path.IsUnder("/api") && !IsOpenToLeavers(endpoint) && await IsLeavingStill(caller.Viewer, http.RequestAborted))
            throw Fault.Forbidden("deletion_pending");
        await next(http);
    }

    // Signing in, as somebody else too, is nothing that this account does.
    private static bool IsOpenToLeavers(Endpoint? endpoint) => endpoint is null || endpoint.Metadata.GetMetadata<OpenToLeavers>() is not null
        || (endpoint.Metadata.GetMetadata<AlwaysOpenDoor>() is not null && endpoint.Metadata.GetMetadata<SignInRequired>() is null);

    /// <summary>Whoever came back meanwhile need not wait for a new token.</summary>
    private async ValueTask<bool> IsLeavingStill(Viewer viewer, CancellationToken cancel)
        => (await accounts.As(viewer).GetMeAsync(new GetMeRequest(), cancellationToken: cancel)).Account.DeletionAtMs > 0;

    private async ValueTask<Viewer> ViewerOf(HttpContext http, Caller caller)
    {
        var request = http.Request;
        var locale = messages.Choose(request.Cookies[LocaleCookie] ?? request.Headers.AcceptLanguage.ToString());
        var device = SessionCookies.ReadDevice(request);
        caller.Viewer = Viewer.Anonymous(device, locale);
        if (Bearer(request) is { } token)
        {
            if (await tokens.Verify(token, http.RequestAborted) is { } verified)
            {
                caller.ByToken = true;
                return Viewer.SignedIn(token, verified, device, locale);
            }
            // An expired token sent along must not shut the very doors that lead to the next one.
            if (http.GetEndpoint()?.Metadata.GetMetadata<TokenOptional>() is null) throw Fault.Unauthenticated("invalid_token");
        }

        caller.SessionCookie = SessionCookies.ReadSession(request);
        // Caches shared by many must not be handed one browser's device.
        var mint = device is null && !caller.FromWeb && request.Path.IsUnder("/api") && http.GetEndpoint()?.Metadata.GetMetadata<PublicAnswer>() is null;
        if (mint) (device, caller.DeviceIsNew) = (SessionCookies.MintDevice(http, time), true);
        if (caller.SessionCookie is not { } cookie) return Viewer.Anonymous(device, locale);
        try
        {
            caller.Session = await sessions.ExchangeAsync(cookie, http.RequestAborted);
        }
        catch (RpcException error) when (request.Path.IsPage() && Fault.Of(error).HttpStatus == StatusCodes.Status503ServiceUnavailable)
        {
            // Without Auth a page is better than none: it says itself what does not load. The cookie stays.
            caller.SessionUnknown = true;
        }
        return caller.Session is { } session ? Viewer.SignedIn(session.Token, session.Verified, device, locale) : Viewer.Anonymous(device, locale);
    }

    private async ValueTask<bool> AsksToSignIn(PathString path, Endpoint? endpoint, CancellationToken cancel)
    {
        if (endpoint is null) return false;
        if (endpoint.Metadata.GetMetadata<SignInRequired>() is not null) return true;
        return (path.IsUnder("/api") || path.IsUnder("/live")) && endpoint.Metadata.GetMetadata<AlwaysOpenDoor>() is null && !(await instance.GetAsync(cancel)).SignedOutBrowsing;
    }

    private static string? Bearer(HttpRequest request)
    {
        const string scheme = "Bearer ";
        if (request.Headers.Authorization is [{ } header] && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return header[scheme.Length..].Trim();
        if (!request.Path.IsUnder("/live") || request.Query["access_token"] is not [{ Length: > 0 } token]) return null;
        // Browsers cannot set headers on a WebSocket, so it came in the URL; from here on no log sees it there.
        request.QueryString = QueryString.Create(request.Query.Where(pair => pair.Key != "access_token"));
        return token;
    }

    /// <summary>
    /// Whether another site may have sent this. Browsers say where a request comes from by Origin (on every unsafe request since 2020) or
    /// Sec-Fetch-Site; one that says neither and lives off a session cookie is refused too, for programs use tokens.
    /// </summary>
    private static bool MayBeForeign(HttpRequest request, Caller caller)
    {
        var live = request.Path.IsUnder("/live");
        var acts = IsUnsafe(request.Method) && (live || request.Path.IsUnder("/api"));
        // A live connection is opened by GET and acts afterwards. WebSockets always carry an Origin; a same-origin event stream does not.
        if (!acts && !(live && caller.SessionCookie is not null)) return false;
        if (request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none")) return true;
        if (request.Headers.Origin is [{ } origin]) return !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        return caller.SessionCookie is not null && request.Headers["Sec-Fetch-Site"].Count == 0 && (acts || request.HttpContext.WebSockets.IsWebSocketRequest);
    }

    private static bool IsUnsafe(string method) => !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));
}

/// <summary>Endpoint metadata: 401 unless somebody is signed in.</summary>
internal sealed record SignInRequired
{
    public static readonly SignInRequired Instance = new();
}

/// <summary>Endpoint metadata: leads to a session or out of one, so an access token that is good no more counts as none.</summary>
internal sealed record TokenOptional
{
    public static readonly TokenOptional Instance = new();
}

/// <summary>Endpoint metadata: also for an account that waits to be erased.</summary>
internal sealed record OpenToLeavers
{
    public static readonly OpenToLeavers Instance = new();
}

/// <summary>Endpoint metadata: the answer is the same for everybody and may be cached by anyone, so no cookie goes with it.</summary>
internal sealed record PublicAnswer
{
    public static readonly PublicAnswer Instance = new();
}
