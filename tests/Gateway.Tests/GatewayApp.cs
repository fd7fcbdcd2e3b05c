using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

[assembly: AssemblyFixture(typeof(RedisFixture))]

namespace Zoetrope.Gateway.Tests;

/// <summary>The gateway on a real port, with real Redis and media on disk; the services behind it are played from a <see cref="World"/>.</summary>
public sealed class GatewayApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestFolder _folder = new();
    private readonly TestTail _tail = new();

    private GatewayApp(RedisFixture redis, Dictionary<string, string?> settings, World? world)
    {
        World = world ?? new World();
        var port = FreePorts.Next();
        Url = new Uri($"http://localhost:{port}");
        Tokens = new TestTokens(issuer: Url.GetLeftPart(UriPartial.Authority));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Public:Url"] = Url.GetLeftPart(UriPartial.Authority),
            ["Secrets:Root"] = Convert.ToBase64String(new byte[32]),
            ["Redis:Url"] = redis.Configuration,
            ["Data:Path"] = _folder.Path,
            ["Limits:Multiplier"] = "100",
            ["Rpc:Guard"] = "true",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Logging.ClearProviders().AddProvider(new TestLog());
        var services = builder.Services;
        services.AddSingleton(World).AddSingleton(Tokens).AddSingleton(new LocalRoles(Role.All)).AddTestTokens(Tokens).AddSingleton<IEventTail>(_tail);
        services.AddRpcService<PlayedAccounts>(Role.Auth).AddRpcService<PlayedData>(Role.Auth).AddRpcService<PlayedSessions>(Role.Auth).AddRpcService<PlayedInstance>(Role.Auth).AddRpcService<PlayedPeople>(Role.Auth);
        services.AddRpcService<PlayedCatalog>(Role.Video).AddRpcService<PlayedUploads>(Role.Video).AddRpcService<PlayedCounts>(Role.Interaction);
        services.AddRpcService<PlayedFollows>(Role.Interaction).AddRpcService<PlayedLikes>(Role.Interaction).AddRpcService<PlayedComments>(Role.Interaction);
        services.AddRpcService<PlayedPlays>(Role.Interaction).AddRpcService<PlayedInbox>(Role.Notification).AddRpcService<PlayedPresence>(Role.Notification);
        services.AddRpcService<PlayedFeeds>(Role.Recommendation);
        services.AddGateway(builder.Configuration);
        _app = builder.Build();
        _app.MapGateway();
    }

    public Uri Url { get; }
    public World World { get; }
    public TestTokens Tokens { get; }
    public IServiceProvider Services => _app.Services;
    public string MediaFolder => Path.Combine(_folder.Path, "media");

    public static Task<GatewayApp> StartAsync(RedisFixture redis, params (string Key, string Value)[] settings) => StartAsync(redis, null, settings);

    /// <summary>A further gateway before the same services.</summary>
    public static async Task<GatewayApp> StartAsync(RedisFixture redis, World? world, params (string Key, string Value)[] settings)
    {
        var app = new GatewayApp(redis, settings.ToDictionary(s => s.Key, s => (string?)s.Value), world);
        await app._app.StartAsync();
        await app._tail.Opened;
        return app;
    }

    /// <summary>Something happened in a service: live pushes hear it.</summary>
    public void Tell(string key, Event e)
    {
        (e.Id, e.Key, e.TimeMs) = (Guid.CreateVersion7().ToString(), key, e.TimeMs == 0 ? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() : e.TimeMs);
        _tail.Write(e);
    }

    /// <summary>A browser: keeps cookies and says where its requests come from.</summary>
    public Browser OpenBrowser(string? origin = null) => new(Url, origin ?? Url.GetLeftPart(UriPartial.Authority));

    /// <summary>A client at an address of its own: budgets are kept by address in the one Redis that all tests share.</summary>
    public HttpClient ClientAt(string address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = Url };

    /// <summary>A program with an access token.</summary>
    public HttpClient SignedIn(Guid account, AccountRole role = AccountRole.User)
    {
        var client = new HttpClient { BaseAddress = Url };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Token(account, role: role));
        return client;
    }

    public string Token(Guid account, Guid? session = null, AccountRole role = AccountRole.User) => Tokens.Issue(account, session ?? Guid.CreateVersion7(), role, DateTimeOffset.UtcNow.AddMinutes(15));

    /// <param name="address">Where it comes from, told by a proxy: <c>Gateway:Proxies</c> must have 127.0.0.1.</param>
    public HubConnection Live(string? token = null, string? address = null)
        => new HubConnectionBuilder().WithUrl(new Uri(Url, "/live"), options =>
        {
            if (token is not null) options.AccessTokenProvider = () => Task.FromResult<string?>(token);
            if (address is not null) options.Headers["X-Forwarded-For"] = address;
        }).Build();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Tokens.Dispose();
        _folder.Dispose();
    }

    private sealed class TestTail : IEventTail
    {
        private readonly Channel<Event> _events = Channel.CreateUnbounded<Event>();
        private readonly TaskCompletionSource _opened = new();

        public Task Opened => _opened.Task;

        public void Write(Event e) => _events.Writer.TryWrite(e);

        public Task<IAsyncEnumerable<Event>> OpenAsync(CancellationToken cancel)
        {
            _opened.TrySetResult();
            return Task.FromResult(_events.Reader.ReadAllAsync(cancel));
        }
    }
}

/// <summary>What a browser is to the gateway: cookies, an Origin on unsafe requests, pages and calls.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient _client;
    private readonly string _origin;

    public Browser(Uri url, string origin)
    {
        _origin = origin;
        _client = new HttpClient(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = url };
    }

    public CookieContainer Cookies { get; } = new();

    public string? Cookie(string name) => Cookies.GetAllCookies().FirstOrDefault(c => c.Name == name)?.Value;

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is HttpContent content) request.Content = content;
        else if (body is not null) request.Content = JsonContent.Create(body);
        if (method != HttpMethod.Get && method != HttpMethod.Head && _origin.Length > 0) request.Headers.Add("Origin", _origin);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return _client.SendAsync(request);
    }

    public async Task RegisterAsync(string name)
        => (await SendAsync(HttpMethod.Post, "/api/auth/register", new { username = name, email = $"{name}@example.org", password = "right horse" })).StatusCode.ShouldBe(HttpStatusCode.Created);

    public void Dispose() => _client.Dispose();
}

internal static class Json
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        try { return JsonDocument.Parse(text).RootElement; }
        catch (JsonException error) { throw new InvalidOperationException($"{(int)response.StatusCode}: {text}", error); }
    }

    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> response) => await (await response).JsonAsync();

    /// <summary>The names of an object's members, in the order they came.</summary>
    public static string Names(this JsonElement value) => string.Join(' ', value.EnumerateObject().Select(member => member.Name));
}
