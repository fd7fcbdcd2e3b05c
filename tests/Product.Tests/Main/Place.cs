using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR.Client;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Main;

/// <summary>Intents of the product suite on top of <see cref="ZoetropeApp"/>: the first start, live screens, programs with tokens.</summary>
internal static partial class Place
{
    public const string PhoneClip = "media__internal_emulator_transformer_output_270_rotated.mp4", ShortClip = "media__sample_rotate_and_reflect.mp4";

    /// <summary>The one-time token that the first start printed.</summary>
    public static Task<string> SetupTokenAsync(this ZoetropeApp app)
        => Waiting.Eventually(() => Task.FromResult(SetupLink().Match(app.Output).Groups["token"].Value), until: token => token.Length > 0);

    /// <summary>Uses the setup link: the admin, and the invite they get.</summary>
    public static async Task<(Person Admin, string Invite)> SetUpAsync(this ZoetropeApp app, string registration = "invite")
    {
        var admin = new Person(app.NewBrowser(), "olga", "olga@example.test", "a long admin password");
        var answer = await admin.PostAsync("/api/setup", new
        {
            token = await app.SetupTokenAsync(),
            username = admin.Username,
            email = admin.Email,
            password = admin.Password,
            displayName = "The admin",
            instance = new { name = "Test place", registration },
        });
        admin.Me = answer["session"]!["user"]!;
        return (admin, (string?)answer["invite"]?["code"] ?? "");
    }

    /// <summary>A live screen of somebody signed in, with everything it hears.</summary>
    /// <param name="door">Another gateway's address than the first one's.</param>
    public static async Task<LiveScreen> OpenLiveAsync(this ZoetropeApp app, Person person, Uri? door = null)
    {
        var session = await person.PostAsync("/api/auth/login", new { login = person.Username, password = person.Password, client = "native" });
        var token = (string)session["accessToken"]!;
        var screen = new LiveScreen(new HubConnectionBuilder()
            .WithUrl(new Uri(door ?? app.Url, "/live"), options => options.AccessTokenProvider = () => Task.FromResult<string?>(token)).Build());
        await screen.StartAsync();
        return screen;
    }

    /// <summary>A live screen of somebody signed out.</summary>
    public static async Task<LiveScreen> OpenLiveAsync(this ZoetropeApp app)
    {
        var screen = new LiveScreen(new HubConnectionBuilder().WithUrl(new Uri(app.Url, "/live")).Build());
        await screen.StartAsync();
        return screen;
    }

    /// <summary>The ids on a page of For You, and its status.</summary>
    public static async Task<(string[] Ids, string Status)> ForYouAsync(this Person person, int limit = 20)
    {
        var page = await person.GetAsync($"/api/feed/for-you?limit={limit}");
        return ([.. page["items"]!.AsArray().Select(item => (string)item!["video"]!["id"]!)], (string)page["status"]!);
    }

    /// <summary>The problem that a request is answered with; it fails when the request succeeds.</summary>
    public static async Task<(int Status, string Code)> RefusedAsync(this HttpClient http, HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? throw new InvalidOperationException($"{method} {path} was answered: {text}") : ((int)answer.StatusCode, (string)JsonNode.Parse(text)!["code"]!);
    }

    [GeneratedRegex(@"/setup#(?<token>[A-Za-z0-9_\-.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SetupLink();
}

/// <summary>An open screen: what it heard, by event.</summary>
internal sealed class LiveScreen : IAsyncDisposable
{
    private static readonly string[] Events =
        ["notification", "unread", "notifications:read", "video:stats", "video:comment", "video:comment_updated", "video:comment_deleted", "video:state", "viewer", "presence", "feed:purge", "session:ended"];

    private readonly HubConnection _hub;
    private readonly ConcurrentQueue<(string Name, JsonElement Message)> _heard = new();
    private readonly TaskCompletionSource _closed = new();

    public LiveScreen(HubConnection hub)
    {
        _hub = hub;
        foreach (var name in Events) hub.On<JsonElement>(name, message => _heard.Enqueue((name, message)));
        hub.Closed += _ => { _closed.TrySetResult(); return Task.CompletedTask; };
    }

    public Task Closed => _closed.Task;

    public Task StartAsync() => _hub.StartAsync();

    public Task<JsonElement> WatchAsync(params string[] videos) => _hub.InvokeAsync<JsonElement>("SetVideos", videos);

    public Task InvokeAsync(string method, params object?[] arguments) => _hub.InvokeCoreAsync(method, arguments);

    public JsonElement[] Heard(string name) => [.. _heard.Where(h => h.Name == name).Select(h => h.Message)];

    /// <summary>Waits for an event that satisfies the condition.</summary>
    public Task HearsAsync(string name, Func<JsonElement, bool> condition)
        => Waiting.Eventually(() =>
        {
            if (!Heard(name).Any(condition)) throw new TimeoutException($"Never heard such a {name}. Heard: {string.Join('\n', _heard.Select(h => $"{h.Name} {h.Message}"))}");
        });

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
