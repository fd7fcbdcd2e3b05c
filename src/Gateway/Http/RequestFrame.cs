using System.Net;
using System.Security.Cryptography;
using System.Text;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Http;

/// <summary>
/// What frames every request: its id, headers that harden what is not a page, and the check that the Host is ours. A
/// DNS-rebinding page has another Host, and absolute links are never made of what a client sent.
/// </summary>
internal sealed class RequestFrame(RequestDelegate next, PublicUrl publicUrl, Secrets secrets, Messages messages)
{
    private const string RequestId = "X-Request-Id", WebKey = "X-Zoetrope-Web-Key", ViewerAddress = "X-Zoetrope-Viewer-Address";

    private readonly byte[] _webKey = Encoding.ASCII.GetBytes(Convert.ToBase64String(secrets.Derive("web-key")));

    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        var headers = http.Response.Headers;
        // A client's own id is kept when it is harmless, so that its logs and ours meet.
        if (request.Headers[RequestId] is [{ Length: > 0 and <= 64 } id] && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) http.TraceIdentifier = id;
        headers[RequestId] = http.TraceIdentifier;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";

        var fromWeb = IsWeb(request);
        var caller = http.RequestServices.GetRequiredService<Caller>();
        (caller.FromWeb, caller.Address) = (fromWeb, AddressOf(http, fromWeb));
        if (fromWeb || publicUrl.Answers(request.Host)) return next(http);
        if (!request.Path.IsPage())
        {
            caller.Viewer = Viewer.Anonymous(locale: messages.Choose(request.Headers.AcceptLanguage.ToString()));
            throw Fault.Other(StatusCodes.Status421MisdirectedRequest, "misdirected", ("url", publicUrl.Text));
        }
        http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync($"This is not the address of this site. Open {publicUrl.Text} instead, or set Public:Url.\n", http.RequestAborted);
    }

    private static IPAddress AddressOf(HttpContext http, bool fromWeb)
    {
        if (fromWeb && http.Request.Headers[ViewerAddress] is [{ } text] && IPAddress.TryParse(text, out var told)) return told;
        var address = http.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>Whether the web app's own server calls, which proves it by the key it was started with.</summary>
    private bool IsWeb(HttpRequest request)
        => request.Headers[WebKey] is [{ Length: > 0 and < 128 } key] && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(key), _webKey);
}
