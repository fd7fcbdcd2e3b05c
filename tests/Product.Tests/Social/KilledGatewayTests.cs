using Shouldly;
using Xunit;
using Zoetrope.Platform;
using Zoetrope.Product.Tests.Main;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Social;

/// <summary>Presence outlives no process: who was connected to a gateway that was killed is offline for those who watch at another one.</summary>
public sealed class KilledGatewayTests
{
    [Fact]
    public async Task Whoever_was_at_a_killed_gateway_is_offline_for_friends_at_another()
    {
        TestRun.OnlyInFull();
        Assert.SkipUnless(ZoetropeApp.IsSplit, "In one process nothing is left to tell of it.");
        await using var app = await ZoetropeApp.StartAsync();
        var door = await app.AnotherGatewayAsync();
        using var ana = await app.SignUpAsync("ana");
        using var ben = await app.SignUpAsync("ben");
        await ana.PutAsync($"/api/users/{ben.Username}/follow");
        await ben.PutAsync($"/api/users/{ana.Username}/follow");
        await using var watching = await app.OpenLiveAsync(ben, door);
        var there = await app.OpenLiveAsync(ana);
        await Waiting.Eventually(async () =>
        {
            await watching.InvokeAsync("SetPresence", [new[] { ana.Username }]);
            watching.Heard("presence").LastOrDefault(p => p.GetProperty("username").GetString() == ana.Username).ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Object);
            watching.Heard("presence")[^1].GetProperty("online").GetBoolean().ShouldBeTrue();
        });

        await app.KillAsync(Role.Gateway, restart: false);

        await Waiting.Eventually(() => watching.Heard("presence")[^1].GetProperty("online").GetBoolean().ShouldBeFalse(), TimeSpan.FromMinutes(2));
        app.Start(Role.Gateway);
        await app.IsReadyAsync();
        await using var back = await app.OpenLiveAsync(ana);
        await Waiting.Eventually(() => watching.Heard("presence")[^1].GetProperty("online").GetBoolean().ShouldBeTrue(), TimeSpan.FromMinutes(1));
        await there.DisposeAsync();
    }
}
