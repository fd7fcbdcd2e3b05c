using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;
using Xunit;

namespace Zoetrope.Testing;

/// <summary>Three <c>redis-server --cluster-enabled</c> processes that share the slots. Skips the test with words where redis-server is not installed.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Nodes = 3, Slots = 16384;

    private readonly TestFolder _folder = new();
    private readonly List<Process> _processes = [];

    private RedisCluster(int[] ports) => Ports = ports;

    public IReadOnlyList<int> Ports { get; }

    /// <summary>The value of <c>Redis:Url</c>: two of the nodes, the third is found through them.</summary>
    public string Configuration => $"127.0.0.1:{Ports[0]},127.0.0.1:{Ports[1]}";

    public static async Task<RedisCluster> StartAsync()
    {
        Assert.SkipUnless(IsInstalled(), "redis-server is not installed: apt install redis-server.");
        var ports = FreePorts.Next(Nodes * 2);
        var cluster = new RedisCluster(ports[..Nodes]);
        try
        {
            foreach (var (port, bus) in cluster.Ports.Zip(ports[Nodes..])) cluster.StartNode(port, bus);
            await cluster.JoinAsync(ports[Nodes..]);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private void StartNode(int port, int bus)
    {
        var folder = Directory.CreateDirectory(_folder[$"node-{port}"]).FullName;
        // The shell waits until our end of its input closes, which the kernel does however we end.
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[]
        {
            "-c", """redis-server "$@" & node=$!; read -r _; kill "$node"; wait "$node" """, "redis-node", "--port", $"{port}", "--bind", "127.0.0.1", "--cluster-enabled", "yes",
            "--cluster-port", $"{bus}", "--cluster-config-file", "nodes.conf", "--save", "", "--appendonly", "no", "--dir", folder,
        }) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        _processes.Add(process);
    }

    private async Task JoinAsync(int[] buses)
    {
        var share = Slots / Nodes;
        for (var node = 0; node < Nodes; node++)
        {
            var last = node == Nodes - 1 ? Slots - 1 : (node + 1) * share - 1;
            await Waiting.Eventually(() => AskAsync(Ports[node], "PING"), TimeSpan.FromSeconds(60));
            await AskAsync(Ports[node], "CLUSTER", "ADDSLOTSRANGE", Text(node * share), Text(last));
            if (node > 0) await AskAsync(Ports[0], "CLUSTER", "MEET", "127.0.0.1", Text(Ports[node]), Text(buses[node]));
        }
        foreach (var port in Ports)
        {
            await Waiting.Eventually(async () =>
            {
                var info = (string?)await AskAsync(port, "CLUSTER", "INFO");
                if (info?.Contains("cluster_state:ok", StringComparison.Ordinal) != true || !info.Contains($"cluster_known_nodes:{Nodes}", StringComparison.Ordinal))
                    throw new TimeoutException($"The cluster never formed: {info}");
            }, TimeSpan.FromSeconds(60));
        }
    }

    private static async Task<RedisResult> AskAsync(int port, string command, params object[] arguments)
    {
        var options = new ConfigurationOptions { EndPoints = { { "127.0.0.1", port } }, AllowAdmin = true, ConnectTimeout = 5000 };
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        return await connection.GetServer("127.0.0.1", port).ExecuteAsync(command, arguments);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static bool IsInstalled()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, "redis-server")));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        _folder.Dispose();
    }
}
