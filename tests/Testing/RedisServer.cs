using System.Diagnostics;
using StackExchange.Redis;
using Xunit;

namespace Zoetrope.Testing;

/// <summary>One <c>redis-server</c> that can go away and come back empty. Skips the test with words where redis-server is not installed.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly int _port = FreePorts.Next();
    private Process? _process;

    /// <summary>The value of <c>Redis:Url</c>.</summary>
    public string Configuration => $"127.0.0.1:{_port}";

    public static async Task<RedisServer> StartAsync()
    {
        Assert.SkipUnless(RedisCluster.IsInstalled(), "redis-server is not installed: apt install redis-server.");
        var server = new RedisServer();
        await server.ComeBackAsync();
        return server;
    }

    public async Task ComeBackAsync()
    {
        // The shell waits until our end of its input closes, which the kernel does however we end.
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[]
        {
            "-c", """redis-server "$@" & node=$!; read -r _; kill -9 "$node"; wait "$node" """, "redis", "--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder.Path,
        }) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await Waiting.Eventually(async () =>
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(Configuration);
            await connection.GetDatabase().PingAsync();
        });
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task GoAwayAsync()
    {
        if (_process is not { } process) return;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await GoAwayAsync();
        _folder.Dispose();
    }
}
