using System.Collections.Concurrent;
using System.IO.Compression;
using Zoetrope.Gateway.Http;

namespace Zoetrope.Gateway.Pages;

/// <summary>
/// The web app's scripts and styles, as small as Brotli makes them: an eighth less than the gzip the web app sends. That takes half a second for the
/// largest, so each is compressed once, after somebody has had it, and kept; its name changes with its content, so it never goes stale.
/// </summary>
internal sealed class BuiltFiles : IDisposable
{
    private const int MostBytes = 32 * 1024 * 1024, MostOfOne = 2 * 1024 * 1024, BestQuality = 11, Window = 22;
    private static readonly string[] Texts = ["application/javascript", "text/javascript", "text/css", "image/svg+xml", "application/json"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Null for what is being compressed, and for what would not get smaller: fonts and pictures.
    private readonly ConcurrentDictionary<string, Small?> _files = new(StringComparer.Ordinal);
    // One at a time: whoever is served has the other cores.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _end = new();
    private long _bytes;

    public static bool AreAskedFor(HttpRequest request)
        => request.Path.IsUnder("/_next/static") && HttpMethods.IsGet(request.Method) && request.Headers.Range.Count == 0
            && request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);

    /// <summary>False where it is not kept (yet): the request goes on to the web app.</summary>
    public async ValueTask<bool> ServeAsync(HttpContext http)
    {
        if (_files.GetValueOrDefault(http.Request.Path.Value!) is not { } file) return false;
        var headers = http.Response.Headers;
        (headers.ContentType, headers.ContentEncoding, headers.Vary, headers.CacheControl) = (file.Type, "br", "Accept-Encoding", WebApp.StaticFiles);
        http.Response.ContentLength = file.Bytes.Length;
        await http.Response.Body.WriteAsync(file.Bytes, http.RequestAborted);
        return true;
    }

    /// <summary>Takes a file that there is; for whoever comes next.</summary>
    public void Keep(string path, Func<CancellationToken, Task<HttpResponseMessage>> fetch)
    {
        if (Interlocked.Read(ref _bytes) < MostBytes && _files.TryAdd(path, null)) _ = KeepAsync(path, fetch);
    }

    public void Dispose() => _end.Cancel();

    private async Task KeepAsync(string path, Func<CancellationToken, Task<HttpResponseMessage>> fetch)
    {
        try
        {
            await _turn.WaitAsync(_end.Token);
            try
            {
                using var late = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
                late.CancelAfter(Patience);
                using var answer = await fetch(late.Token);
                answer.EnsureSuccessStatusCode();
                var type = answer.Content.Headers.ContentType;
                if (type is null || !Texts.Contains(type.MediaType) || answer.Content.Headers.ContentLength > MostOfOne) return;
                var whole = await answer.Content.ReadAsByteArrayAsync(late.Token);
                var small = await Task.Run(() => Compress(whole), _end.Token);
                _files[path] = new Small(type.ToString(), small);
                Interlocked.Add(ref _bytes, small.Length);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            // The web app went away meanwhile: the next who asks brings it here again.
            _files.TryRemove(path, out _);
        }
    }

    private static byte[] Compress(byte[] whole)
    {
        var small = new byte[BrotliEncoder.GetMaxCompressedLength(whole.Length)];
        return BrotliEncoder.TryCompress(whole, small, out var length, BestQuality, Window) ? small[..length] : throw new InvalidOperationException("A file outgrew what Brotli promises.");
    }

    private sealed record Small(string Type, byte[] Bytes);
}
