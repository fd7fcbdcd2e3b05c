using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Instance;
using Zoetrope.Gateway.Live;

namespace Zoetrope.Gateway.Pages;

/// <summary>
/// Watch pages as anybody signed out sees them, rendered at most once in 30 s: one viral link must not drown server rendering. A kept
/// page is the same for everybody, so its policy names its scripts by their hashes, not by a nonce. What takes a video or a person
/// from sight takes the page, too.
/// </summary>
internal sealed partial class WatchPages(InstanceReads instance, TimeProvider time) : ILivePush
{
    private const int MostPages = 1000, MostBytes = 2 * 1024 * 1024, MostRegexMs = 1000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30), Patience = TimeSpan.FromSeconds(10);
    private static readonly string[] NotKept = ["Set-Cookie", "Content-Length", "Content-Encoding", "Transfer-Encoding", "Connection", "Keep-Alive", "Date", "X-Powered-By", "Content-Security-Policy"];

    private readonly ConcurrentDictionary<PageKey, Rendering> _pages = new();

    /// <summary>Which of the pages this request asks for; null where the answer is somebody's own.</summary>
    public async ValueTask<PageKey?> KeyAsync(HttpRequest request, Caller caller, CancellationToken cancel)
    {
        var path = request.Path.Value ?? "";
        var anybody = caller is { SessionCookie: null, ByToken: false } && !request.QueryString.HasValue && HttpMethods.IsGet(request.Method)
            && request.Headers["RSC"].Count == 0 && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        // A pseudo-language of somebody who tests: not worth keeping.
        if (!anybody || !WatchPath().IsMatch(path) || request.Cookies["zt_locale"] is { Length: > 2 }) return null;
        if (!(await instance.GetAsync(cancel)).SignedOutBrowsing) return null;
        var theme = request.Cookies["zt_theme"] is "dark" or "light" ? request.Cookies["zt_theme"]! : "system";
        return new PageKey(request.Scheme, request.Host.Value ?? "", path, caller.Viewer.Locale, theme);
    }

    /// <summary>False where there is no such page to keep: the request goes on to the web app.</summary>
    public async Task<bool> ServeAsync(HttpContext http, PageKey key, Func<CancellationToken, Task<HttpResponseMessage>> render)
    {
        var now = time.GetTimestamp();
        var rendering = _pages.GetOrAdd(key, _ => new Rendering(now, new(() => RenderAsync(render))));
        if (time.GetElapsedTime(rendering.Since, now) >= Fresh)
        {
            var again = new Rendering(now, new(() => RenderAsync(render)));
            rendering = _pages.TryUpdate(key, again, rendering) ? again : _pages.GetOrAdd(key, again);
        }
        var page = await rendering.Page.Value.WaitAsync(http.RequestAborted);
        if (page is null)
        {
            _pages.TryRemove(KeyValuePair.Create(key, rendering));
            return false;
        }
        if (_pages.Count > MostPages) MakeRoom();
        await WriteAsync(http, page);
        return true;
    }

    public ValueTask PushAsync(Event e, CancellationToken cancel)
    {
        switch (e.PayloadCase)
        {
            case Event.PayloadOneofCase.VideoChanged:
                Drop(e.VideoChanged.Video.VideoId);
                break;
            case Event.PayloadOneofCase.VideoRemoved:
                Drop(e.VideoRemoved.Video.VideoId);
                break;
            case Event.PayloadOneofCase.AccountChanged:
                DropOf(e.AccountChanged.Account);
                break;
            case Event.PayloadOneofCase.ProfileChanged:
                DropOf(e.ProfileChanged.Account);
                break;
        }
        return ValueTask.CompletedTask;
    }

    private void Drop(string videoId)
    {
        foreach (var key in _pages.Keys.Where(key => key.Path.EndsWith(videoId, StringComparison.OrdinalIgnoreCase))) _pages.TryRemove(key, out _);
    }

    /// <summary>The pages of one person, found by the name in their address: it never changes, and goes only with the account.</summary>
    private void DropOf(AccountState author)
    {
        if (author.Deleted) _pages.Clear();
        foreach (var key in _pages.Keys.Where(key => key.Path.StartsWith($"/@{author.Username}/", StringComparison.OrdinalIgnoreCase))) _pages.TryRemove(key, out _);
    }

    private void MakeRoom()
    {
        foreach (var (key, _) in _pages.OrderBy(entry => entry.Value.Since).Take(MostPages / 4)) _pages.TryRemove(key, out _);
    }

    // For whoever waits, not for whoever asked first: that one leaving must not end it.
    private static async Task<Page?> RenderAsync(Func<CancellationToken, Task<HttpResponseMessage>> render)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            using var answer = await render(late.Token);
            if (answer.StatusCode != System.Net.HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "text/html") return null;
            if (answer.Headers.Contains("Set-Cookie") || !answer.Headers.TryGetValues("Content-Security-Policy", out var policies)) return null;
            var html = await answer.Content.ReadAsByteArrayAsync(late.Token);
            if (html.Length > MostBytes) return null;
            var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => !NotKept.Contains(header.Key, StringComparer.OrdinalIgnoreCase));
            return new Page(html, Compress(html), PolicyOf(string.Join("; ", policies), Encoding.UTF8.GetString(html)), [.. headers.Select(header => (header.Key, string.Join(", ", header.Value)))]);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException or TimeoutException)
        {
            return null;
        }
    }

    private static async Task WriteAsync(HttpContext http, Page page)
    {
        foreach (var (name, value) in page.Headers) http.Response.Headers[name] = value;
        http.Response.Headers.ContentSecurityPolicy = page.Policy;
        http.Response.Headers.Vary = "Accept-Encoding, Cookie, Accept-Language";
        var small = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (small) http.Response.Headers.ContentEncoding = "gzip";
        var body = small ? page.Compressed : page.Html;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static byte[] Compress(byte[] html)
    {
        using var small = new MemoryStream();
        using (var gzip = new GZipStream(small, CompressionLevel.Optimal)) gzip.Write(html);
        return small.ToArray();
    }

    // Only what bears the page's own nonce: whatever else might have got into the page stays without a hash.
    private static string PolicyOf(string policy, string html)
    {
        var nonce = Nonce().Match(policy) is { Success: true } found ? $"nonce=\"{found.Groups["nonce"].Value}\"" : null;
        var inline = Inline().Matches(html).Where(match => match.Groups["text"].Length > 0 && match.Groups["attributes"].Value is var attributes
            && nonce is not null && attributes.Contains(nonce, StringComparison.Ordinal) && !attributes.Contains(" src=", StringComparison.Ordinal));
        var hashes = inline.Select(match => (Kind: match.Groups["kind"].Value, Hash: $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(match.Groups["text"].Value)))}'")).Distinct().ToLookup(hash => hash.Kind, hash => hash.Hash);
        return string.Join("; ", policy.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(directive => directive.Split(' ')[0] switch
        {
            "script-src" => string.Join(' ', ["script-src 'self'", .. hashes["script"]]),
            "style-src" => string.Join(' ', ["style-src 'self'", .. hashes["style"]]),
            _ => directive,
        }));
    }

    [GeneratedRegex("^/@[^/]+/video/[0-9a-fA-F-]{36}$", RegexOptions.None, MostRegexMs)]
    private static partial Regex WatchPath();

    [GeneratedRegex("'nonce-(?<nonce>[^']+)'", RegexOptions.None, MostRegexMs)]
    private static partial Regex Nonce();

    [GeneratedRegex("<(?<kind>script|style)(?<attributes>[^>]*)>(?<text>.*?)</\\k<kind>>", RegexOptions.Singleline, MostRegexMs)]
    private static partial Regex Inline();

    /// <summary>Everything a page of somebody signed out depends on.</summary>
    internal readonly record struct PageKey(string Scheme, string Host, string Path, string Locale, string Theme);

    private sealed record Rendering(long Since, Lazy<Task<Page?>> Page);

    private sealed record Page(byte[] Html, byte[] Compressed, string Policy, (string Name, string Value)[] Headers);
}
