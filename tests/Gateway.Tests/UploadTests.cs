using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Zoetrope.Gateway.Tests;

/// <summary>tus 1.0.0 as its clients speak it, and the one-call form.</summary>
public sealed class UploadTests(RedisFixture redis)
{
    [Fact]
    public async Task What_the_server_can_do_is_said_without_signing_in()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = new HttpClient { BaseAddress = app.Url };
        var response = await client.SendAsync(new(HttpMethod.Options, "/api/uploads"));
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        response.Headers.GetValues("Tus-Extension").ShouldBe(["creation,creation-with-upload,expiration,checksum,termination"]);
        response.Headers.GetValues("Tus-Version").ShouldBe(["1.0.0"]);
        response.Headers.Contains("Tus-Max-Size").ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_arrives_in_pieces_and_goes_on_where_it_stopped()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = app.SignedIn(app.World.Person("ana"));
        var bytes = RandomBytes(900_000);

        var created = await SendAsync(client, HttpMethod.Post, "/api/uploads", null, ("Upload-Length", $"{bytes.Length}"), ("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes("clip.mp4"))}"));
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        var url = created.Headers.Location!.ToString();
        url.ShouldStartWith("/api/uploads/");
        created.Headers.Contains("Upload-Expires").ShouldBeTrue();

        var first = await SendAsync(client, HttpMethod.Patch, url, bytes[..600_000], ("Upload-Offset", "0"));
        first.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        first.Headers.GetValues("Upload-Offset").ShouldBe(["600000"]);
        (await SendAsync(client, HttpMethod.Patch, url, bytes[..10], ("Upload-Offset", "5"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var head = await SendAsync(client, HttpMethod.Head, url, null);
        head.Headers.GetValues("Upload-Offset").ShouldBe(["600000"]);
        head.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var rest = await SendAsync(client, HttpMethod.Patch, url, bytes[600_000..], ("Upload-Offset", "600000"));

        rest.Headers.GetValues("Upload-Offset").ShouldBe(["900000"]);
        app.World.Uploads[url.Split('/')[^1]].ShouldBe(bytes);
    }

    [Fact]
    public async Task Creation_may_bring_the_bytes_along()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = app.SignedIn(app.World.Person("ana"));
        var response = await SendAsync(client, HttpMethod.Post, "/api/uploads", [1, 2, 3], ("Upload-Length", "3"));
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Headers.GetValues("Upload-Offset").ShouldBe(["3"]);
    }

    [Theory]
    [InlineData("/api/users/me/avatar", "image/png", 3_500_000, "image_too_large")]
    [InlineData("/api/videos/{video}/cover", "image/jpeg", 3_500_000, "image_too_large")]
    [InlineData("/api/videos/{video}/captions/en", "text/vtt", 1 << 20, "captions_too_large")]
    public async Task Pictures_and_captions_are_taken_up_to_their_own_bounds(string path, string type, int most, string refusal)
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        using var client = app.SignedIn(ana);
        var url = path.Replace("{video}", $"{app.World.Video(ana)}", StringComparison.Ordinal);

        (await PutAsync(most, chunked: false)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PutAsync(most, chunked: true)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var chunked in (bool[])[true, false])
        {
            var answer = await PutAsync(most + 1, chunked);
            (answer.StatusCode, (await answer.JsonAsync()).GetProperty("code").GetString()).ShouldBe((HttpStatusCode.RequestEntityTooLarge, refusal));
        }

        Task<HttpResponseMessage> PutAsync(int length, bool chunked)
        {
            var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ByteArrayContent(new byte[length]) { Headers = { ContentType = new MediaTypeHeaderValue(type) } } };
            request.Headers.TransferEncodingChunked = chunked;
            return client.SendAsync(request);
        }
    }

    [Fact]
    public async Task Mistakes_get_the_statuses_of_the_protocol()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = app.SignedIn(app.World.Person("ana"));
        var url = (await SendAsync(client, HttpMethod.Post, "/api/uploads", null, ("Upload-Length", "10"))).Headers.Location!.ToString();

        (await client.SendAsync(new(HttpMethod.Head, url))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await SendAsync(client, HttpMethod.Post, "/api/uploads", null)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((int)(await SendAsync(client, HttpMethod.Patch, url, [1, 2], ("Upload-Offset", "0"), ("Upload-Checksum", "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA="))).StatusCode).ShouldBe(460);
        var wrongType = new HttpRequestMessage(HttpMethod.Patch, url) { Content = new StringContent("x"), Headers = { { "Tus-Resumable", "1.0.0" }, { "Upload-Offset", "0" } } };
        (await client.SendAsync(wrongType)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        using var nobody = new HttpClient { BaseAddress = app.Url };
        (await SendAsync(nobody, HttpMethod.Post, "/api/uploads", null, ("Upload-Length", "10"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_one_call_form_stores_the_file_and_makes_the_video()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = app.SignedIn(app.World.Person("ana"));
        var bytes = RandomBytes(400_000);
        using var form = new MultipartFormDataContent { { new StringContent("From a phone"), "title" }, { new ByteArrayContent(bytes) { Headers = { ContentType = new("video/mp4") } }, "file", "clip.mp4" } };

        var response = await client.PostAsync("/api/videos", form);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await response.JsonAsync()).GetProperty("title").GetString().ShouldBe("From a phone");
        var (id, stored) = app.World.Uploads.ShouldHaveSingleItem();
        stored.ShouldBe(bytes);
        app.World.Calls.ContainsKey($"created from {id}").ShouldBeTrue();
    }

    [Fact]
    public async Task The_one_call_form_is_refused_before_its_bytes_are_read()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = app.SignedIn(app.World.Person("ana"));

        // A body that is announced and does not come: whoever waits for it waits for ever.
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync("localhost", app.Url.Port);
        var own = string.Concat(client.DefaultRequestHeaders.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}\r\n"));
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/videos HTTP/1.1\r\nHost: localhost:{app.Url.Port}\r\n{own}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000000000\r\n\r\n"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        (await new StreamReader(socket.GetStream()).ReadLineAsync(patience.Token)).ShouldBe("HTTP/1.1 413 Payload Too Large");
        app.World.Uploads.ShouldBeEmpty();
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, byte[]? body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Headers = { { "Tus-Resumable", "1.0.0" } } };
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }
}
