using System.Net;
using System.Net.Http.Headers;
using Zoetrope.Platform.Media;

namespace Zoetrope.Gateway.Tests;

/// <summary>Files as players, caches and attackers ask for them.</summary>
public sealed class MediaTests(RedisFixture redis)
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];

    [Fact]
    public async Task Whole_files_are_immutable_and_typed()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (client, path) = (new HttpClient { BaseAddress = app.Url }, await PutAsync(app, isPublic: true));

        var whole = await client.GetAsync(path);
        (await whole.Content.ReadAsByteArrayAsync()).ShouldBe(Bytes);
        whole.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        whole.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        whole.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        whole.Headers.AcceptRanges.ShouldBe(["bytes"]);
        whole.Headers.TryGetValues("Set-Cookie", out _).ShouldBeFalse();

        var head = await client.SendAsync(new(HttpMethod.Head, path));
        head.Content.Headers.ContentLength.ShouldBe(1000);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        var known = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { whole.Headers.ETag! } } };
        (await client.SendAsync(known)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("bytes=0-99", 206, "bytes 0-99/1000", 0, 100)]
    [InlineData("bytes=990-", 206, "bytes 990-999/1000", 990, 10)]
    [InlineData("bytes=-5", 206, "bytes 995-999/1000", 995, 5)]
    [InlineData("bytes=900-5000", 206, "bytes 900-999/1000", 900, 100)]
    [InlineData("bytes=-5000", 206, "bytes 0-999/1000", 0, 1000)]
    [InlineData("bytes=1000-", 416, "bytes */1000", 0, 0)]
    [InlineData("bytes=50-40", 200, null, 0, 1000)]
    [InlineData("pages=1-2", 200, null, 0, 1000)]
    public async Task Ranges(string range, int status, string? contentRange, int from, int length)
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = new HttpClient { BaseAddress = app.Url };
        var request = new HttpRequestMessage(HttpMethod.Get, await PutAsync(app, isPublic: true));
        request.Headers.TryAddWithoutValidation("Range", range);

        var response = await client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentRange?.ToString().ShouldBe(contentRange);
        if (status != 416) (await response.Content.ReadAsByteArrayAsync()).ShouldBe(Bytes.AsSpan(from, length).ToArray());
    }

    [Fact]
    public async Task Several_ranges_come_in_parts()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = new HttpClient { BaseAddress = app.Url };
        var request = new HttpRequestMessage(HttpMethod.Get, await PutAsync(app, isPublic: true)) { Headers = { Range = new RangeHeaderValue { Ranges = { new(0, 9), new(500, 504) } } } };

        var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("multipart/byteranges");
        var body = await response.Content.ReadAsByteArrayAsync();
        body.Length.ShouldBe((int)response.Content.Headers.ContentLength!.Value);
        body.AsSpan().IndexOf(Bytes.AsSpan(500, 5)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_range_of_another_version_gets_the_whole_file()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = new HttpClient { BaseAddress = app.Url };
        var request = new HttpRequestMessage(HttpMethod.Get, await PutAsync(app, isPublic: true))
        {
            Headers = { Range = new RangeHeaderValue(0, 9), IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"other\"")) },
        };
        (await client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Private_files_need_their_signature()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = new HttpClient { BaseAddress = app.Url };
        var path = await PutAsync(app, isPublic: false);

        var response = await client.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.CacheControl!.Private.ShouldBeTrue();
        var parts = path.Split('/');
        (await client.GetAsync($"/media/{parts[4]}/{parts[5]}/{parts[6]}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync(path.Replace(parts[4], $"{Guid.CreateVersion7()}", StringComparison.Ordinal))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var flipped = parts[3][..^1] + (parts[3][^1] == 'A' ? 'Q' : 'A');
        (await client.GetAsync(path.Replace(parts[3], flipped, StringComparison.Ordinal))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/media/../secrets/root")]
    [InlineData("/media/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/media/..%2f..%2fetc/passwd")]
    [InlineData("/media/a//b.mp4")]
    [InlineData("/media/a\\..\\b.mp4")]
    [InlineData("/media/.hidden/x.mp4")]
    [InlineData("/media/")]
    [InlineData("/media/s/99999999999.AAAA/x/y/z.mp4")]
    public async Task Nothing_leaves_the_store(string path)
    {
        await using var app = await GatewayApp.StartAsync(redis);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(app.MediaFolder)!, "passwd"), "root");
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync("localhost", app.Url.Port);
        // A raw request: HttpClient would tidy the path up first.
        await socket.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost:{app.Url.Port}\r\nConnection: close\r\n\r\n"));
        var answer = await new StreamReader(socket.GetStream()).ReadToEndAsync();
        answer.ShouldNotContain("200 OK");
        answer.ShouldNotContain("root");
    }

    private static async Task<string> PutAsync(GatewayApp app, bool isPublic)
    {
        var (store, paths) = ((IMediaStore)app.Services.GetService(typeof(IMediaStore))!, (MediaPaths)app.Services.GetService(typeof(MediaPaths))!);
        var (video, version) = (Guid.CreateVersion7(), MediaPaths.NewVersion());
        await store.PutAsync(MediaPaths.Prefix(video, version, isPublic) + "480.mp4", new MemoryStream(Bytes));
        return (isPublic ? MediaPaths.PublicFolder(video, version) : paths.SignedFolder(video, version).Folder) + "480.mp4";
    }
}
