using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using QRCoder;
using Zoetrope.Auth;
using Zoetrope.Host.Demo;
using Zoetrope.Platform;
using Zoetrope.Platform.Telemetry;

namespace Zoetrope.Host.Commands;

/// <summary>Runs the roles until it is told to stop.</summary>
internal static partial class Serve
{
    private static readonly Option<string?> Roles = new("--roles") { Description = $"What this process does: all, or some of {string.Join(", ", RoleNames.All)}" };
    private static readonly Option<bool> Lan = new("--lan") { Description = "Open it to the local network and print the address and a QR code" };
    private static readonly Option<bool> Demo = new("--demo") { Description = "Fill an empty instance with demo content, once" };
    private static readonly Option<int?> Port = new("--port") { Description = "The port of the public door (3000)" };

    private static readonly Option<bool> UntilInputEnds = new("--until-input-ends") { Description = "Also stop when standard input closes, as it does when a parent process dies", Hidden = true };

    public static Command Command()
    {
        var command = new Command("serve", "Run Zoetrope, or some of its roles") { Roles, Lan, Port, Demo, UntilInputEnds };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var configuration = Configuration.Read(FromCommandLine(parsed));
        var roles = RoleNames.Parse(configuration["Roles"]!);
        using var logs = Logs.Create(configuration, roles);
        var logger = logs.CreateLogger("Zoetrope");
        foreach (var warning in Settings.Misspelt(Configuration.KeysOfEnvironment())) LogMisspelt(logger, warning);
        Say(configuration, $"Zoetrope {Assembly.GetExecutingAssembly().GetName().Version?.ToString(3)} · {(roles == Role.All ? "all roles" : roles.ToString().ToLowerInvariant())} · data in {configuration["Data:Path"]}");
        if (roles.HasFlag(Role.Web) && configuration["Web:Url"] is null)
        {
            // Together with the gateway any free port will do; apart, both must know it.
            configuration["Web:Url"] = $"http://127.0.0.1:{(roles.HasFlag(Role.Gateway) ? Listening.FreePort() : 3100)}";
        }
        configuration["Web:Url"] ??= "http://127.0.0.1:3100";

        Listening.Check(roles, configuration);
        await using var infra = await Infra.StartAsync(roles, configuration, logger, cancel);
        await using var app = Composition.Build(roles, configuration, logs);
        app.Services.GetService<WebApp>()?.Begin();
        if (configuration.GetValue<bool>("Database:IsEmbedded")) await Migrations.RunAsync(app.Services, logger, cancel);
        await Listening.StartAsync(app, roles, configuration, cancel);
        await WelcomeAsync(app, roles, configuration, Stopwatch.GetElapsedTime(started), cancel);
        if (parsed.GetValue(UntilInputEnds)) _ = StopWithInputAsync(app);
        if (parsed.GetValue(Demo)) await FillAsync(app, configuration, cancel);
        await app.WaitForShutdownAsync(cancel);
        Say(configuration, "Stopped.");
        return 0;
    }

    private static async Task StopWithInputAsync(WebApplication app)
    {
        var ignored = new byte[256];
        await using var input = Console.OpenStandardInput();
        while (await input.ReadAsync(ignored) > 0) { }
        app.Lifetime.StopApplication();
    }

    private static async Task FillAsync(WebApplication app, IConfiguration configuration, CancellationToken cancel)
    {
        var seeder = app.Services.GetService<DemoSeeder>() ?? throw new StartException("--demo needs the services in this process. Beside a divided instance run: zoetrope seed");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, app.Lifetime.ApplicationStopping);
        try
        {
            Say(configuration, "Filling an empty instance with demo content; it can be used meanwhile.");
            Say(configuration, await seeder.FillAsync(stop.Token) ? "The demo content is in." : "There is content here already; no demo content was added.");
        }
        catch (Exception error) when (stop.IsCancellationRequested && error is OperationCanceledException or Grpc.Core.RpcException)
        {
            // Stopped by Ctrl-C half-way: zoetrope seed --remove takes away what is there.
        }
        catch (Grpc.Core.RpcException error)
        {
            Say(configuration, $"The demo content is not complete: {error.Status.Detail}. Everything else goes on; zoetrope seed --remove takes away what is there.");
        }
    }

    private static Dictionary<string, string?> FromCommandLine(ParseResult parsed)
    {
        var settings = new Dictionary<string, string?>();
        if (parsed.GetValue(Roles) is { } roles) settings["Roles"] = roles;
        if (parsed.GetValue(Port) is { } port) settings["Gateway:Port"] = $"{port}";
        if (!parsed.GetValue(Lan)) return settings;
        settings["Gateway:Address"] = "0.0.0.0";
        if (Environment.GetEnvironmentVariable("Public__Url") is { Length: > 0 }) return settings;
        var address = Listening.LanAddress() ?? throw new StartException("This machine is in no network, so --lan has nothing to open. Start without it.");
        var at = settings.GetValueOrDefault("Gateway:Port") ?? Environment.GetEnvironmentVariable("Gateway__Port") ?? "3000";
        settings["Public:Url"] = $"http://{address}:{at}";
        settings["Public:Hosts:0"] = $"localhost:{at}";
        settings["Public:Hosts:1"] = $"127.0.0.1:{at}";
        return settings;
    }

    private static async Task WelcomeAsync(WebApplication app, Role roles, IConfiguration configuration, TimeSpan took, CancellationToken cancel)
    {
        if (!roles.HasFlag(Role.Gateway))
        {
            Say(configuration, $"Ready after {took.TotalSeconds:0.0} s.");
        }
        else
        {
            Say(configuration, $"Ready after {took.TotalSeconds:0.0} s: {configuration["Public:Url"]}");
            if (configuration["Gateway:Address"] == "0.0.0.0" && !IsJson(configuration))
            {
                using var code = QRCodeGenerator.GenerateQrCode(configuration["Public:Url"]!, QRCodeGenerator.ECCLevel.L);
                Say(configuration, new AsciiQRCode(code).GetGraphicSmall(drawQuietZones: true));
            }
        }
        if (app.Services.GetService<SetupLink>() is { } setup && await setup.TokenAsync(cancel) is { } token)
        {
            Say(configuration, $"First start: open this link to set it up. Whoever does becomes its admin.\n  {configuration["Public:Url"]!.TrimEnd('/')}/setup#{token}");
        }
        if (roles.HasFlag(Role.Gateway) && !IsJson(configuration)) Say(configuration, "Ctrl-C stops it.");
    }

    private static bool IsJson(IConfiguration configuration) => string.Equals(configuration["Logging:Format"], "json", StringComparison.OrdinalIgnoreCase);

    private static void Say(IConfiguration configuration, string words)
    {
        if (IsJson(configuration)) words = System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["@m"] = words });
        Console.Out.WriteLine(words);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private static partial void LogMisspelt(ILogger logger, string warning);
}
