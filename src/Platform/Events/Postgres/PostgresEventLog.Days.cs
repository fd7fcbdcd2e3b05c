using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Zoetrope.Platform.Events.Postgres;

internal sealed partial class PostgresEventLog
{
    /// <summary>Held while tables come and go, so that two processes do not do it at once.</summary>
    private const long DaysLock = 0x5A6F_6574_0001;

    public async Task TrimAsync(DateTimeOffset before, CancellationToken cancel)
    {
        await PrepareDaysAsync(cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        foreach (var day in await GetDaysAsync(connection, before, cancel))
        {
            // In order: a day stays while an older one does.
            if (!await TryDropAsync(connection, day, cancel)) return;
        }
    }

    private static async Task<List<DateOnly>> GetDaysAsync(NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancel)
    {
        await using var days = new NpgsqlCommand("""
            select to_date(right(c.relname, 8), 'YYYYMMDD') as day
            from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'log'::regclass and to_date(right(c.relname, 8), 'YYYYMMDD') < $1 order by day
            """, connection);
        days.Parameters.AddWithValue(DateOnly.FromDateTime(before.UtcDateTime));
        var result = new List<DateOnly>();
        await using var rows = await days.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel)) result.Add(rows.GetFieldValue<DateOnly>(0));
        return result;
    }

    private async Task<bool> TryDropAsync(NpgsqlConnection connection, DateOnly day, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var prepare = new NpgsqlCommand($"set local lock_timeout = '2s'; select pg_advisory_xact_lock({DaysLock})", connection, transaction);
        await prepare.ExecuteNonQueryAsync(cancel);

        await using var behind = new NpgsqlCommand($"""
            select c.consumer from consumers c
            where c.position <= (select max(l.position) from log l where l.partition = c.partition and l.day = $1) limit 1
            """, connection, transaction);
        behind.Parameters.AddWithValue(day);
        if (await behind.ExecuteScalarAsync(cancel) is string consumer)
        {
            HeldBack(day, consumer);
            return false;
        }
        await using var drop = new NpgsqlCommand($"""
            update partitions p set first = greatest(p.first, d.last + 1)
            from (select q.partition, (select max(l.position) from log l where l.partition = q.partition and l.day = '{day:yyyy-MM-dd}') as last
                  from partitions q order by q.partition) d
            where d.partition = p.partition and d.last is not null;
            drop table if exists {Table(day)}
            """, connection, transaction);
        await drop.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        Trimmed(day);
        return true;
    }

    /// <summary>Makes the tables of today and the next days.</summary>
    private async Task PrepareDaysAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var today = new NpgsqlCommand($"select pg_advisory_xact_lock({DaysLock}), (now() at time zone 'utc')::date", connection, transaction);
        DateOnly first;
        await using (var row = await today.ExecuteReaderAsync(cancel))
        {
            await row.ReadAsync(cancel);
            first = row.GetFieldValue<DateOnly>(1);
        }
        foreach (var day in Enumerable.Range(0, 4).Select(first.AddDays))
        {
            // Asked first, because even "if not exists" takes the lock that stops readers.
            await using var exists = new NpgsqlCommand($"select to_regclass('{Table(day)}') is not null", connection, transaction);
            if ((bool)(await exists.ExecuteScalarAsync(cancel))!) continue;
            await using var create = new NpgsqlCommand(
                $"create table {Table(day)} partition of log for values from ('{day:yyyy-MM-dd}') to ('{day.AddDays(1):yyyy-MM-dd}')", connection, transaction);
            await create.ExecuteNonQueryAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    private static string Table(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"log_{day:yyyyMMdd}");

    [LoggerMessage(Level = LogLevel.Information, Message = "Events of {Day} were dropped from the log")]
    private partial void Trimmed(DateOnly day);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events of {Day} stay in the log until {Consumer} has read them; if it is gone for good, take it off the register")]
    private partial void HeldBack(DateOnly day, string consumer);
}
