using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;

namespace Zoetrope.Platform.Media;

/// <summary>
/// Tells a CDN to forget what is public no longer: POST <c>Media:PurgeUrl</c> with <c>{ "prefixes": [ "https://cdn.example/{video}/{version}/" ] }</c> and
/// <c>Media:PurgeToken</c> as bearer. Without a hook a CDN keeps files for the hour that <c>CDN-Cache-Control</c> allows.
/// </summary>
public sealed class MediaPurge(IConfiguration configuration, TimeProvider time) : IDisposable
{
    // A hook that is away is left alone for a while: who waits for it here has other clips to see to.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    private long? _failed;

    // Less than the deadline of the call that made a clip private.
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly string? _url = configuration["Media:PurgeUrl"], _token = configuration["Media:PurgeToken"];

    /// <summary>Passes folders on, each an address ending in '/'. Repeating it does no harm.</summary>
    /// <returns>False when the hook refused or was away: to be tried again.</returns>
    public async Task<bool> PurgeAsync(IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(_url) || folders.Count == 0)
            return true;
        if (_failed is { } at && time.GetElapsedTime(at) < Rest)
            return false;
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = JsonContent.Create(new { prefixes = folders }) };
        if (!string.IsNullOrEmpty(_token))
            request.Headers.Authorization = new("Bearer", _token);
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            _failed = answer.IsSuccessStatusCode ? null : time.GetTimestamp();
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            _failed = time.GetTimestamp();
        }
        return _failed is null;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
