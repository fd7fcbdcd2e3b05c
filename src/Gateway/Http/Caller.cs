using System.Net;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Sessions;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Http;

/// <summary>Who makes this request, from where and with what. Filled by <see cref="Sessions.Identity"/> before any endpoint runs.</summary>
internal sealed class Caller
{
    public Viewer Viewer { get; set; } = Viewer.Anonymous();

    /// <summary>The viewer's own address: never a proxy's, never the web app's.</summary>
    public IPAddress Address { get; set; } = IPAddress.None;
    public string UserAgent { get; set; } = "";

    /// <summary>The browser's opaque session credential, where one came in a cookie.</summary>
    public string? SessionCookie { get; set; }

    /// <summary>True where an access token says who this is. Otherwise cookies do, and an unsafe request must come from our own origin.</summary>
    public bool ByToken { get; set; }

    /// <summary>What the cookie stands for; null where its session has ended.</summary>
    public SessionToken? Session { get; set; }

    /// <summary>True where nobody could say what the cookie stands for: it must not be dropped.</summary>
    public bool SessionUnknown { get; set; }

    /// <summary>True where this request brought no device cookie and gets one with its answer: whether it is kept, only the next request shows.</summary>
    public bool DeviceIsNew { get; set; }

    /// <summary>True for a call that the web app's server makes for a viewer.</summary>
    public bool FromWeb { get; set; }

    public ClientInfo Client(bool native = false) => new()
    {
        Ip = Address.ToString(),
        UserAgent = UserAgent,
        DeviceId = Viewer.DeviceId ?? "",
        Native = native,
        Locale = Viewer.Locale,
    };
}
