using System.IO.Hashing;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Zoetrope.Gateway.Http;

/// <summary>
/// Gives answers of API reads a validator, so that a poll or a page coming back costs 304 and no body. They stay private and are
/// asked about every time, unless the endpoint said otherwise: they depend on who asks.
/// </summary>
internal sealed class ETags(RequestDelegate next)
{
    // Larger answers are rare and not worth holding.
    private const int Most = 512 * 1024;

    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || !http.Request.Path.IsUnder("/api") || http.GetEndpoint()?.Metadata.GetMetadata<StreamedAnswer>() is not null)
        {
            await next(http);
            return;
        }

        var response = http.Response;
        var real = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var held = new MemoryStream();
        // Without a feature behind it: writing JSON starts the response first, and a started one takes no more headers.
        var holder = new StreamResponseBodyFeature(held);
        http.Features.Set<IHttpResponseBodyFeature>(holder);
        try
        {
            await next(http);
            await holder.Writer.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Features.Set(real);
        }

        if (response.StatusCode == StatusCodes.Status200OK && !response.HasStarted)
        {
            if (StringValues.IsNullOrEmpty(response.Headers.CacheControl)) response.Headers.CacheControl = "private, no-cache";
            if (response.Headers.CacheControl != "no-store" && held.Length is > 0 and < Most && Tag(http, held)) return;
        }
        if (held.Length == 0) return;
        response.ContentLength = held.Length;
        await response.Body.WriteAsync(held.GetBuffer().AsMemory(0, (int)held.Length), http.RequestAborted);
    }

    /// <summary>Sets the tag; true where the client has this very answer.</summary>
    private static bool Tag(HttpContext http, MemoryStream held)
    {
        // Weak: compression may change the bytes underneath, never what they mean.
        var tag = $"W/\"{XxHash128.HashToUInt128(held.GetBuffer().AsSpan(0, (int)held.Length)):x}\"";
        http.Response.Headers.ETag = tag;
        if (!http.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal)) return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        http.Response.ContentLength = null;
        http.Response.ContentType = null;
        return true;
    }
}
