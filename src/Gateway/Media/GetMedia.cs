using System.Globalization;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;
using Zoetrope.Platform.Media;

namespace Zoetrope.Gateway.Media;

/// <summary>
/// GET and HEAD /media/…: immutable files with ranges. What is not public needs a signature in its path. No folder is listed, and no
/// path leaves the store: a key has a small alphabet, and anything outside it is 404.
/// </summary>
internal static class GetMedia
{
    private const string Immutable = "public, max-age=31536000, immutable";
    private const int MostRanges = 10;

    public static void Map(IEndpointRouteBuilder app)
        => app.MapMethods("/media/{**path}", [HttpMethods.Get, HttpMethods.Head], Handle)
            // Who asks does not matter here, only the path: nothing that comes after routing is needed.
            .ShortCircuit().ExcludeFromDescription();

    private static async Task Handle(HttpContext http, MediaPaths paths, IMediaStore store, TimeProvider time)
    {
        var cancel = http.RequestAborted;
        if (await ElsewhereAsync(http.Request.Path.Value!, paths, store, cancel) is { } elsewhere)
        {
            http.Response.StatusCode = StatusCodes.Status302Found;
            http.Response.Headers.Location = elsewhere.AbsoluteUri;
            http.Response.Headers.CacheControl = "no-store";
            return;
        }
        await using var file = await OpenAsync(http.Request.Path.Value!, paths, store, http, time, cancel);
        if (file is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            http.Response.Headers.CacheControl = "no-store";
            return;
        }

        var (request, response, length) = (http.Request, http.Response, file.Info.Length);
        var etag = new EntityTagHeaderValue(file.Info.ETag);
        var modified = new DateTimeOffset(file.Info.LastModified.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        var typed = response.GetTypedHeaders();
        typed.ETag = etag;
        typed.LastModified = modified;
        response.Headers.AcceptRanges = "bytes";
        response.Headers["Content-Security-Policy"] = "default-src 'none'; sandbox";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (IsKnown(request.GetTypedHeaders(), etag, modified))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var type = MediaTypes.Of(file.Info.Key);
        var ranges = RangesOf(request, etag, modified, length);
        switch (ranges)
        {
            case null:
                response.ContentType = type;
                response.ContentLength = length;
                if (HttpMethods.IsGet(request.Method)) await file.CopyToAsync(response.BodyWriter, 0, length, cancel);
                break;
            case []:
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                response.Headers.ContentRange = $"bytes */{length.ToString(CultureInfo.InvariantCulture)}";
                response.Headers.CacheControl = "no-store";
                break;
            case [var (from, to)]:
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.ContentType = type;
                response.ContentLength = to - from + 1;
                response.Headers.ContentRange = Invariant($"bytes {from}-{to}/{length}");
                if (HttpMethods.IsGet(request.Method)) await file.CopyToAsync(response.BodyWriter, from, to - from + 1, cancel);
                break;
            default:
                await MultipartRanges.WriteAsync(http, file, ranges, type, cancel);
                break;
        }
    }

    private static async Task<MediaFile?> OpenAsync(string path, MediaPaths paths, IMediaStore store, HttpContext http, TimeProvider time, CancellationToken cancel)
    {
        if (!paths.TryResolve(path, out var media)) return null;
        foreach (var key in media.Keys)
        {
            if (await store.OpenAsync(key, cancel) is not { } file) continue;
            var left = media.Expires is { } until ? (long)(until - time.GetUtcNow()).TotalSeconds : 0;
            http.Response.Headers.CacheControl = media.Expires is null ? Immutable : Invariant($"private, max-age={Math.Max(0, left)}, immutable");
            // A browser may keep what it has shown; a CDN must be able to forget what goes private (RFC 9213).
            if (media.Expires is null) http.Response.Headers["CDN-Cache-Control"] = "public, max-age=3600";
            return file;
        }
        return null;
    }

    /// <summary>Renditions of a signed address may come from the store itself. Playlists never: what they name is relative to where they came from.</summary>
    private static async Task<Uri?> ElsewhereAsync(string path, MediaPaths paths, IMediaStore store, CancellationToken cancel)
    {
        if (!path.EndsWith(".mp4", StringComparison.Ordinal) || !paths.TryResolve(path, out var media) || media.Expires is not { } until) return null;
        foreach (var key in media.Keys)
            if (store.AddressOf(key, until) is { } address && await store.FindAsync(key, cancel) is not null) return address;
        return null;
    }

    private static bool IsKnown(RequestHeaders headers, EntityTagHeaderValue etag, DateTimeOffset modified)
        => headers.IfNoneMatch is { Count: > 0 } tags ? tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(etag, useStrongComparison: false))
            : headers.IfModifiedSince is { } since && modified <= since;

    /// <summary>
    /// The ranges to send: null for the whole file, none where nothing asked for lies inside it (RFC 9110, 14.2). A Range we do not
    /// understand is ignored, and so is one of a client whose copy is of another version (If-Range).
    /// </summary>
    private static List<(long From, long To)>? RangesOf(HttpRequest request, EntityTagHeaderValue etag, DateTimeOffset modified, long length)
    {
        if (!RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var asked) || asked.Unit != "bytes" || asked.Ranges.Count is 0 or > MostRanges) return null;
        if (request.GetTypedHeaders().IfRange is { } condition)
        {
            if (condition.EntityTag is { } tag ? !tag.Compare(etag, useStrongComparison: true) : condition.LastModified != modified) return null;
        }

        var found = new List<(long From, long To)>(asked.Ranges.Count);
        foreach (var range in asked.Ranges)
        {
            var (from, to) = range.From is { } start ? (start, Math.Min(range.To ?? length - 1, length - 1)) : (Math.Max(0, length - range.To!.Value), length - 1);
            if (from < length && to >= from) found.Add((from, to));
        }
        // Many overlapping ranges would multiply one file: whoever wants more than all of it gets all of it.
        return found.Sum(range => range.To - range.From + 1) > length ? null : found;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
