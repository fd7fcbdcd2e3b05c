using Microsoft.Extensions.Logging;
using Npgsql;

namespace Zoetrope.Platform.Events.Postgres;

/// <summary>The log in the database <c>events</c>: the default, and enough for tens of thousands of events a second.</summary>
internal sealed partial class PostgresEventLog(NpgsqlDataSource database, EventLogOptions options, ILogger<PostgresEventLog> logger) : IEventLog, IAsyncDisposable
{
    private const string NoPartitionForRow = PostgresErrorCodes.CheckViolation;

    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private LogTip? _tip;
    private Task _listening = Task.CompletedTask;

    public async ValueTask<int> CountPartitionsAsync(CancellationToken cancel) => (await OpenAsync(cancel)).Partitions;

    public async Task AppendAsync(string source, IReadOnlyList<NumberedEvent> events, CancellationToken cancel)
    {
        if (events.Count == 0) return;
        var tip = await OpenAsync(cancel);
        await using var append = database.CreateCommand("select append_events($1, $2, $3, $4)");
        append.Parameters.AddWithValue(source);
        append.Parameters.AddWithValue(events.Select(e => e.Seq).ToArray());
        append.Parameters.AddWithValue(events.Select(e => EventPartitions.Of(e.Key, tip.Partitions)).ToArray());
        append.Parameters.AddWithValue(events.Select(e => e.Payload).ToArray());
        string ends;
        try
        {
            ends = (string)(await append.ExecuteScalarAsync(cancel))!;
        }
        catch (PostgresException e) when (e.SqlState == NoPartitionForRow)
        {
            // Nobody prepared today: this server was off for days.
            await PrepareDaysAsync(cancel);
            ends = (string)(await append.ExecuteScalarAsync(cancel))!;
        }
        tip.Move(ends);
    }

    public async Task<long?> GetLastSeqAsync(string source, CancellationToken cancel)
    {
        await using var read = database.CreateCommand("select coalesce((select seq from sources where source = $1), 0)");
        read.Parameters.AddWithValue(source);
        return (long)(await read.ExecuteScalarAsync(cancel))!;
    }

    public async Task<IReadOnlyList<long>> GetEndsAsync(CancellationToken cancel)
    {
        var tip = await OpenAsync(cancel);
        await PollAsync(tip, cancel);
        return [.. Enumerable.Range(0, tip.Partitions).Select(tip.Next)];
    }

    public IEventReader OpenReader(string? consumer) => new PostgresEventReader(this, database);

    public async Task ReportAsync(string consumer, IReadOnlyDictionary<int, long> positions, CancellationToken cancel)
    {
        // A restored backup may put a consumer back, so the register follows it both ways.
        await using var report = database.CreateCommand("""
            insert into consumers as c (consumer, partition, position)
            select $1, p.partition, p.position from unnest($2, $3) as p (partition, position) order by p.partition
            on conflict (consumer, partition) do update set position = excluded.position, reported = now()
            """);
        report.Parameters.AddWithValue(consumer);
        report.Parameters.AddWithValue(positions.Keys.ToArray());
        report.Parameters.AddWithValue(positions.Values.ToArray());
        await report.ExecuteNonQueryAsync(cancel);
    }

    public async Task ForgetAsync(string consumer, CancellationToken cancel)
    {
        await using var forget = database.CreateCommand("delete from consumers where consumer = $1");
        forget.Parameters.AddWithValue(consumer);
        await forget.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Opens the log at first use: creates its partitions once, prepares today, and starts to listen.</summary>
    internal async ValueTask<LogTip> OpenAsync(CancellationToken cancel)
    {
        if (Volatile.Read(ref _tip) is { } open) return open;
        await _opening.WaitAsync(cancel);
        try
        {
            if (_tip is { } opened) return opened;
            await using (var create = database.CreateCommand("""
                insert into partitions (partition) select generate_series(0, $1 - 1) where not exists (select from partitions) on conflict do nothing
                """))
            {
                create.Parameters.AddWithValue(options.Partitions);
                await create.ExecuteNonQueryAsync(cancel);
            }
            await PrepareDaysAsync(cancel);
            await using var count = database.CreateCommand("select count(*)::int from partitions");
            var tip = new LogTip((int)(await count.ExecuteScalarAsync(cancel))!);
            if (tip.Partitions != options.Partitions) PartitionsStay(tip.Partitions, options.Partitions);
            await PollAsync(tip, cancel);
            _listening = Task.Run(() => ListenAsync(tip, _stopping.Token), CancellationToken.None);
            Volatile.Write(ref _tip, tip);
            return tip;
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _listening;
        _stopping.Dispose();
        _opening.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The event log has {Partitions} partitions; Events:Partitions = {Configured} counts only when a log is created")]
    private partial void PartitionsStay(int partitions, int configured);
}
