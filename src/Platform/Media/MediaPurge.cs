using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;

namespace Zoetrope.Platform.Media;

/// <summary>
/// Tells a CDN to forget what is public no longer: POST <c>Media:PurgeUrl</c> with <c>{ "prefixes": [ "https://cdn.example/{video}/{version}/" ] }</c> and
/// <c>Media:PurgeToken</c> as bearer. Without a hook a CDN keeps files for the hour that <c>CDN-Cache-Control</c> allows.
/// </summary>
public sealed class MediaPurge(IConfiguration configuration) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly string? _url = configuration["Media:PurgeUrl"], _token = configuration["Media:PurgeToken"];

    /// <summary>Passes folders on, each an address ending in '/'. Repeating it does no harm.</summary>
    /// <exception cref="HttpRequestException">The hook refused or was away: to be tried again.</exception>
    public async Task PurgeAsync(IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(_url) || folders.Count == 0)
            return;
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = JsonContent.Create(new { prefixes = folders }) };
        if (!string.IsNullOrEmpty(_token))
            request.Headers.Authorization = new("Bearer", _token);
        using var answer = await _http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
