using System.Net;
using Shouldly;
using Xunit;
using Zoetrope.Platform;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Main;

/// <summary>One instance for the tests of this collection: they bring people of their own.</summary>
[CollectionDefinition(nameof(SharedPlace))]
public sealed class SharedPlace : IAsyncLifetime, ICollectionFixture<SharedPlace>
{
    public ZoetropeApp App { get; private set; } = null!;

    /// <summary>A further port under which it knows itself, for what stands between it and its clients.</summary>
    public int ProxyPort { get; } = FreePorts.Next();

    public async ValueTask InitializeAsync()
        => App = await ZoetropeApp.StartAsync(settings: new Dictionary<string, string?> { ["Public:Hosts:0"] = $"localhost:{ProxyPort}" });

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>Sessions, other sites, what strangers may see, and data that outlives a kill.</summary>
[Collection(nameof(SharedPlace))]
public sealed class SafetyTests(SharedPlace place)
{
    private ZoetropeApp App => place.App;

    [Fact]
    public async Task A_credential_rotates_and_an_old_one_ends_the_whole_family()
    {
        using var person = await App.SignUpAsync("rota");
        var first = await person.PostAsync("/api/auth/login", new { login = person.Username, password = person.Password, client = "native" });
        var spent = (string)first["refreshToken"]!;
        using var program = App.NewBrowser();
        async Task<(int, string)> RefreshAsync(string credential)
        {
            using var answer = await program.PostAsync("/api/auth/refresh", System.Net.Http.Json.JsonContent.Create(new { refreshToken = credential }));
            var body = System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? (string)body["refreshToken"]! : (string)body["code"]!);
        }

        var (status, next) = await RefreshAsync(spent);
        status.ShouldBe(200);
        // Two tabs at once: within ten seconds the spent one still leads to the same successor.
        (await RefreshAsync(spent)).ShouldBe((200, next));
        await Waiting.Eventually(async () => (await RefreshAsync(spent)).ShouldBe((401, "session_revoked")), TimeSpan.FromSeconds(30));
        (await RefreshAsync(next)).Item1.ShouldBe(401);
    }

    [Fact]
    public async Task A_socket_closes_when_its_session_ends_elsewhere()
    {
        using var person = await App.SignUpAsync("sock");
        await using var screen = await App.OpenLiveAsync(person);
        var sessions = (await person.GetAsync("/api/auth/sessions"))["items"]!.AsArray();
        sessions.Count.ShouldBe(2);
        var other = sessions.Single(session => !(bool)session!["current"]!)!;
        await person.DeleteAsync($"/api/auth/sessions/{other["id"]}");
        await screen.Closed.WaitAsync(TimeSpan.FromSeconds(10));
        screen.Heard("session:ended").Length.ShouldBe(1);
        (await person.GetAsync("/api/auth/sessions"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_site_cannot_like_with_our_cookie()
    {
        using var person = await App.SignUpAsync("cross");
        person.Http.DefaultRequestHeaders.Remove("Origin");
        (await person.Http.RefusedAsync(HttpMethod.Put, $"/api/videos/{Guid.CreateVersion7()}/like", null, ("Origin", "https://evil.example"))).ShouldBe((403, "cross_site"));
        (await person.Http.RefusedAsync(HttpMethod.Post, "/live/negotiate?negotiateVersion=1", null, ("Origin", "https://evil.example"))).ShouldBe((403, "cross_site"));
        (await person.Http.GetAsync("/api/users/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_private_is_not_there_for_strangers_and_its_media_neither()
    {
        using var author = await App.SignUpAsync("hush");
        using var stranger = await App.SignUpAsync("peep");
        var id = await author.UploadReadyAsync(TestMedia.Find(Place.ShortClip));
        var open = (string)(await stranger.GetAsync($"/api/videos/{id}"))["playback"]!["sources"]![0]!["url"]!;
        (await stranger.Http.GetAsync(open)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await author.SendAsync(HttpMethod.Patch, $"/api/videos/{id}", new { audience = "private" });

        (await stranger.Http.RefusedAsync(HttpMethod.Get, $"/api/videos/{id}")).ShouldBe((404, "not_found"));
        await Waiting.Eventually(async () => (await stranger.Http.GetAsync(open)).StatusCode.ShouldBe(HttpStatusCode.NotFound));
        var signed = (string)(await author.GetAsync($"/api/videos/{id}"))["playback"]!["sources"]![0]!["url"]!;
        (await author.Http.GetAsync(signed)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Waiting.Eventually(async () => (await stranger.ForYouAsync(50)).Ids.ShouldNotContain(id));
    }

    [Fact]
    public async Task A_block_works_both_ways()
    {
        using var one = await App.SignUpAsync("one");
        using var two = await App.SignUpAsync("two");
        await two.PutAsync($"/api/users/{one.Username}/follow");
        await one.PutAsync($"/api/users/{two.Username}/block");
        (await two.Http.RefusedAsync(HttpMethod.Get, $"/api/users/{one.Username}")).Status.ShouldBe(404);
        ((bool)(await one.GetAsync($"/api/users/{two.Username}"))["viewer"]!["blocked"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_is_lost_when_every_process_is_killed()
    {
        await using var app = await ZoetropeApp.StartAsync();
        using var author = await app.SignUpAsync("keep");
        using var fan = await app.SignUpAsync("fan");
        var id = await author.UploadReadyAsync(TestMedia.Find(Place.ShortClip), "Stays #here");
        await fan.PutAsync($"/api/videos/{id}/like");

        Role[] killed = ZoetropeApp.IsSplit ? [Role.Gateway, Role.Video, Role.Interaction, Role.Auth] : [Role.Gateway];
        foreach (var role in killed) await app.KillAsync(role);
        await app.IsReadyAsync();

        var video = await Waiting.Eventually(() => fan.GetAsync($"/api/videos/{id}"), until: _ => true, TimeSpan.FromSeconds(30));
        ((bool)video["viewer"]!["liked"]!, (long)video["stats"]!["likes"]!).ShouldBe((true, 1));
        (await fan.Http.GetAsync((string)video["playback"]!["sources"]![0]!["url"]!)).StatusCode.ShouldBe(HttpStatusCode.OK);
        ((long)(await fan.PutAsync($"/api/videos/{id}/like"))["likes"]!).ShouldBe(1);
    }
}
