using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Zoetrope.Gateway.Sessions;

/// <summary>
/// The two cookies: the browser's one opaque session credential, and the device of somebody signed out. Flags follow the scheme of
/// the request, so that plain http works on a local network; over https they are Secure and bound to this host (<c>__Host-</c>).
/// </summary>
internal static class SessionCookies
{
    private const string Session = "zt_session", Device = "zt_device", HostPrefix = "__Host-";
    private const int DeviceBytes = 16;
    private static readonly TimeSpan DeviceLife = TimeSpan.FromDays(400);

    public static string? ReadSession(HttpRequest request) => Read(request, Session) is { Length: <= 256 } value ? value : null;

    /// <summary>The device's id; null where there is none or it is not of our making.</summary>
    public static string? ReadDevice(HttpRequest request)
        => Read(request, Device) is { Length: 22 } value && Base64Url.IsValid(value) ? value : null;

    public static void WriteSession(HttpContext http, string credential, DateTimeOffset until)
        => http.Response.Cookies.Append(Name(http.Request, Session), credential, Flags(http.Request, until));

    public static void DropSession(HttpContext http)
    {
        var flags = Flags(http.Request, DateTimeOffset.UnixEpoch);
        http.Response.Cookies.Delete(Name(http.Request, Session), flags);
    }

    /// <summary>Gives this browser an id of its own.</summary>
    public static string MintDevice(HttpContext http, TimeProvider time)
    {
        var id = NewDevice();
        WriteDevice(http, id, time);
        return id;
    }

    /// <summary>128 random bits, so that nobody guesses another's.</summary>
    public static string NewDevice() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(DeviceBytes));

    public static void WriteDevice(HttpContext http, string id, TimeProvider time)
        => http.Response.Cookies.Append(Name(http.Request, Device), id, Flags(http.Request, time.GetUtcNow() + DeviceLife));

    /// <summary>The Cookie header a page request goes on with: ours as they are after this response, the rest as they came.</summary>
    public static string Forward(HttpRequest request, string? session, string? device)
    {
        // As they came, not as they are read: a decoded value may not be sent, and may contain further cookies.
        var kept = request.Headers.Cookie
            .SelectMany(line => (line ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(cookie => Ascii.IsValid(cookie) && cookie.Split('=')[0].TrimEnd() is not (Session or Device or HostPrefix + Session or HostPrefix + Device));
        if (session is not null) kept = kept.Append($"{Name(request, Session)}={session}");
        if (device is not null) kept = kept.Append($"{Name(request, Device)}={device}");
        return string.Join("; ", kept);
    }

    // The web app's server calls us over plain http with the cookies of an https page, so the bound name is read first everywhere.
    private static string? Read(HttpRequest request, string name)
        => request.Cookies[HostPrefix + name] ?? (request.IsHttps ? null : request.Cookies[name]);

    private static string Name(HttpRequest request, string name) => request.IsHttps ? HostPrefix + name : name;

    private static CookieOptions Flags(HttpRequest request, DateTimeOffset until) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = until,
        IsEssential = true,
    };
}
