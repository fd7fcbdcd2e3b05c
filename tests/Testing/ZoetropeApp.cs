using System.Net;
using System.Text.RegularExpressions;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Testing;

/// <summary>
/// A whole instance on free ports with a data folder of its own: all roles in one process, or one process for each with
/// <c>ZOETROPE_SHAPE=split</c>. The web app is left out unless asked for. People come with <see cref="SignUpAsync"/>.
/// </summary>
public sealed partial class ZoetropeApp : IAsyncDisposable
{
    private static readonly Role[] Apart = [Role.Infra, Role.Auth, Role.Video, Role.Transcoder, Role.Interaction, Role.Notification, Role.Recommendation, Role.Gateway];

    private static int _instances;

    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, string?> _settings;
    private readonly Dictionary<Role, ZoetropeProcess> _processes = [];
    private readonly Dictionary<Role, int> _management = [];
    private bool _lan;
    private readonly List<ZoetropeProcess> _further = [];

    private ZoetropeApp(Dictionary<string, string?> settings, Uri url) => (_settings, Url) = (settings, url);

    /// <summary>Whether this run has one process for each role.</summary>
    public static bool IsSplit => Environment.GetEnvironmentVariable("ZOETROPE_SHAPE") == "split";

    /// <summary>The public origin.</summary>
    public Uri Url { get; private set; }

    public string DataPath => _folder["data"];

    /// <summary>What all processes have said, for a failure's message.</summary>
    public string Output => string.Join('\n', _processes.Select(p => $"--- {p.Key}\n{p.Value.Output}"));

    /// <param name="web">With the web app, which must have been built.</param>
    /// <param name="settings">Configuration on top of that of tests: open registration, wide limits, checked messages.</param>
    /// <param name="lan">Open to the local network, and spoken to under the address it has there.</param>
    public static async Task<ZoetropeApp> StartAsync(bool web = false, IReadOnlyDictionary<string, string?>? settings = null, bool lan = false)
    {
        var ports = FreePorts.Next(7 + Apart.Length + 1);
        var all = new Dictionary<string, string?>
        {
            ["Gateway:Port"] = $"{ports[0]}",
            ["Web:Url"] = $"http://127.0.0.1:{ports[1]}",
            ["Instance:Registration"] = "open",
            ["Limits:Multiplier"] = "1000",
            ["Rpc:Guard"] = "true",
            ["Logging:Level"] = "information",
        };
        foreach (var (role, port) in new[] { Role.Auth, Role.Video, Role.Interaction, Role.Notification, Role.Recommendation }.Zip(ports.Skip(2)))
        {
            all[$"Services:{role.Name()}:Port"] = $"{port}";
        }
        if (Environment.GetEnvironmentVariable("ZOETROPE_TEST_DATABASE") is { Length: > 0 } database)
        {
            (all["Database:Url"], all["Database:Prefix"]) = (database, $"product_{Environment.ProcessId}_{Interlocked.Increment(ref _instances)}_");
        }
        if (Environment.GetEnvironmentVariable("ZOETROPE_TEST_REDIS") is { Length: > 0 } redis) all["Redis:Url"] = redis;
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>()) all[key] = value;

        var app = new ZoetropeApp(all, new Uri($"http://localhost:{ports[0]}")) { _lan = lan };
        all["Data:Path"] = app.DataPath;
        try
        {
            if (all.ContainsKey("Database:Prefix")) await RunToEndAsync(["migrate"], all);
            Role[] roles = IsSplit ? web ? [.. Apart, Role.Web] : Apart : [web ? Role.All : Role.All & ~Role.Web];
            foreach (var (role, port) in roles.Zip(ports.Skip(7))) app._management[role] = port;
            foreach (var role in roles) app.Start(role);
            foreach (var process in app._processes.Values) await process.SaysAsync("Ready after");
            await app.IsReadyAsync();
            if (lan) app.Url = new Uri(ReadyAt().Match(app.ProcessOf(Role.Gateway).Output).Groups["url"].Value);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process of a role (again); the key is all roles together where they are in one process.</summary>
    public void Start(Role role)
    {
        var settings = new Dictionary<string, string?>(_settings) { ["Management:Port"] = $"{_management[role]}" };
        _processes[role] = ZoetropeProcess.Start(["serve", "--until-input-ends", "--roles", role.ToString().ToLowerInvariant(), .. _lan ? ["--lan"] : Array.Empty<string>()], settings);
    }

    /// <summary>Runs another command of the program on this instance, beside it.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(params string[] command) => ZoetropeProcess.RunAsync(command, _settings);

    /// <summary>A second public door to the same services, which must be apart from the first.</summary>
    public async Task<Uri> AnotherGatewayAsync()
    {
        var ports = FreePorts.Next(2);
        var settings = new Dictionary<string, string?>(_settings) { ["Gateway:Port"] = $"{ports[0]}", ["Management:Port"] = $"{ports[1]}", ["Public:Url"] = Url.GetLeftPart(UriPartial.Authority), ["Public:Hosts:9"] = $"localhost:{ports[0]}" };
        var process = ZoetropeProcess.Start(["serve", "--until-input-ends", "--roles", "gateway"], settings);
        _further.Add(process);
        await process.SaysAsync("Ready after");
        return new Uri($"http://localhost:{ports[0]}");
    }

    /// <summary>Where a role listens for the others, when they are apart.</summary>
    public Uri InternalUrl(Role role) => new($"http://127.0.0.1:{_settings[$"Services:{role.Name()}:Port"]}");

    /// <summary>The secret that all processes of this instance share, as <c>Secrets:Root</c> takes it.</summary>
    private string RootSecret => Convert.ToBase64String(Convert.FromHexString(File.ReadAllText(Path.Combine(DataPath, "keys", "root")).Trim()));

    /// <summary>What a gateway sends along when it calls a method for a viewer: who that is, and the cluster's credential.</summary>
    public Metadata InternalHeaders(Role role, string method, Viewer viewer)
    {
        var secrets = new Secrets(new ConfigurationBuilder().AddInMemoryCollection([new("Secrets:Root", RootSecret)]).Build());
        var headers = new Metadata();
        viewer.WriteTo(headers);
        headers.Add(InternalCredentials.Header, new InternalCredentials(secrets, new LocalRoles(Role.Gateway), TimeProvider.System, NullLogger<InternalCredentials>.Instance).For(role, method));
        return headers;
    }

    /// <summary>The process in which a role runs.</summary>
    public ZoetropeProcess ProcessOf(Role role) => _processes.First(p => p.Key.HasFlag(role)).Value;

    /// <summary>Kills the process of a role as <c>kill -9</c> does, and starts it again unless told otherwise.</summary>
    public async Task KillAsync(Role role, bool restart = true)
    {
        var key = _processes.Keys.First(k => k.HasFlag(role));
        await _processes[key].KillAsync();
        if (!restart) return;
        Start(key);
        await _processes[key].SaysAsync("Ready after");
    }

    /// <summary>Waits until every process says that it is ready for traffic.</summary>
    public async Task IsReadyAsync()
    {
        using var http = new HttpClient();
        foreach (var port in _management.Values)
        {
            await Waiting.Eventually(async () =>
            {
                var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"Not ready: {await answer.Content.ReadAsStringAsync()}\n{Output}");
            }, TimeSpan.FromMinutes(2));
        }
    }

    /// <summary>Metrics of the process of a role, as Prometheus would read them.</summary>
    public async Task<string> MetricsAsync(Role role)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"http://127.0.0.1:{_management.First(p => p.Key.HasFlag(role)).Value}/metrics"));
    }

    /// <summary>What <c>zoetrope audit</c> finds while this instance runs: its exit code and its words.</summary>
    public Task<(int Code, string Output)> AuditAsync() => ZoetropeProcess.RunAsync(["audit", "--wait", "60"], new Dictionary<string, string?>(_settings) { ["Management:Port"] = $"{FreePorts.Next()}" });

    /// <summary>A browser of its own: keeps cookies, and says where its requests come from.</summary>
    public HttpClient NewBrowser()
    {
        var http = new HttpClient(new LastWords(this)) { BaseAddress = Url };
        http.DefaultRequestHeaders.Add("Origin", Url.GetLeftPart(UriPartial.Authority));
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _further) await process.DisposeAsync();
        // The others first: they stand on infra.
        await Task.WhenAll(_processes.Where(p => !p.Key.HasFlag(Role.Infra)).Select(p => p.Value.DisposeAsync().AsTask()));
        foreach (var process in _processes.Where(p => p.Key.HasFlag(Role.Infra))) await process.Value.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A request that nobody answered fails with how the program ended, if it did: the reason of a hundred failures is one.</summary>
    private sealed class LastWords(ZoetropeApp app) : DelegatingHandler(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
    {
        private const int Lines = 30;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException e) when (app._processes.Values.FirstOrDefault(process => process.HasExited) is { } ended)
            {
                throw new HttpRequestException(e.HttpRequestError, $"{e.Message} The program has ended with {ended.ExitCode}. It said last:\n{string.Join('\n', ended.Output.Split('\n').TakeLast(Lines))}", e);
            }
        }
    }

    [GeneratedRegex(@"Ready after [^:]*: (?<url>http://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReadyAt();

    private static async Task RunToEndAsync(string[] command, Dictionary<string, string?> settings)
    {
        var (code, output) = await ZoetropeProcess.RunAsync(command, settings);
        if (code != 0) throw new InvalidOperationException($"zoetrope {command[0]} ended with {code}:\n{output}");
    }
}
