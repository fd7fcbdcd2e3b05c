using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;
using Zoetrope.Gateway.Limits;

namespace Zoetrope.Gateway.Tests;

/// <summary>Budgets: never over, whoever asks and however many gateways there are.</summary>
public sealed class LimitTests(RedisFixture redis)
{
    private static readonly FakeTime Time = new();

    [Fact]
    public async Task Somebody_downloads_one_archive_at_a_time_and_few_people_do_at_once()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var people = new[] { "ana", "ben", "cleo", "dan", "eve" }.Select(name => app.SignedIn(app.World.Person(name))).ToList();
        var links = new List<string>();
        foreach (var person in people) links.Add((await person.PostAsync("/api/users/me/export", null).JsonAsync()).GetProperty("url").GetString()!);

        var running = people.Take(4).Select((person, n) => person.GetAsync(links[n])).ToList();
        await Eventually(() => app.World.Calls.GetValueOrDefault("Export").ShouldBe(4));

        (await RefusedAsync(0)).ShouldBe((429, "export_running", "60"));
        (await RefusedAsync(4)).ShouldBe((503, "busy", "60"));
        app.World.Calls["Export"].ShouldBe(4);
        app.World.Archives.SetResult();
        // The other services are not played: how a download ends is not looked at.
        foreach (var download in running) await Task.WhenAny(download);
        foreach (var n in (int[])[0, 4]) await Task.WhenAny(people[n].GetAsync(links[n]));
        app.World.Calls["Export"].ShouldBe(6);
        people.ForEach(person => person.Dispose());

        async Task<(int, string?, string?)> RefusedAsync(int n)
        {
            using var answer = await people[n].GetAsync(links[n]);
            answer.Content.Headers.ContentDisposition.ShouldBeNull();
            return ((int)answer.StatusCode, (await answer.JsonAsync()).GetProperty("code").GetString(), answer.Headers.RetryAfter?.ToString());
        }
    }

    [Fact]
    public async Task Too_many_sign_ins_are_refused_with_the_time_to_wait()
    {
        await using var app = await GatewayApp.StartAsync(redis, ("Limits:Multiplier", "1"));
        using var client = app.ClientAt("127.0.5.1");
        HttpResponseMessage response;
        var tries = 0;
        do response = await client.PostAsJsonAsync("/api/auth/login", new { login = "ana", password = "wrong" });
        while (response.StatusCode == HttpStatusCode.Unauthorized && ++tries < 50);

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        // Two windows if a minute turned meanwhile.
        tries.ShouldBeOneOf(Enumerable.Range(20, 21).ToArray());
        response.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        response.Headers.GetValues("RateLimit-Remaining").ShouldBe(["0"]);
        (await response.JsonAsync()).GetProperty("code").GetString().ShouldBe("too_many_requests");
        (await client.GetAsync("/api/feed/latest")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_that_a_client_claims_counts_only_through_a_proxy_that_is_configured()
    {
        await using var app = await GatewayApp.StartAsync(redis, ("Limits:Multiplier", "1"), ("Gateway:Proxies:0", "127.0.6.9"));
        using var stranger = app.ClientAt("127.0.6.1");
        using var proxy = app.ClientAt("127.0.6.9");

        static async Task<List<int>> RemainingAsync(HttpClient client, string network)
        {
            var remaining = new List<int>();
            for (var i = 1; i <= 5; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login") { Content = JsonContent.Create(new { login = "ana", password = "wrong" }) };
                request.Headers.Add("X-Forwarded-For", $"{network}{i}");
                using var response = await client.SendAsync(request);
                remaining.Add(int.Parse(response.Headers.GetValues("RateLimit-Remaining").Single()));
            }
            return remaining;
        }

        // Five tries from one place, whatever it says; if a minute turned meanwhile, three of them are in one window.
        (await RemainingAsync(stranger, "203.0.113.")).Min().ShouldBeLessThanOrEqualTo(17);
        (await RemainingAsync(proxy, "198.51.100.")).ShouldAllBe(left => left == 19);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(1000)]
    [InlineData(1010)]
    public async Task Two_gateways_together_never_let_more_through_than_the_limit(int limit)
    {
        var connection = await redis.ConnectAsync();
        var budget = new Budget($"test{Guid.CreateVersion7():N}", limit, TimeSpan.FromMinutes(1), Spender.Address);
        RateLimiter[] gateways = [Limiter(connection), Limiter(connection)];
        var spent = await Task.WhenAll(Enumerable.Range(0, limit * 2).Select(i => gateways[i % 2].SpendAsync(budget, "somebody").AsTask()));

        spent.Count(s => s.Allowed).ShouldBe(limit);
        (await gateways[0].SpendAsync(budget, "somebody else")).Allowed.ShouldBeTrue();
    }

    [Fact]
    public async Task Remaining_never_promises_too_much_and_a_new_window_begins_anew()
    {
        var (connection, time) = (await redis.ConnectAsync(), new FakeTime());
        var budget = new Budget($"test{Guid.CreateVersion7():N}", 100, TimeSpan.FromMinutes(1), Spender.Address);
        var limiter = Limiter(connection, time);
        for (var i = 1; i <= 100; i++)
        {
            var spent = await limiter.SpendAsync(budget, "x");
            spent.Allowed.ShouldBeTrue();
            spent.Remaining.ShouldBeLessThanOrEqualTo(100 - i);
        }
        (await limiter.SpendAsync(budget, "x")).Allowed.ShouldBeFalse();
        time.Advance(TimeSpan.FromMinutes(1));
        (await limiter.SpendAsync(budget, "x")).Allowed.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_redis_reads_are_open_and_sign_in_is_bounded()
    {
        await using var away = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { "127.0.0.1:1" }, AbortOnConnectFail = false, ConnectTimeout = 100 });
        var limiter = Limiter(away);
        var open = new Budget("open", 5, TimeSpan.FromMinutes(1), Spender.Address);
        var guarded = new Budget("guarded", 5, TimeSpan.FromMinutes(1), Spender.Address, Guarded: true);
        var (reads, logins) = (0, 0);
        for (var i = 0; i < 20; i++)
        {
            if ((await limiter.SpendAsync(open, "x")).Allowed) reads++;
            if ((await limiter.SpendAsync(guarded, "x")).Allowed) logins++;
        }
        (reads, logins).ShouldBe((20, 5));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void A_household_has_one_budget(string one, string other, bool same)
        => (Addresses.Key(IPAddress.Parse(one)) == Addresses.Key(IPAddress.Parse(other))).ShouldBe(same);

    private static RateLimiter Limiter(IConnectionMultiplexer connection, FakeTime? time = null)
        => new(connection, new ConfigurationBuilder().Build(), time ?? Time);
}
