using System.IO.Compression;
using System.Net;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform;

namespace Zoetrope.Gateway.Tests;

/// <summary>Pages: what goes to the web app, and what the gateway says itself.</summary>
public sealed class PageTests(RedisFixture redis)
{
    [Fact]
    public async Task While_the_web_app_starts_a_plain_page_says_so()
    {
        await using var app = await GatewayApp.StartAsync(redis, ("Web:Url", "http://127.0.0.1:1"));
        using var browser = app.OpenBrowser();
        var response = await browser.GetAsync("/@ana", ("Accept", "text/html"));
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBe(2);
        (await response.Content.ReadAsStringAsync()).ShouldContain("The pages are not ready yet");
    }

    [Fact]
    public async Task The_web_app_sees_the_viewers_address_and_fresh_cookies_and_nothing_a_client_made_up()
    {
        await using var web = await EchoWebAsync();
        await using var app = await GatewayApp.StartAsync(redis, ("Web:Url", web.Urls.First()));
        using var browser = app.OpenBrowser();

        var seen = await browser.GetAsync("/somewhere?q=1", ("Accept", "text/html"), ("X-Forwarded-For", "6.6.6.6"), ("X-Zoetrope-Web-Key", "guess"), ("X-Zoetrope-Viewer-Address", "6.6.6.6")).JsonAsync();

        seen.GetProperty("path").GetString().ShouldBe("/somewhere?q=1");
        seen.GetProperty("for").GetString().ShouldBe("127.0.0.1");
        seen.GetProperty("host").GetString().ShouldBe(app.Url.Authority);
        seen.GetProperty("key").GetString().ShouldBe("");
        seen.GetProperty("cookie").GetString().ShouldBe($"zt_device={browser.Cookie("zt_device")}");
    }

    [Fact]
    public async Task Cookies_of_others_go_on_as_they_came_and_none_can_pass_for_ours()
    {
        await using var web = await EchoWebAsync();
        await using var app = await GatewayApp.StartAsync(redis, ("Web:Url", web.Urls.First()));
        using var browser = app.OpenBrowser();

        var seen = await browser.GetAsync("/", ("Accept", "text/html"), ("Cookie", "foo=%C3%A9; zt_session=made-up; bar=a%3B%20zt_session=b; theirs=\"a=b\"")).JsonAsync();

        seen.GetProperty("cookie").GetString().ShouldBe($"foo=%C3%A9; bar=a%3B%20zt_session=b; theirs=\"a=b\"; zt_device={browser.Cookie("zt_device")}");
    }

    [Fact]
    public async Task A_short_link_says_nothing_to_the_signed_out_where_everybody_has_to_sign_in()
    {
        await using var web = await EchoWebAsync();
        await using var app = await GatewayApp.StartAsync(redis, ("Web:Url", web.Urls.First()));
        var video = app.World.Video(app.World.Person("ana"));
        app.World.Instance.SignedOutBrowsing = false;
        using var member = app.OpenBrowser();
        using var visitor = app.OpenBrowser();
        await member.RegisterAsync("ben");
        var link = new Uri((await member.GetAsync($"/api/videos/{video}").JsonAsync()).GetProperty("shareUrl").GetString()!).PathAndQuery;

        (await member.GetAsync(link)).Headers.Location!.ToString().ShouldBe($"/@ana/video/{video}");
        (await visitor.GetAsync(link, ("Accept", "text/html")).JsonAsync()).GetProperty("path").GetString().ShouldBe(link);
    }

    [Fact]
    public async Task What_the_web_app_was_built_of_is_kept_as_small_as_it_gets()
    {
        var script = string.Concat(Enumerable.Range(0, 400).Select(n => $"export const value{n} = {n};\n"));
        await using var web = await BuiltWebAsync(script);
        await using var app = await GatewayApp.StartAsync(redis, ("Web:Url", web.Urls.First()));
        using var client = new HttpClient { BaseAddress = app.Url };
        async Task<HttpResponseMessage> AskAsync(string path, string encodings)
            => await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", encodings } } });

        (await AskAsync("/_next/static/gone.js", "gzip, br")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await AskAsync("/_next/static/chunks/a.js", "gzip, br")).Content.ReadAsStringAsync()).ShouldBe(script);
        await Waiting.Eventually(async () =>
        {
            using var small = await AskAsync("/_next/static/chunks/a.js", "gzip, deflate, br");
            small.Content.Headers.ContentEncoding.ShouldBe(["br"]);
            small.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
            small.Headers.CacheControl!.ToString().ShouldContain("immutable");
            small.Headers.Vary.ShouldBe(["Accept-Encoding"]);
            using var whole = new StreamReader(new BrotliStream(await small.Content.ReadAsStreamAsync(), CompressionMode.Decompress));
            (await whole.ReadToEndAsync()).ShouldBe(script);
        });
        // Who does not read it gets what the web app sends.
        using var plain = await AskAsync("/_next/static/chunks/a.js", "gzip");
        plain.Content.Headers.ContentEncoding.ShouldBeEmpty();
        (await plain.Content.ReadAsStringAsync()).ShouldBe(script);
    }

    [Fact]
    public async Task The_web_apps_own_calls_count_as_the_viewers()
    {
        await using var app = await GatewayApp.StartAsync(redis, ("Limits:Multiplier", "1"));
        var key = Convert.ToBase64String(((Secrets)app.Services.GetService(typeof(Secrets))!).Derive("web-key"));
        using var client = new HttpClient { BaseAddress = app.Url };
        // The web app calls us by an address that is not the public one.
        client.DefaultRequestHeaders.Host = "gateway.internal:3000";
        client.DefaultRequestHeaders.Add("X-Zoetrope-Web-Key", key);
        async Task<string> RemainingFor(string address)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/api/auth/available?username=zoe") { Headers = { { "X-Zoetrope-Viewer-Address", address } } };
            return (await client.SendAsync(request)).Headers.GetValues("RateLimit-Remaining").Single();
        }

        await RemainingFor("198.51.100.1");
        (await RemainingFor("198.51.100.1")).ShouldBe("58");
        (await RemainingFor("198.51.100.2")).ShouldBe("59");
    }

    [Fact]
    public async Task Short_links_lead_to_the_page_and_others_embed_what_is_public()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        var video = app.World.Video(ana, "Clouds <3");
        using var browser = app.OpenBrowser();
        var shared = (await browser.GetAsync($"/api/videos/{video}").JsonAsync()).GetProperty("shareUrl").GetString()!;

        var link = await browser.GetAsync(new Uri(shared).PathAndQuery + "?comment=c1");
        link.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        link.Headers.Location!.ToString().ShouldBe($"/@ana/video/{video}?comment=c1");

        var embed = await browser.GetAsync($"/oembed?url={Uri.EscapeDataString(shared)}&maxwidth=200").JsonAsync();
        embed.GetProperty("type").GetString().ShouldBe("video");
        embed.GetProperty("author_name").GetString().ShouldBe("The ana");
        embed.GetProperty("width").GetInt32().ShouldBe(200);
        embed.GetProperty("html").GetString()!.ShouldContain($"{app.Url}embed/{video}");
        embed.GetProperty("html").GetString()!.ShouldContain("Clouds &lt;3");
        (await browser.GetAsync("/oembed?url=https://elsewhere.example/v/AAAAAAAAAAAAAAAAAAAAAA")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("mülf")]
    [InlineData("日本語")]
    [InlineData("عربي")]
    [InlineData("Ißt")]
    public async Task Every_address_of_a_name_in_any_script_is_one(string name)
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var video = app.World.Video(app.World.Person(name));
        var path = $"/@{Uri.EscapeDataString(name)}/video/{video}";
        using var browser = app.OpenBrowser();

        var card = await browser.GetAsync($"/api/videos/{video}").JsonAsync();
        card.GetProperty("url").GetString().ShouldBe(path);
        var link = await browser.GetAsync(new Uri(card.GetProperty("shareUrl").GetString()!).PathAndQuery + "?comment=c1");
        link.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        link.Headers.GetValues("Location").Single().ShouldBe($"{path}?comment=c1");

        var embed = await browser.GetAsync($"/oembed?url={Uri.EscapeDataString(app.Url.GetLeftPart(UriPartial.Authority) + path)}").JsonAsync();
        embed.GetProperty("author_url").GetString().ShouldBe($"{app.Url}@{Uri.EscapeDataString(name)}");
        var feed = XDocument.Parse(await (await browser.GetAsync($"/@{Uri.EscapeDataString(name)}/feed.atom")).Content.ReadAsStringAsync());
        feed.Descendants().Where(e => e.Name.LocalName == "link").Select(e => e.Attribute("href")!.Value).ShouldContain(app.Url.GetLeftPart(UriPartial.Authority) + path);
        var map = XDocument.Parse(await (await browser.GetAsync("/sitemap.xml")).Content.ReadAsStringAsync());
        map.Descendants().Where(e => e.Name.LocalName == "loc").Select(e => e.Value).ShouldContain(app.Url.GetLeftPart(UriPartial.Authority) + path);
    }

    [Fact]
    public async Task Feeds_and_maps_are_well_formed()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var video = app.World.Video(app.World.Person("ana"), "Clouds & rain");
        using var browser = app.OpenBrowser();

        var feed = XDocument.Parse(await (await browser.GetAsync("/@ana/feed.atom")).Content.ReadAsStringAsync());
        feed.Root!.Elements().Single(e => e.Name.LocalName == "entry").Elements().Single(e => e.Name.LocalName == "title").Value.ShouldBe("Clouds & rain");
        var map = XDocument.Parse(await (await browser.GetAsync("/sitemap.xml")).Content.ReadAsStringAsync());
        map.Descendants().Where(e => e.Name.LocalName == "loc").Select(e => e.Value).ShouldContain($"{app.Url}@ana/video/{video}");
        (await (await browser.GetAsync("/robots.txt")).Content.ReadAsStringAsync()).ShouldContain($"Sitemap: {app.Url}sitemap.xml");
    }

    [Fact]
    public async Task A_feed_leaves_out_characters_that_no_xml_can_hold()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        app.World.Video(app.World.Person("ana"), "Clouds\u0001 & 🎈\u001b\uffff rain");
        using var browser = app.OpenBrowser();

        var feed = XDocument.Parse(await (await browser.GetAsync("/@ana/feed.atom")).Content.ReadAsStringAsync());
        feed.Root!.Elements().Single(e => e.Name.LocalName == "entry").Elements().Single(e => e.Name.LocalName == "title").Value.ShouldBe("Clouds & 🎈 rain");
    }

    [Fact]
    public async Task A_watch_page_is_rendered_once_for_everybody_signed_out_until_its_video_changes()
    {
        var renders = 0;
        await using var web = await WatchWebAsync(() => Interlocked.Increment(ref renders));
        await using var app = await GatewayApp.StartAsync(redis, ("Web:Url", web.Urls.First()));
        var ana = app.World.Person("ana");
        var (path, video) = ("/@ana/video/", Guid.CreateVersion7());
        using var browser = app.OpenBrowser();
        Task<HttpResponseMessage> Open(params (string, string)[] headers) => browser.GetAsync(path + video, [("Accept", "text/html"), .. headers]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Open()));
        renders.ShouldBe(1);
        foreach (var answer in answers) (await answer.Content.ReadAsStringAsync()).ShouldContain("render 1");
        // Its one inline script by what it says; a nonce that thousands share would be none.
        answers[0].Headers.GetValues("Content-Security-Policy").Single().ShouldBe("default-src 'none'; script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='; style-src 'self'");
        browser.Cookie("zt_device").ShouldNotBeNull();

        // Another look, another language, a question in the address, somebody's own page: not this one.
        using (var dark = app.OpenBrowser())
        {
            dark.Cookies.Add(app.Url, new Cookie("zt_theme", "dark"));
            await dark.GetAsync(path + video, ("Accept", "text/html"));
        }
        await Open(("Accept-Language", "de"));
        renders.ShouldBe(3);
        using (var member = app.SignedIn(ana))
        {
            member.DefaultRequestHeaders.Add("Accept", "text/html");
            await member.GetAsync(path + video);
            await member.GetAsync(path + video);
        }
        renders.ShouldBe(5);

        app.Tell("v", new Event { VideoRemoved = new VideoRemoved { Video = new VideoState { VideoId = $"{video}", AuthorId = $"{ana}", State = "removed" } } });
        await Eventually(async () => !(await (await Open()).Content.ReadAsStringAsync()).Contains("render 1<", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_somebody_changes_about_themselves_renders_their_own_watch_pages_again_and_no_others()
    {
        var renders = 0;
        await using var web = await WatchWebAsync(() => Interlocked.Increment(ref renders));
        await using var app = await GatewayApp.StartAsync(redis, ("Web:Url", web.Urls.First()));
        using var browser = app.OpenBrowser();
        async Task<string> OpenAsync(string path) => await (await browser.GetAsync(path, ("Accept", "text/html"))).Content.ReadAsStringAsync();
        var (anas, bens) = ($"/@ana/video/{Guid.CreateVersion7()}", $"/@ben/video/{Guid.CreateVersion7()}");
        (await OpenAsync(anas)).ShouldContain("render 1<");
        (await OpenAsync(bens)).ShouldContain("render 2<");

        app.Tell("ben", new Event { ProfileChanged = new ProfileChanged { Account = new AccountState { UserId = $"{Guid.CreateVersion7()}", Username = "ben", Version = 2 } } });

        await Eventually(async () => !(await OpenAsync(bens)).Contains("render 2<", StringComparison.Ordinal));
        (await OpenAsync(anas)).ShouldContain("render 1<");
    }

    private static async Task<WebApplication> EchoWebAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.Run(http => http.Response.WriteAsJsonAsync(new
        {
            path = http.Request.Path + http.Request.QueryString,
            @for = http.Request.Headers["X-Forwarded-For"].ToString(),
            host = http.Request.Host.Value,
            key = http.Request.Headers["X-Zoetrope-Web-Key"].ToString(),
            cookie = http.Request.Headers.Cookie.ToString(),
        }));
        await web.StartAsync();
        return web;
    }

    private static async Task<WebApplication> BuiltWebAsync(string script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.MapGet("/_next/static/chunks/a.js", () => Results.Text(script, "text/javascript"));
        await web.StartAsync();
        return web;
    }

    private static async Task<WebApplication> WatchWebAsync(Func<int> count)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.Run(http =>
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; style-src 'self' 'nonce-abc'";
            return http.Response.WriteAsync($"<p>render {count()}</p><script nonce=\"abc\">alert(1)</script><script src=\"/_next/a.js\" nonce=\"abc\"></script>");
        });
        await web.StartAsync();
        return web;
    }
}
