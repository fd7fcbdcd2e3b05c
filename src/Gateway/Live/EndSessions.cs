using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Live;

/// <summary>
/// Closes the connections of ended sessions: at once when the event comes, and within seconds by the list of revocations, which
/// is also read while the log is away.
/// </summary>
internal sealed class EndSessions(Sockets sockets, Revocations revocations, TimeProvider time) : BackgroundService, ILivePush
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2), Goodbye = TimeSpan.FromMilliseconds(500);

    public ValueTask PushAsync(Event e, CancellationToken cancel)
    {
        if (e.SessionRevoked is not { } ended) return ValueTask.CompletedTask;
        if (Guid.TryParse(ended.SessionId, out var session))
        {
            revocations.Add(session, DateTimeOffset.FromUnixTimeMilliseconds(ended.UntilMs));
            foreach (var socket in sockets.OfAccount(ended.UserId))
                if (socket.Session == session) End(socket);
        }
        else
        {
            foreach (var socket in sockets.OfAccount(ended.UserId)) End(socket);
        }
        return ValueTask.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var socket in sockets.All)
                if (socket.Session is { } session && revocations.Contains(session)) End(socket);
    }

    private void End(Socket socket)
    {
        sockets.Remove(socket.Id);
        _ = SayAsync(socket);
    }

    private async Task SayAsync(Socket socket)
    {
        // The reason first, so that a page can tell this from a lost network; then the line goes whether it was heard or not.
        await Task.WhenAny(sockets.SendAsync(socket, LiveEvents.SessionEnded, new LiveNothing()), Task.Delay(Goodbye, time));
        await Task.Delay(Goodbye / 5, time);
        socket.Abort();
    }
}
