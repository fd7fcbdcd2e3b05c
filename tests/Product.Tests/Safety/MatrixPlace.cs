using Microsoft.AspNetCore.SignalR.Client;
using Shouldly;
using Xunit;
using Zoetrope.Product.Tests.Main;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Safety;

/// <summary>An author with a clip for each audience and a comment under each, and everybody who may or may not see them.</summary>
public sealed class MatrixPlace : IAsyncLifetime
{
    public static readonly string[] Audiences = ["public", "followers", "unlisted", "private"];
    public static readonly string[] Viewers = ["signed out", "other", "blocked", "follower", "owner", "moderator"];

    private readonly TestFolder _folder = new();

    public ZoetropeApp App { get; private set; } = null!;
    public Person Owner { get; private set; } = null!;

    /// <summary>A clip of a second, to upload.</summary>
    public string File { get; private set; } = "";
    public Dictionary<string, string> Clips { get; } = [];
    public Dictionary<string, string> Comments { get; } = [];
    public Dictionary<string, Person> People { get; } = [];

    /// <summary>What opening a clip of this audience answers to this viewer. Blocking comes first; moderators see what was published.</summary>
    public static int See(string viewer, string audience) => (viewer, audience) switch
    {
        ("owner", _) => 200,
        (_, "private") or ("blocked", _) => 404,
        (_, "public" or "unlisted") or ("follower" or "moderator", _) => 200,
        _ => 403,
    };

    public async ValueTask InitializeAsync()
    {
        App = await ZoetropeApp.StartAsync();
        var (admin, _) = await App.SetUpAsync("open");
        Owner = await App.SignUpAsync("ana");
        People["signed out"] = App.Visitor();
        foreach (var name in new[] { "other", "blocked", "follower", "moderator" }) People[name] = await App.SignUpAsync(name);
        People["owner"] = Owner;
        People["admin"] = admin;
        await People["follower"].PutAsync($"/api/users/{Owner.Username}/follow");
        await Owner.PutAsync($"/api/users/{People["blocked"].Username}/block");
        await admin.PutAsync($"/api/admin/users/{People["moderator"].Me["id"]}/role", new { role = "moderator" });
        // Roles come with the next access token.
        await People["moderator"].PostAsync("/api/auth/login", new { login = People["moderator"].Username, password = People["moderator"].Password });

        File = await TestClip.MakeAsync(_folder, seconds: 1, width: 360, height: 640);
        foreach (var audience in Audiences) Clips[audience] = await Owner.UploadAsync(File, $"Clip for the #matrix, {audience}", audience);
        foreach (var (audience, id) in Clips)
        {
            ((string?)(await Owner.ReadyAsync(id))["state"]).ShouldBe("ready");
            Comments[audience] = (string)(await Owner.PostAsync($"/api/videos/{id}/comments", new { text = $"Under the {audience} one" }))["id"]!;
        }
        await SettledAsync();
    }

    /// <summary>Services hear of people, clips, follows and blocks by events: a matrix begins when they all have.</summary>
    public Task SettledAsync() => Waiting.Eventually(async () =>
    {
        foreach (var viewer in Viewers)
            foreach (var audience in Audiences)
                foreach (var about in (string[])["", "/comments", "/similar"])
                    (await StatusAsync(viewer, HttpMethod.Get, $"/api/videos/{Clips[audience]}{about}")).ShouldBe(See(viewer, audience), $"{viewer} {audience}");
    }, TimeSpan.FromSeconds(60));

    /// <summary>Does something while the owner's account is public or private, and mends what that spoils.</summary>
    public async Task WithAccountAsync(string account, Func<Task> act)
    {
        try
        {
            await SetPrivateAsync(account == "private");
            await act();
        }
        finally
        {
            await SetPrivateAsync(false);
            await Waiting.Eventually(async () => ((bool)(await People["follower"].PutAsync($"/api/users/{Owner.Username}/follow"))["following"]!).ShouldBeTrue());
            await SettledAsync();
        }
    }

    private async Task SetPrivateAsync(bool isPrivate)
    {
        await Owner.SendAsync(HttpMethod.Patch, "/api/users/me", new { settings = new { isPrivate } });
        // Each service hears of it by itself.
        foreach (var list in (string[])["followers", "videos"])
            await Waiting.Eventually(async () => (await StatusAsync("other", HttpMethod.Get, $"/api/users/{Owner.Username}/{list}")).ShouldBe(isPrivate ? 403 : 200));
    }

    public async Task<int> StatusAsync(string viewer, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : System.Net.Http.Json.JsonContent.Create(body) };
        using var answer = await People[viewer].Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    /// <summary>An access token of the viewer's own; null for somebody signed out.</summary>
    public async Task<string?> TokenAsync(string viewer) => viewer == "signed out" ? null
        : (string)(await People[viewer].PostAsync("/api/auth/login", new { login = People[viewer].Username, password = People[viewer].Password, client = "native" }))["accessToken"]!;

    public async Task<HubConnection> LiveAsync(string viewer)
    {
        var token = await TokenAsync(viewer);
        var hub = new HubConnectionBuilder().WithUrl(new Uri(App.Url, "/live"), options => options.AccessTokenProvider = () => Task.FromResult(token)).Build();
        await hub.StartAsync();
        return hub;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in People.Values) person.Dispose();
        await App.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>One place for all of them, one after the other.</summary>
[CollectionDefinition("matrix")]
public sealed class MatrixCollection : ICollectionFixture<MatrixPlace>;
