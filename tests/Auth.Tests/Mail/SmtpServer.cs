using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Zoetrope.Auth.Tests;

/// <summary>Enough of RFC 5321 to take messages from a real client.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<MimeMessage> _taken = new();
    private Task _serving = Task.CompletedTask;

    /// <summary>While true it answers every sender with "try again later".</summary>
    public bool IsBusy { get; set; }

    public string Url => $"smtp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public static SmtpServer Start()
    {
        var server = new SmtpServer();
        server._listener.Start();
        server._serving = server.ServeAsync();
        return server;
    }

    /// <summary>The oldest message that nobody has looked at.</summary>
    public MimeMessage Take() => _taken.TryDequeue(out var message) ? message : throw new InvalidOperationException("No message came.");

    public int Waiting => _taken.Count;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        try { await _serving; }
        catch (Exception error) when (error is SocketException or ObjectDisposedException) { }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 here");
            while (await reader.ReadLineAsync() is { } line)
            {
                var verb = line.Split(' ')[0].ToUpperInvariant();
                if (verb == "DATA" && !IsBusy)
                {
                    await writer.WriteLineAsync("354 go on");
                    await TakeAsync(reader);
                }
                await writer.WriteLineAsync(verb == "QUIT" ? "221 bye" : IsBusy && verb == "MAIL" ? "451 later" : "250 ok");
                if (verb == "QUIT") break;
            }
        }
    }

    private async Task TakeAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".") text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(text.ToString()));
        _taken.Enqueue(await MimeMessage.LoadAsync(bytes));
    }
}
