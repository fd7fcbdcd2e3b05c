using System.Diagnostics;
using Xunit;

namespace Zoetrope.Testing;

/// <summary>A script of <c>tests/clients</c>: the real clients that others have written, run by node.</summary>
public sealed class NodeClient : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private NodeClient(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a script; the test is skipped with words where its packages are not installed.</summary>
    public static NodeClient Start(string script, params string[] arguments)
    {
        var folder = Folder ?? throw new DirectoryNotFoundException("tests/clients is not here.");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules")), "The real clients are not installed: npm --prefix tests/clients ci --ignore-scripts");
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in (string[])[Path.Combine(folder, script), .. arguments]) start.ArgumentList.Add(word);
        return new NodeClient(Process.Start(start)!);
    }

    /// <summary>Whether scripts that drive a browser can run.</summary>
    public static bool Here => Browser is not null && Folder is { } folder && Directory.Exists(Path.Combine(folder, "node_modules"));

    /// <summary>The browser that tests drive; the test is skipped with words where there is none.</summary>
    public static string Chromium()
    {
        Assert.SkipWhen(Browser is null, "There is no Chromium here: set ZOETROPE_CHROMIUM to one.");
        return Browser!;
    }

    private static string? Browser => ((string?[])[Environment.GetEnvironmentVariable("ZOETROPE_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    public async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>The next line it says; what went wrong is in the failure otherwise.</summary>
    public async Task<string> HearAsync(TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? TimeSpan.FromMinutes(3));
        var line = await _process.StandardOutput.ReadLineAsync(patience.Token);
        return line ?? throw new InvalidOperationException($"The client ended without an answer:\n{await _errors}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000)) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string? Folder
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var clients = Path.Combine(folder.FullName, "tests", "clients");
                if (File.Exists(Path.Combine(clients, "package.json"))) return clients;
            }
            return null;
        }
    }
}
