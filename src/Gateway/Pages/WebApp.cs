using System.Diagnostics;
using System.Net;
using Yarp.ReverseProxy.Forwarder;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Pages;

/// <summary>
/// What no route of ours takes: 404 under the API, a page of the web app elsewhere. Not a catch-all route, which would turn a wrong
/// method or content type into "not found".
/// </summary>
internal sealed class Unrouted(RequestDelegate next, WebApp web)
{
    public Task InvokeAsync(HttpContext http, Caller caller)
        => http.GetEndpoint() is not null ? next(http) : http.Request.Path.IsPage() ? web.ForwardAsync(http, caller) : throw Fault.NotFound();
}

/// <summary>Everything that is not ours goes to the web app (<c>Web:Url</c>), with the viewer's own address and renewed cookies.</summary>
internal sealed class WebApp(IHttpForwarder forwarder, PageSession pages, WatchPages watchPages, BuiltFiles builtFiles, Messages messages, IConfiguration configuration) : IDisposable
{
    // Those who make previews get the tags of a page in its head, and all of it in one piece: a page that is kept shall be like that.
    private const string KeptFor = "Zoetrope, for everybody (like Twitterbot)";

    /// <summary>How long what is built may be kept: its names change with its content.</summary>
    public const string StaticFiles = "public, max-age=31536000, immutable";

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    });

    public async Task ForwardAsync(HttpContext http, Caller caller)
    {
        var (path, takesSmall) = (http.Request.Path, BuiltFiles.AreAskedFor(http.Request));
        if (takesSmall && await builtFiles.ServeAsync(http)) return;
        var cookies = await pages.PrepareAsync(http, caller, http.RequestAborted);
        // Read at each request: the host learns the child's port only when it has started it.
        if (configuration["Web:Url"] is not { Length: > 0 } url)
        {
            await StartingAsync(http, caller);
            return;
        }
        if (await watchPages.KeyAsync(http.Request, caller, http.RequestAborted) is { } key
            && await watchPages.ServeAsync(http, key, cancel => _client.SendAsync(RequestFor(key, url, caller), cancel))) return;
        var error = await forwarder.SendAsync(http, url, _client, ForwarderRequestConfig.Empty, new Transformer(caller, cookies));
        if (takesSmall && error is ForwarderError.None && http.Response.StatusCode == StatusCodes.Status200OK)
            builtFiles.Keep(path.Value!, cancel => _client.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(url), path.ToUriComponent())), cancel));
        if (error is ForwarderError.None || http.Response.HasStarted || http.RequestAborted.IsCancellationRequested) return;
        await StartingAsync(http, caller);
    }

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage RequestFor(WatchPages.PageKey key, string url, Caller caller)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(url), key.Path));
        request.Headers.Host = key.Host;
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
            [("Accept", "text/html"), ("User-Agent", KeptFor), ("X-Forwarded-For", caller.Address.ToString()), ("X-Forwarded-Proto", key.Scheme), ("X-Forwarded-Host", key.Host), ("Cookie", $"zt_locale={key.Locale}; zt_theme={key.Theme}")])
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>A plain page that comes back by itself, for the seconds in which the web app starts.</summary>
    private Task StartingAsync(HttpContext http, Caller caller)
    {
        var locale = caller.Viewer.Locale;
        string Text(string code) => WebUtility.HtmlEncode(messages.Text(locale, code));
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = "2";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'";
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync($$"""
            <!doctype html><html lang="{{locale}}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="2">
            <title>{{Text("web.starting_title")}}</title>
            <style>body{margin:0;min-height:100vh;display:grid;place-content:center;background:#11100e;color:#f4efe6;font:17px/1.5 system-ui,sans-serif;text-align:center}</style>
            <h1>{{Text("web.starting_title")}}</h1><p>{{Text("web.starting")}}</p></html>
            """, http.RequestAborted);
    }

    private sealed class Transformer(Caller caller, string cookies) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(HttpContext http, HttpRequestMessage proxied, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(http, proxied, destinationPrefix, cancellationToken);
            proxied.Headers.Host = http.Request.Host.Value;
            // Replaced, never appended: what a client claims about itself ends here.
            foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
                [("X-Forwarded-For", caller.Address.ToString()), ("X-Forwarded-Proto", http.Request.Scheme), ("X-Forwarded-Host", http.Request.Host.Value ?? ""), ("Cookie", cookies)])
            {
                proxied.Headers.Remove(name);
                if (value.Length > 0) proxied.Headers.TryAddWithoutValidation(name, value);
            }
            foreach (var name in (string[])["X-Zoetrope-Web-Key", "X-Zoetrope-Viewer-Address", "Forwarded"]) proxied.Headers.Remove(name);
        }

        public override async ValueTask<bool> TransformResponseAsync(HttpContext http, HttpResponseMessage? proxied, CancellationToken cancellationToken)
        {
            var ours = http.Response.Headers.SetCookie;
            var body = await base.TransformResponseAsync(http, proxied, cancellationToken);
            // A rotated cookie must survive whatever the web app sets itself.
            if (ours.Count > 0 && !http.Response.Headers.SetCookie.SequenceEqual(ours))
                http.Response.Headers.SetCookie = Microsoft.Extensions.Primitives.StringValues.Concat(ours, http.Response.Headers.SetCookie);
            if (ours.Count > 0) http.Response.Headers.CacheControl = "private, no-store";
            if (http.Request.Path.IsUnder("/_next/static") && http.Response.StatusCode == StatusCodes.Status200OK) http.Response.Headers.CacheControl = StaticFiles;
            http.Response.Headers.Remove("X-Powered-By");
            return body;
        }
    }
}
