using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Zoetrope.Platform.Data;

/// <summary>
/// Tables that grow for ever, partitioned by UTC day on a column <c>day</c>. EF cannot describe partitions, so a migration writes the
/// table itself; this makes the days ahead and drops the days past their age, whole.
/// </summary>
public sealed partial class DayPartitions(NpgsqlDataSource source, IReadOnlyList<string> tables, int keepDays, TimeProvider time, ILogger<DayPartitions> logger)
    : RepeatedWork(TimeSpan.FromHours(6), Failure, time, logger, first: TimeSpan.Zero, afterFailure: TimeSpan.FromSeconds(2))
{
    // A process that was asleep over midnight, or a clock an hour off, still finds its day.
    private const int DaysBehind = 1, DaysAhead = 3;
    private const string Failure = "Could not look after the day partitions";

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first write, so that no insert ever finds its day missing; a database that is away yet is met by the loop.
        try { await EnsureAsync(cancellationToken); }
        catch (NpgsqlException error) { LogUnreached(Logger, error.Message); }
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Makes the partitions around today where they are missing.</summary>
    public Task EnsureAsync(CancellationToken cancel)
        => EnsureAsync(source, tables, DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime).AddDays(-DaysBehind), DaysBehind + 1 + DaysAhead, cancel);

    /// <summary>Makes the partitions of these days where they are missing. Safe to run in several processes at once.</summary>
    public static async Task EnsureAsync(NpgsqlDataSource source, IEnumerable<string> tables, DateOnly first, int days, CancellationToken cancel)
    {
        foreach (var table in tables)
        {
            for (var day = first; day < first.AddDays(days); day = day.AddDays(1)) await CreateAsync(source, table, day, cancel);
        }
    }

    /// <summary>Makes one day's partition, for those who write into the past (seeding, imports).</summary>
    public static async Task CreateAsync(NpgsqlDataSource source, string table, DateOnly day, CancellationToken cancel)
    {
        // The lock keeps two creators apart: "if not exists" alone can still collide in the catalogue.
        await using var create = source.CreateCommand($"""
            do $$ begin
              perform pg_advisory_xact_lock(hashtext('zoetrope.days'));
              create table if not exists {table}_{day:yyyyMMdd} partition of {table} for values from ('{day:yyyy-MM-dd}') to ('{day.AddDays(1):yyyy-MM-dd}');
            end $$
            """);
        await create.ExecuteNonQueryAsync(cancel);
    }

    public override async Task RunOnceAsync(CancellationToken cancel)
    {
        await EnsureAsync(cancel);
        foreach (var partition in await DropBeforeAsync(source, tables, DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime).AddDays(-keepDays), cancel: cancel))
            LogDropped(Logger, partition, keepDays);
    }

    /// <summary>Drops the days before this one, whole; returns the partitions that went.</summary>
    /// <param name="rollUp">SQL that keeps what must be kept of a partition: in one transaction with its end, or null for nothing.</param>
    public static async Task<IReadOnlyList<string>> DropBeforeAsync(
        NpgsqlDataSource source, IEnumerable<string> tables, DateOnly first, Func<string, string?>? rollUp = null, CancellationToken cancel = default)
    {
        var old = new List<string>();
        await using (var list = source.CreateCommand("""
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
            where p.relname = any($1) and right(c.relname, 8) < $2
            """))
        {
            list.Parameters.AddWithValue(tables.ToArray());
            list.Parameters.AddWithValue(first.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
            await using var rows = await list.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel)) old.Add(rows.GetString(0));
        }
        foreach (var partition in old)
        {
            // One command is one transaction. Another process may have dropped it meanwhile: then there is nothing left to keep of it.
            await using var drop = source.CreateCommand($"""
                do $$ begin
                  perform pg_advisory_xact_lock(hashtext('zoetrope.days'));
                  if to_regclass('{partition}') is null then return; end if;
                  {rollUp?.Invoke(partition)}
                  drop table {partition};
                end $$
                """);
            await drop.ExecuteNonQueryAsync(cancel);
        }
        return old;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Dropped {Partition}, older than {Days} days")]
    private static partial void LogDropped(ILogger logger, string partition, int days);

    [LoggerMessage(Level = LogLevel.Warning, Message = Failure + ", trying again: {Reason}")]
    private static partial void LogUnreached(ILogger logger, string reason);
}

/// <summary>Registers <see cref="DayPartitions"/> for the tables of a service.</summary>
public static class DayPartitionServices
{
    /// <param name="keepDays">Days a partition is kept after its own.</param>
    public static IServiceCollection AddDayPartitions<TDb>(this IServiceCollection services, int keepDays, params string[] tables) where TDb : ServiceDatabase
        => services.AddSingleton<IHostedService>(provider => new DayPartitions(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(typeof(TDb)), tables, keepDays,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DayPartitions>>()));
}
