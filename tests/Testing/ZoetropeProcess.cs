using System.Collections.Concurrent;
using System.Diagnostics;

namespace Zoetrope.Testing;

/// <summary>The real program as a child. It stops when this process ends, however it ends.</summary>
public sealed class ZoetropeProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    private ZoetropeProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;
    public bool HasExited => _process.HasExited;
    public int ExitCode => _process.ExitCode;

    /// <summary>Everything it has said so far.</summary>
    public string Output => string.Join('\n', _lines);

    /// <param name="settings">Configuration as <c>Section:Key</c>.</param>
    /// <param name="prefix">A program that runs it, such as <c>setpriv</c> with its arguments.</param>
    public static ZoetropeProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> settings, params string[] prefix)
    {
        string[] command = [.. prefix, "dotnet", Program, .. arguments];
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in command[1..]) start.ArgumentList.Add(argument);
        foreach (var (key, value) in settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new ZoetropeProcess(Process.Start(start)!);
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> settings)
    {
        await using var process = Start(arguments, settings);
        await process._process.WaitForExitAsync();
        return (process.ExitCode, process.Output);
    }

    /// <summary>Waits until it says something; what it did say is in the failure otherwise.</summary>
    public Task SaysAsync(string words, TimeSpan? within = null) => Waiting.Eventually(() =>
    {
        if (Output.Contains(words, StringComparison.Ordinal)) return;
        throw new InvalidOperationException($"It {(HasExited ? $"ended with {ExitCode}" : "runs")} and never said \"{words}\". It said:\n{Output}");
    }, within ?? TimeSpan.FromMinutes(3));

    /// <summary>As <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop and waits.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited) return;
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        try { await _process.WaitForExitAsync(patience.Token); }
        catch (OperationCanceledException e)
        {
            _process.Kill();
            throw new TimeoutException($"It did not stop within 40 s. It said:\n{Output}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private static string Program
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var program = Path.Combine(folder.FullName, "src", "Host", "bin", "Release", "net10.0", "zoetrope.dll");
                if (File.Exists(program)) return program;
            }
            throw new FileNotFoundException("The program is not built: dotnet build src/Host -c Release");
        }
    }

    private void Keep(string? line)
    {
        if (line is not null) _lines.Enqueue(line);
    }
}
