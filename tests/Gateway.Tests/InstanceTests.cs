using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Tests;

/// <summary>What admins change of the instance itself.</summary>
public sealed class InstanceTests(RedisFixture redis)
{
    [Fact]
    public async Task An_icon_is_the_body_of_its_request_and_everybody_sees_it_at_once()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var boss = app.SignedIn(app.World.Person("boss"), AccountRole.Admin);
        (await boss.GetAsync("/api/instance").JsonAsync()).GetProperty("icon").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        var set = await boss.PutAsync("/api/admin/instance/icon", Image(5));

        (await set.JsonAsync()).GetProperty("icon").GetString().ShouldBe("/media/instance/5/192.png");
        using var anybody = new HttpClient { BaseAddress = app.Url };
        (await anybody.GetAsync("/api/instance").JsonAsync()).GetProperty("icon").GetString().ShouldBe("/media/instance/5/192.png");
        (await boss.DeleteAsync("/api/admin/instance/icon").JsonAsync()).GetProperty("icon").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await boss.PutAsync("/api/admin/instance/icon", Image(0))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await boss.PutAsync("/api/admin/instance/icon", new StringContent("no"))).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await anybody.PutAsync("/api/admin/instance/icon", Image(5))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_invite_says_whether_it_still_works_also_where_nobody_looks_around_signed_out()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        app.World.Instance.SignedOutBrowsing = false;
        using var anybody = new HttpClient { BaseAddress = app.Url };

        (await anybody.GetAsync("/api/auth/invite?code=good").JsonAsync()).GetProperty("usable").GetBoolean().ShouldBeTrue();
        (await anybody.GetAsync("/api/auth/invite?code=spent").JsonAsync()).GetProperty("usable").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Rules_are_kept_as_they_are_written_and_a_line_break_in_one_is_refused()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var boss = app.SignedIn(app.World.Person("boss"), AccountRole.Admin);
        string[] rules = ["Be\u2028kind", "No\u2029ads", "No\u0085\fspam", "One\rrule"];

        var kept = await boss.PutAsJsonAsync("/api/admin/instance", new { rules });
        (await kept.JsonAsync()).GetProperty("rules").EnumerateArray().Select(rule => rule.GetString()).ShouldBe(rules);
        var refused = await boss.PutAsJsonAsync("/api/admin/instance", new { rules = (string[])["One", "Two\nthree"] });
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.JsonAsync()).GetProperty("errors").EnumerateObject().Single().Name.ShouldBe("rules[1]");
        (await boss.GetAsync("/api/instance").JsonAsync()).GetProperty("rules").GetArrayLength().ShouldBe(4);
    }

    private static ByteArrayContent Image(int bytes) => new(new byte[bytes]) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
}
