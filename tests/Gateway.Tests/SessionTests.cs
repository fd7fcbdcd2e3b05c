using System.Net;
using System.Net.Http.Json;

namespace Zoetrope.Gateway.Tests;

/// <summary>Who a request is from, and whether it may act.</summary>
public sealed class SessionTests(RedisFixture redis)
{
    [Fact]
    public async Task A_browser_gets_one_opaque_cookie_and_no_token()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var browser = app.OpenBrowser();

        var response = await browser.SendAsync(HttpMethod.Post, "/api/auth/register", new { username = "ana", email = "ana@example.org", password = "right horse" });

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await response.JsonAsync()).Names().ShouldBe("user expiresIn");
        var cookie = response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("zt_session=", StringComparison.Ordinal)).ToLowerInvariant();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldContain("path=/");
        cookie.ShouldNotContain("secure");
        (await browser.GetAsync("/api/users/me").JsonAsync()).GetProperty("username").GetString().ShouldBe("ana");
        // The grant was remembered: reading costs no exchange.
        app.World.Calls.ContainsKey("Exchange").ShouldBeFalse();
    }

    [Fact]
    public async Task A_native_client_gets_its_tokens_in_the_body()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        app.World.Person("ana");
        using var client = new HttpClient { BaseAddress = app.Url };

        var response = await client.PostAsJsonAsync("/api/auth/login", new { login = "ana", password = "right horse", client = "native" });
        var session = await response.JsonAsync();

        response.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldNotContain(c => c.StartsWith("zt_session", StringComparison.Ordinal));
        session.Names().ShouldBe("user accessToken expiresIn refreshToken");
        client.DefaultRequestHeaders.Authorization = new("Bearer", session.GetProperty("accessToken").GetString());
        (await client.GetAsync("/api/users/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Authorization = new("Bearer", "nonsense");
        (await client.GetAsync("/api/feed/latest")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Another_site_cannot_act_for_a_browser()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var video = app.World.Video(app.World.Person("ben"));
        using var browser = app.OpenBrowser(origin: "");
        (await browser.SendAsync(HttpMethod.Post, "/api/auth/register", new { username = "ana", email = "a@example.org", password = "right horse" }, ("Origin", app.Url.GetLeftPart(UriPartial.Authority))))
            .StatusCode.ShouldBe(HttpStatusCode.Created);
        var like = $"/api/videos/{video}/like";

        async Task<(HttpStatusCode, string?)> Like(params (string, string)[] headers)
        {
            var response = await browser.SendAsync(HttpMethod.Put, like, null, headers);
            return (response.StatusCode, response.IsSuccessStatusCode ? null : (await response.JsonAsync()).GetProperty("code").GetString());
        }

        (await Like(("Origin", "https://evil.example"))).ShouldBe((HttpStatusCode.Forbidden, "cross_site"));
        (await Like(("Origin", "null"))).ShouldBe((HttpStatusCode.Forbidden, "cross_site"));
        (await Like(("Sec-Fetch-Site", "cross-site"), ("Origin", app.Url.GetLeftPart(UriPartial.Authority)))).ShouldBe((HttpStatusCode.Forbidden, "cross_site"));
        (await Like()).ShouldBe((HttpStatusCode.Forbidden, "cross_site"));
        (await Like(("Sec-Fetch-Site", "same-origin"))).ShouldBe((HttpStatusCode.OK, null));
        (await Like(("Origin", app.Url.GetLeftPart(UriPartial.Authority)))).ShouldBe((HttpStatusCode.OK, null));
        // Reading across sites is what CORS forbids; the request itself is harmless.
        (await browser.GetAsync("/api/users/me", ("Origin", "https://evil.example"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Other_hosts_are_refused()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = new HttpClient { BaseAddress = app.Url };
        var rebound = new HttpRequestMessage(HttpMethod.Get, "/api/instance") { Headers = { Host = "rebind.example" } };
        (await client.SendAsync(rebound)).StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
        var loopback = new HttpRequestMessage(HttpMethod.Get, "/api/instance") { Headers = { Host = $"127.0.0.1:{app.Url.Port}" } };
        (await client.SendAsync(loopback)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_page_request_renews_a_session_that_is_due_and_mints_a_device()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var browser = app.OpenBrowser();
        await browser.RegisterAsync("ana");
        var before = browser.Cookie("zt_session")!;
        // A restart forgets what was remembered: the next request exchanges, and is told that renewal is due.
        app.World.Due[before] = true;
        ForgetSessions(app, before);

        (await browser.GetAsync("/api/users/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        browser.Cookie("zt_session").ShouldBe(before);
        await browser.GetAsync("/", ("Accept", "text/html"));

        browser.Cookie("zt_session").ShouldNotBe(before);
        browser.Cookie("zt_device")!.Length.ShouldBe(22);
        (await browser.GetAsync("/api/users/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_page_request_drops_a_cookie_whose_session_has_ended()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var browser = app.OpenBrowser();
        browser.Cookies.Add(app.Url, new Cookie("zt_session", "spent"));

        (await browser.GetAsync("/api/users/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.GetAsync("/api/feed/latest")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await browser.GetAsync("/", ("Accept", "text/html"));

        browser.Cookie("zt_session").ShouldBeNull();
    }

    [Fact]
    public async Task Logging_out_ends_the_session_at_once()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var browser = app.OpenBrowser();
        await browser.RegisterAsync("ana");
        using var copy = app.OpenBrowser();
        copy.Cookies.Add(app.Url, new Cookie("zt_session", browser.Cookie("zt_session")!));
        (await copy.GetAsync("/api/users/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await browser.SendAsync(HttpMethod.Post, "/api/auth/logout")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        browser.Cookie("zt_session").ShouldBeNull();
        (await copy.GetAsync("/api/users/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.SendAsync(HttpMethod.Post, "/api/auth/logout")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Signed_out_people_are_known_by_their_device()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var video = app.World.Video(app.World.Person("ana"));
        using var browser = app.OpenBrowser();
        await browser.GetAsync("/api/feed/latest");
        var device = browser.Cookie("zt_device")!;

        var beacon = new StringContent($$"""{ "items": [{ "videoId": "{{video}}", "playId": "p1", "watchedMs": 1500, "ranges": [[0, 1500]], "source": "for_you" }] }""");
        (await browser.SendAsync(HttpMethod.Post, "/api/watches", beacon)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        app.World.Calls.ContainsKey($"watched as d:{device}").ShouldBeTrue();
    }

    [Fact]
    public async Task A_device_that_signs_up_is_the_accounts_and_the_browser_gets_another()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var browser = app.OpenBrowser();
        await browser.GetAsync("/api/feed/latest");
        var device = browser.Cookie("zt_device")!;
        var video = app.World.Video(app.World.Person("ana"));

        await browser.RegisterAsync("newcomer");

        var other = browser.Cookie("zt_device")!;
        other.ShouldNotBe(device);
        app.World.Calls.ContainsKey($"registered on {device}, known as {other}").ShouldBeTrue();
        await browser.SendAsync(HttpMethod.Post, "/api/auth/logout");
        var beacon = new StringContent($$"""{ "items": [{ "videoId": "{{video}}", "playId": "p1", "watchedMs": 1500, "source": "for_you" }] }""");
        (await browser.SendAsync(HttpMethod.Post, "/api/watches", beacon)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        app.World.Calls.ContainsKey($"watched as d:{other}").ShouldBeTrue();
    }

    [Fact]
    public async Task An_instance_may_show_nothing_to_people_who_are_signed_out()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        app.World.Instance.SignedOutBrowsing = false;
        var ana = app.World.Person("ana");
        using var nobody = new HttpClient { BaseAddress = app.Url };
        using var client = app.SignedIn(ana);

        (await nobody.GetAsync("/api/feed/latest")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await nobody.PostAsync("/live/negotiate?negotiateVersion=1", null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await nobody.GetAsync("/api/instance")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/api/feed/latest")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static void ForgetSessions(GatewayApp app, string credential)
        => ((Gateway.Sessions.SessionTokens)app.Services.GetService(typeof(Gateway.Sessions.SessionTokens))!).Forget(credential);
}
