using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Shouldly;
using Xunit;
using Zoetrope.Platform;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Social;

/// <summary>As many live screens as one gateway promises to hold, over plain WebSockets in SignalR's JSON protocol.</summary>
public sealed class ManyScreensTests
{
    private const int Count = 10_000, AtOnce = 100;
    private const long MostBytes = 1_500_000_000;
    private static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(60), Stay = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Ten_thousand_screens_connect_stay_and_come_back_after_a_restart()
    {
        Assert.SkipUnless(TestRun.IsFull, "Ten thousand sockets for three minutes: with ZOETROPE_TEST=full.");
        Assert.SkipWhen(OpenFiles() < Count + 1000, $"This shell may open {OpenFiles()} files; the test and the server need {Count + 1000} each: ulimit -n {2 * Count}");
        await using var app = await ZoetropeApp.StartAsync();
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = ConnectAsync });
        var address = new UriBuilder(app.Url) { Scheme = "ws", Path = "live" }.Uri;
        var screens = Enumerable.Range(0, Count).Select(_ => new Screen(http, address)).ToArray();
        try
        {
            (await ConnectAsync(screens)).ShouldBeLessThan(ToConnect);
            await Task.Delay(Stay, TestContext.Current.CancellationToken);
            screens.Count(screen => !screen.IsOpen).ShouldBe(0, "a screen was dropped");
            Memory(app.ProcessOf(Role.Gateway).Id).ShouldBeLessThan(MostBytes);

            await app.KillAsync(Role.Gateway);
            await Waiting.Eventually(() => Task.FromResult(screens.Count(screen => screen.IsOpen)), until: open => open == 0);
            (await ConnectAsync(screens)).ShouldBeLessThan(ToConnect);
        }
        finally
        {
            foreach (var screen in screens) screen.Dispose();
        }
    }

    // Without looking the name up ten thousand times.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext to, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, to.DnsEndPoint.Port), cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<TimeSpan> ConnectAsync(Screen[] screens)
    {
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(screens, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (screen, cancel) => await screen.OpenAsync(cancel));
        return Stopwatch.GetElapsedTime(begun);
    }

    private static long OpenFiles()
        => long.Parse(File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture);

    private static long Memory(int process)
        => 1024 * long.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private sealed class Screen(HttpMessageInvoker http, Uri address) : IDisposable
    {
        private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(12);
        private static readonly byte[] Hello = Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"), Ping = Encoding.UTF8.GetBytes("{\"type\":6}\u001e");

        private readonly CancellationTokenSource _gone = new();
        private ClientWebSocket? _socket;
        private volatile bool _open;

        public bool IsOpen => _open;

        /// <summary>Connects, and says hello as a browser does; then it listens and pings for as long as the server lets it.</summary>
        public async Task OpenAsync(CancellationToken cancel)
        {
            _socket?.Dispose();
            var socket = _socket = new ClientWebSocket();
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            await socket.ConnectAsync(address, http, cancel);
            await socket.SendAsync(Hello, WebSocketMessageType.Text, endOfMessage: true, cancel);
            var answer = new byte[64];
            var length = (await socket.ReceiveAsync(answer, cancel)).Count;
            Encoding.UTF8.GetString(answer, 0, length).ShouldStartWith("{}\u001e");
            _open = true;
            _ = ListenAsync(socket);
            _ = PingAsync(socket);
        }

        private async Task ListenAsync(ClientWebSocket socket)
        {
            var heard = new byte[256];
            try
            {
                while ((await socket.ReceiveAsync(heard, _gone.Token)).MessageType != WebSocketMessageType.Close) { }
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException) { /* dropped, as _open says from here on */ }
            _open = false;
        }

        private async Task PingAsync(ClientWebSocket socket)
        {
            try
            {
                while (_open)
                {
                    await Task.Delay(PingEvery, _gone.Token);
                    await socket.SendAsync(Ping, WebSocketMessageType.Text, endOfMessage: true, _gone.Token);
                }
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException) { _open = false; }
        }

        public void Dispose()
        {
            _gone.Cancel();
            _socket?.Dispose();
            _gone.Dispose();
        }
    }
}
