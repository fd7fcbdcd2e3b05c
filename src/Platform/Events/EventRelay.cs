using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Zoetrope.Platform.Data;

namespace Zoetrope.Platform.Events;

/// <summary>
/// Tells a service's outbox to the log. One relay works at a time: the holder of an advisory lock, on the connection that does the
/// work, so that whoever loses the lock can change nothing either. Rows get their numbers in a transaction of its own before they
/// are told; after a crash the same rows are told with the same numbers.
/// </summary>
internal sealed partial class EventRelay<TDb>(string source, NpgsqlDataSource database, IEventLog log, OutboxSignal<TDb> signal, ILogger<EventRelay<TDb>> logger)
    : BackgroundService where TDb : ServiceDatabase
{
    private const int Batch = 1000;

    /// <summary>Advisory locks count per database, and there is one relay per database.</summary>
    private const long RelayLock = 0x5A6F_6574_0002;
    private static readonly TimeSpan Backstop = TimeSpan.FromMilliseconds(250);

    /// <summary>The first change after a rest is told at once; those that come in this time after it go together, so that a storm costs fifty rounds a second.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan NextTry = TimeSpan.FromMilliseconds(500);

    private int _failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                while (!await TryLockAsync(connection, stoppingToken)) await Task.Delay(NextTry, stoppingToken);
                try
                {
                    await RelayAsync(connection, stoppingToken);
                }
                finally
                {
                    await UnlockAsync(connection);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (_failures++ == 0) CannotRelay(e, source);
                await Task.Delay(EventBackoff.After(_failures), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({RelayLock})", connection);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>A connection goes back to its pool with its locks.</summary>
    private static async Task UnlockAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand($"select pg_advisory_unlock({RelayLock})", connection) { CommandTimeout = 2 };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // Then it must not live on: closed with the pool's others when given back.
            NpgsqlConnection.ClearPool(connection);
        }
    }

    private async Task RelayAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await CatchUpNumbersAsync(connection, cancel);
        while (await ReadNumberedAsync(connection, cancel) is { Count: > 0 } again)
        {
            await TellAsync(again, cancel);
            await NumberAsync(connection, again, number: false, cancel);
        }
        IReadOnlyList<Waiting> told = [];
        while (true)
        {
            var rows = await NumberAsync(connection, told, number: true, cancel);
            told = rows;
            if (rows.Count == 0)
            {
                await signal.WaitAsync(Backstop, cancel);
                continue;
            }
            await FailPoints.HitAsync("relay.numbered", cancel);
            await TellAsync(rows, cancel);
            if (rows.Count < Batch) await Task.Delay(Pause, cancel);
        }
    }

    private async Task TellAsync(IReadOnlyList<Waiting> rows, CancellationToken cancel)
    {
        await log.AppendAsync(source, [.. rows.Select(r => new NumberedEvent(r.Seq, r.Key, r.Payload))], cancel);
        await FailPoints.HitAsync("relay.appended", cancel);
        EventMetrics.Appended.Add(rows.Count, new KeyValuePair<string, object?>("source", source));
        if (_failures > 0) RelaysAgain(source);
        _failures = 0;
    }

    /// <summary>In one transaction: forgets the rows that were told, and numbers the next.</summary>
    private async Task<IReadOnlyList<Waiting>> NumberAsync(NpgsqlConnection connection, IReadOnlyList<Waiting> told, bool number, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (told.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from outbox where id = any($1)")
            {
                Parameters = { new() { Value = told.Select(r => r.Id).ToArray() } },
            });
        }
        if (number)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("""
                with next as (
                  select id, row_number() over (order by id) as n from (select id from outbox where seq is null order by id limit $2) o),
                given as (
                  update outbox_numbers set seq = seq + (select count(*) from next)
                  where source = $1 and exists (select from next) returning seq - (select count(*) from next) as last)
                update outbox o set seq = given.last + next.n from next, given where o.id = next.id
                returning o.id, o.seq, o.key, o.payload
                """) { Parameters = { new() { Value = source }, new() { Value = Batch } } });
        }
        var rows = await ReadAsync(batch, cancel);
        if (told.Count > 0) await FailPoints.HitAsync("relay.forgotten", cancel);
        return rows;
    }

    private static async Task<IReadOnlyList<Waiting>> ReadNumberedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select id, seq, key, payload from outbox where seq is not null order by seq limit $1")
        {
            Parameters = { new() { Value = Batch } },
        });
        return await ReadAsync(batch, cancel);
    }

    private static async Task<IReadOnlyList<Waiting>> ReadAsync(NpgsqlBatch batch, CancellationToken cancel)
    {
        var result = new List<Waiting>();
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel)) result.Add(new Waiting(rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2), rows.GetFieldValue<byte[]>(3)));
        // "returning" promises no order.
        result.Sort((a, b) => a.Seq.CompareTo(b.Seq));
        return result;
    }

    /// <summary>
    /// A log that knows higher numbers than we have given means that this database was restored from a backup. Going on from ours
    /// would make the log and its consumers drop the next events as resends; so go on from the log's.
    /// </summary>
    private async Task CatchUpNumbersAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var last = await log.GetLastSeqAsync(source, cancel);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("insert into outbox_numbers (source, seq) values ($1, 0) on conflict do nothing") { Parameters = { new() { Value = source } } },
                new NpgsqlBatchCommand("""
                    with restored as (update outbox_numbers set seq = $2 where source = $1 and seq < $2 returning 1)
                    update outbox set seq = null where seq is not null and exists (select from restored)
                    """) { Parameters = { new() { Value = source }, new() { Value = last ?? 0L } } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private readonly record struct Waiting(long Id, long Seq, string Key, byte[] Payload);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events of {Source} wait in its outbox, trying again")]
    private partial void CannotRelay(Exception reason, string source);

    [LoggerMessage(Level = LogLevel.Information, Message = "Events of {Source} reach the log again")]
    private partial void RelaysAgain(string source);
}
