using System.Net;
using System.Net.Http.Json;

namespace Zoetrope.Gateway.Tests;

/// <summary>Requests that are sent once more: with an <c>Idempotency-Key</c> the first answer stands, byte for byte.</summary>
public sealed class RepeatTests(RedisFixture redis)
{
    [Fact]
    public async Task Registering_again_with_the_same_key_gives_the_first_session()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var body = new { username = "ana_again", email = "ana@example.org", password = "right horse", client = "native" };
        using var nobody = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = app.Url };

        var first = await PostAsync(nobody, "/api/auth/register", body, "r1");
        var again = await PostAsync(nobody, "/api/auth/register", body, "r1");

        first.Status.ShouldBe(HttpStatusCode.Created);
        again.ShouldBe(first);
        app.World.Calls["Register"].ShouldBe(1);
        (await PostAsync(nobody, "/api/auth/register", body with { username = "somebody_else" }, "r1")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);

        // A browser that has its session by then is still whoever asked first; one that lost the answer gets the cookie now.
        using var browser = app.OpenBrowser();
        var form = new { username = "ben_again", email = "ben@example.org", password = "right horse" };
        (await browser.SendAsync(HttpMethod.Post, "/api/auth/register", form, ("Idempotency-Key", "r2"))).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await browser.SendAsync(HttpMethod.Post, "/api/auth/register", form, ("Idempotency-Key", "r2"))).StatusCode.ShouldBe(HttpStatusCode.Created);
        using var forgetful = app.OpenBrowser();
        (await forgetful.SendAsync(HttpMethod.Post, "/api/auth/register", form, ("Idempotency-Key", "r2"))).StatusCode.ShouldBe(HttpStatusCode.Created);
        forgetful.Cookie("zt_session").ShouldBe(browser.Cookie("zt_session"));
    }

    [Fact]
    public async Task A_form_with_the_same_parts_makes_one_video_whatever_its_boundary()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = app.SignedIn(app.World.Person("ana"));
        var bytes = new byte[300_000];
        new Random(3).NextBytes(bytes);

        var first = await SendAsync("From a phone");
        var again = await SendAsync("From a phone");
        var other = await SendAsync("Another title");

        first.Status.ShouldBe(HttpStatusCode.Created);
        again.ShouldBe(first);
        other.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        other.Body.ShouldContain("idempotency_mismatch");
        app.World.Uploads.Count.ShouldBe(1);
        app.World.Videos.Count.ShouldBe(1);

        async Task<Answer> SendAsync(string title)
        {
            using var form = new MultipartFormDataContent { { new StringContent(title), "title" }, { new ByteArrayContent(bytes) { Headers = { ContentType = new("video/mp4") } }, "file", "clip.mp4" } };
            return await AnswerAsync(client, "/api/videos", form, "form");
        }
    }

    [Fact]
    public async Task An_export_asked_for_again_is_the_same_one_and_its_time_looks_like_all_others()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = app.SignedIn(app.World.Person("ana"));
        var first = await PostAsync(client, "/api/users/me/export", new { }, "e1");
        first.Status.ShouldBe(HttpStatusCode.Accepted);
        first.Body.ShouldMatch("\"expiresAt\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?Z\"");
        (await PostAsync(client, "/api/users/me/export", new { }, "e1")).ShouldBe(first);
    }

    [Fact]
    public async Task A_signed_out_share_counts_once_for_a_key_without_a_cookie()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var path = $"/api/videos/{app.World.Video(app.World.Person("ana"))}/share";
        using var nobody = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = app.Url };

        var first = await PostAsync(nobody, path, new { channel = "link" }, "s1");
        (await PostAsync(nobody, path, new { channel = "link" }, "s1")).ShouldBe(first);
        (await PostAsync(nobody, path, new { channel = "link" }, "s2")).ShouldNotBe(first);
        app.World.Calls["Share"].ShouldBe(2);
    }

    [Fact]
    public async Task What_was_made_is_answered_for_though_Redis_went_meanwhile()
    {
        await using var server = await RedisServer.StartAsync();
        await using var app = await GatewayApp.StartAsync(redis, ("Redis:Url", server.Configuration));
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = app.World.Video(ana);
        using var bens = app.SignedIn(ben);
        app.World.Meanwhile = server.GoAwayAsync;

        (await PostAsync(bens, $"/api/videos/{video}/comments", new { text = "Kept" }, "c1")).Status.ShouldBe(HttpStatusCode.Created);
        (await PostAsync(bens, $"/api/videos/{video}/comments", new { text = "Without it" }, "c2")).Status.ShouldBe(HttpStatusCode.Created);
    }

    private static Task<Answer> PostAsync(HttpClient client, string path, object body, string key) => AnswerAsync(client, path, JsonContent.Create(body), key);

    private static async Task<Answer> AnswerAsync(HttpClient client, string path, HttpContent content, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content, Headers = { { "Idempotency-Key", key } } };
        using var response = await client.SendAsync(request);
        return new Answer(response.StatusCode, response.Headers.Location, await response.Content.ReadAsStringAsync());
    }

    private sealed record Answer(HttpStatusCode Status, Uri? Location, string Body);
}
