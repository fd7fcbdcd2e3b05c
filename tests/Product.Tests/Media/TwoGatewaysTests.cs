using System.Net;
using System.Security.Cryptography;
using Shouldly;
using Xunit;
using Zoetrope.Product.Tests.Main;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Media;

/// <summary>Gateways keep nothing of an upload: whichever a client reaches next goes on with it.</summary>
[Trait("shape", "both")]
[Collection(nameof(SharedPlace))]
public sealed class TwoGatewaysTests(SharedPlace place)
{
    [Fact]
    public async Task An_upload_begun_at_one_gateway_goes_on_at_another()
    {
        Assert.SkipUnless(ZoetropeApp.IsSplit, "Two gateways need services that are apart: ZOETROPE_SHAPE=split.");
        var app = place.App;
        var other = await app.AnotherGatewayAsync();
        using var ana = await app.SignUpAsync("ana");
        var token = (string)(await ana.PostAsync("/api/auth/login", new { login = ana.Username, password = ana.Password, client = "native" }))["accessToken"]!;
        var bytes = RandomNumberGenerator.GetBytes(3_000_000);

        (string, string)[] creation = [("Upload-Length", $"{bytes.Length}"), ("Idempotency-Key", $"{Guid.CreateVersion7()}")];
        using var created = await SendAsync(HttpMethod.Post, new Uri(app.Url, "/api/uploads"), token, null, creation);
        var path = created.Headers.Location!.OriginalString;
        using var first = await SendAsync(HttpMethod.Patch, new Uri(app.Url, path), token, bytes[..1_000_000], ("Upload-Offset", "0"));
        // Who did not hear that it was begun asks again, also with bytes: it is the same upload, as far as it is.
        using var again = await SendAsync(HttpMethod.Post, new Uri(other, "/api/uploads"), token, bytes[..100], creation);
        (again.Headers.Location!.OriginalString, again.Headers.GetValues("Upload-Offset").Single()).ShouldBe((path, "1000000"));
        using var head = await SendAsync(HttpMethod.Head, new Uri(other, path), token, null);
        head.Headers.GetValues("Upload-Offset").ShouldBe(["1000000"]);
        using var second = await SendAsync(HttpMethod.Patch, new Uri(other, path), token, bytes[1_000_000..], ("Upload-Offset", "1000000"));

        second.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var stored = Path.Combine(app.DataPath, "uploads", path.Split('/')[^1]);
        SHA256.HashData(await File.ReadAllBytesAsync(stored, TestContext.Current.CancellationToken)).ShouldBe(SHA256.HashData(bytes));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri url, string token, byte[]? body, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, url) { Headers = { { "Tus-Resumable", "1.0.0" }, { "Authorization", $"Bearer {token}" } } };
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/offset+octet-stream") } };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var answer = await http.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {url}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer;
    }
}
