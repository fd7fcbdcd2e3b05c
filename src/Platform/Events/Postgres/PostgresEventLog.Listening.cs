using Microsoft.Extensions.Logging;
using Npgsql;

namespace Zoetrope.Platform.Events.Postgres;

internal sealed partial class PostgresEventLog
{
    /// <summary>Notifications bring news within a millisecond or two; this poll is the backstop.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>One connection a process, for all its readers.</summary>
    private async Task ListenAsync(LogTip tip, CancellationToken stop)
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stop);
                connection.Notification += (_, news) => tip.Move(news.Payload);
                await using (var listen = new NpgsqlCommand("listen zoetrope_events", connection)) await listen.ExecuteNonQueryAsync(stop);
                while (true)
                {
                    await using (var ends = new NpgsqlCommand(Ends, connection)) await PollAsync(ends, tip, stop);
                    failures = 0;
                    using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop);
                    pause.CancelAfter(Poll);
                    try
                    {
                        while (true) await connection.WaitAsync(pause.Token);
                    }
                    catch (OperationCanceledException) when (!stop.IsCancellationRequested)
                    {
                        // Time to poll.
                    }
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (failures++ == 0) CannotListen(e.Message);
                await Task.Delay(EventBackoff.After(failures), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private const string Ends = "select partition, first, next from partitions";

    private async Task PollAsync(LogTip tip, CancellationToken cancel)
    {
        await using var ends = database.CreateCommand(Ends);
        await PollAsync(ends, tip, cancel);
    }

    internal Task RefreshAsync(CancellationToken cancel) => _tip is { } tip ? PollAsync(tip, cancel) : OpenAsync(cancel).AsTask();

    private static async Task PollAsync(NpgsqlCommand ends, LogTip tip, CancellationToken cancel)
    {
        await using var rows = await ends.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel)) tip.Move(rows.GetInt32(0), rows.GetInt64(1), rows.GetInt64(2));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot listen to the event log, trying again: {Reason}")]
    private partial void CannotListen(string reason);
}
