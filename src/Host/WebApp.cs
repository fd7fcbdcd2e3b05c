using System.Diagnostics;
using Zoetrope.Platform;

namespace Zoetrope.Host;

/// <summary>
/// The Next.js server as a child on a loopback port, reached only through the gateway. Started again when it stops by itself; it
/// ends with this process however that ends, because the pipe that is its input closes then.
/// </summary>
internal sealed partial class WebApp(IConfiguration configuration, Secrets secrets, TimeProvider time, ILogger<WebApp> logger) : BackgroundService
{
    /// <summary>Ends Next with its input, and leaves Ctrl-C, which the terminal sends to all of us, to its parent.</summary>
    private const string Guard = "process.stdin.on('end',()=>process.exit(0)).on('error',()=>process.exit(0)).resume();process.on('SIGINT',()=>{});";

    private Process? _begun;

    /// <summary>The folder with <c>server.js</c>, or null when the web app has not been built.</summary>
    public static string? Folder(IConfiguration configuration)
    {
        if (configuration["Web:Folder"] is { Length: > 0 } own) return Built(own);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Built(Path.Combine(folder.FullName, "web")) is { } built) return built;
        }
        return null;
    }

    private static string? Built(string web)
        => new[] { web, Path.Combine(web, ".next", "standalone") }.FirstOrDefault(f => File.Exists(Path.Combine(f, "server.js")));

    /// <summary>
    /// Starts the first one before the rest of this process is ready: it needs a second to its first page, and the databases can be
    /// looked after meanwhile. What is missing is told here, before anything is served.
    /// </summary>
    public void Begin()
    {
        var folder = Folder(configuration) ?? throw new StartException("The web app has not been built. Start with ./run, or leave the role web out.");
        if (!OnPath("node")) throw new StartException("Node.js is not installed. Version 20.9 or later is needed: https://nodejs.org");
        _begun = Start(folder);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var folder = Folder(configuration)!;
        var pause = TimeSpan.FromMilliseconds(200);
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            using var node = Interlocked.Exchange(ref _begun, null) ?? Start(folder);
            try
            {
                await node.WaitForExitAsync(stoppingToken);
                Stopped(node.ExitCode);
                pause = time.GetElapsedTime(started) > TimeSpan.FromMinutes(1) ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(Math.Min(10, pause.TotalSeconds * 2));
                await Task.Delay(pause, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                node.StandardInput.Close();
                await node.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private static bool OnPath(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, program)));

    private Process Start(string folder)
    {
        var address = new Uri(configuration["Web:Url"]!);
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
        start.ArgumentList.Add("--import");
        start.ArgumentList.Add("data:text/javascript," + Uri.EscapeDataString(Guard));
        start.ArgumentList.Add("server.js");
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["NODE_ENV"] = "production",
            ["NEXT_TELEMETRY_DISABLED"] = "1",
            ["NEXT_MANUAL_SIG_HANDLE"] = "true",
            ["HOSTNAME"] = configuration["Web:Address"]!,
            ["PORT"] = $"{address.Port}",
            ["ZOETROPE_API"] = configuration["Web:Api"] ?? $"http://127.0.0.1:{configuration["Gateway:Port"]}",
            ["ZOETROPE_WEB_KEY"] = Convert.ToBase64String(secrets.Derive("web-key")),
        })
        {
            start.Environment[name] = value;
        }
        var node = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        node.OutputDataReceived += (_, line) => { if (line.Data is { Length: > 0 } text) Said(text); };
        node.ErrorDataReceived += (_, line) => { if (line.Data is { Length: > 0 } text) Complained(text); };
        node.BeginOutputReadLine();
        node.BeginErrorReadLine();
        return node;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "web: {Line}")]
    private partial void Said(string line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "web: {Line}")]
    private partial void Complained(string line);

    [LoggerMessage(Level = LogLevel.Error, Message = "The web app stopped (exit code {Code}); it is started again")]
    private partial void Stopped(int code);
}
