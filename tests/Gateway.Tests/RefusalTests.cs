using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Zoetrope.Gateway.Tests;

/// <summary>What is refused, what is not, and in which words.</summary>
public sealed class RefusalTests(RedisFixture redis)
{
    [Fact]
    public async Task An_expired_token_does_not_shut_the_doors_that_need_none()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        app.World.Person("ana");
        using var client = new HttpClient { BaseAddress = app.Url };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "x");

        var session = await client.PostAsJsonAsync("/api/auth/login", new { login = "ana", password = "right horse", client = "native" }).JsonAsync();
        (await client.PostAsJsonAsync("/api/auth/refresh", new { refreshToken = session.GetProperty("refreshToken").GetString() })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsJsonAsync("/api/auth/register", new { username = "ben", email = "ben@example.org", password = "right horse", client = "native" })).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await client.PostAsync("/api/auth/logout", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var elsewhere = await client.GetAsync("/api/feed/latest");
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await elsewhere.JsonAsync()).GetProperty("code").GetString().ShouldBe("invalid_token");
    }

    [Fact]
    public async Task A_device_made_by_the_request_itself_is_no_viewer_until_it_comes_back()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var video = app.World.Video(app.World.Person("ana"));
        using var browser = app.OpenBrowser();

        (await Watch()).GetProperty("accepted").GetInt32().ShouldBe(0);
        (await Watch()).GetProperty("accepted").GetInt32().ShouldBe(1);
        app.World.Calls.Where(call => call.Key.StartsWith("watched as", StringComparison.Ordinal)).Sum(call => call.Value).ShouldBe(1);

        async Task<System.Text.Json.JsonElement> Watch() => await browser.SendAsync(HttpMethod.Post, "/api/watches", Watches(video, "for_you")).JsonAsync();
    }

    [Fact]
    public async Task A_watch_from_nowhere_we_know_is_refused_by_name()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        using var client = app.SignedIn(ana);

        var refusal = await client.PostAsJsonAsync("/api/watches", Watches(app.World.Video(ana), "nowhere")).JsonAsync();

        refusal.GetProperty("errors").Names().ShouldBe("items[0].source");
        refusal.GetProperty("errors").GetProperty("items[0].source")[0].GetString()!.ShouldContain("for_you, following");
    }

    [Theory]
    [InlineData("/api/watches")]
    [InlineData("/api/auth/refresh")]
    [InlineData("/api/auth/login")]
    public async Task Malformed_json_is_called_that_everywhere(string path)
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = new HttpClient { BaseAddress = app.Url };
        var refusal = await client.PostAsync(path, new StringContent("{\"items\": [}", Encoding.UTF8, "application/json")).JsonAsync();
        refusal.GetProperty("code").GetString().ShouldBe("invalid_json");
        refusal.GetProperty("params").GetProperty("path").GetString()!.ShouldStartWith("$");
    }

    [Fact]
    public async Task Another_host_hears_so_in_the_shape_of_every_refusal()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = new HttpClient { BaseAddress = app.Url };
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/instance") { Headers = { Host = "elsewhere.example" } };
        request.Headers.AcceptLanguage.ParseAdd("de");

        var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await response.JsonAsync();
        problem.GetProperty("code").GetString().ShouldBe("misdirected");
        problem.GetProperty("detail").GetString().ShouldBe($"Das ist nicht die Adresse dieser Seite. Öffne stattdessen {app.Url.GetLeftPart(UriPartial.Authority)}.");
    }

    [Fact]
    public async Task A_list_cannot_begin_at_what_is_no_id()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        app.World.Person("ana");
        using var client = new HttpClient { BaseAddress = app.Url };
        (await client.GetAsync("/api/users/ana/videos?around=zz")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Preferences_that_are_not_said_are_not_sent_on()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = app.SignedIn(app.World.Person("ana"));
        var answer = await (await client.PutAsJsonAsync("/api/notifications/preferences", new { moderation = new { inApp = true } })).JsonAsync();
        answer.GetProperty("moderation").ToString().ShouldBe("""{"inApp":true,"email":true}""");
    }

    [Fact]
    public async Task An_invite_for_nobody_is_refused()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var admin = app.SignedIn(app.World.Person("ana"), Platform.Rpc.AccountRole.Admin);
        var refusal = await (await admin.PostAsJsonAsync("/api/admin/invites", new { uses = 0 })).JsonAsync();
        refusal.GetProperty("errors").Names().ShouldBe("uses");
    }

    private static object Watches(Guid video, string source)
        => new { items = new[] { new { videoId = video, playId = Guid.CreateVersion7(), watchedMs = 2000, loops = 0, completed = false, source } } };
}
