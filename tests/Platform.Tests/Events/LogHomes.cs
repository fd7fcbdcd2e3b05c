using Npgsql;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Events.Kafka;
using Zoetrope.Platform.Events.Postgres;

namespace Zoetrope.Platform.Tests.Events;

/// <summary>One of the two logs, and what can happen to it.</summary>
internal interface ILogHome : IAsyncDisposable
{
    IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Takes part of it away under whoever uses it; <see cref="HealAsync"/> gives it back.</summary>
    Task HurtAsync();
    Task HealAsync();

    /// <summary>Trims what is older and read by all.</summary>
    Task TrimAsync(IEventLog log, DateTimeOffset before);
}

internal sealed class PostgresHome(TestDatabase<EventLogDatabase> database) : ILogHome
{
    public const int Partitions = 4;

    public static async Task<PostgresHome> CreateAsync(PostgresFixture postgres) => new(await postgres.CreateAsync<EventLogDatabase>());

    public IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        [database.Setting("events").Key] = database.ConnectionString,
        ["Events:Partitions"] = $"{Partitions}",
    };

    /// <summary>Breaks every connection and lets no new one in.</summary>
    public async Task HurtAsync()
    {
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        await AdminAsync($"alter database {name} allow_connections false");
        await AdminAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
    }

    public Task HealAsync() => AdminAsync($"alter database {new NpgsqlConnectionStringBuilder(database.ConnectionString).Database} allow_connections true");

    public Task TrimAsync(IEventLog log, DateTimeOffset before) => log.TrimAsync(before, CancellationToken.None);

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ReadAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private async Task AdminAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

internal sealed class KafkaHome : ILogHome
{
    private const string Topic = "zoetrope-events";
    private const int Partitions = 4;
    private readonly MockKafka _kafka = new();

    public KafkaHome()
    {
        _kafka.Create(Topic, Partitions);
        _kafka.Create($"{Topic}-consumers", 1);
        Settings = new Dictionary<string, string?>
        {
            ["Events:Log"] = "kafka",
            ["Events:Partitions"] = $"{Partitions}",
            ["Kafka:Brokers"] = _kafka.Brokers,
        };
    }

    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>One of three brokers dies, and the others take its partitions over, as Kafka's controller would have it.</summary>
    public Task HurtAsync()
    {
        _kafka.Lose(1);
        return Task.CompletedTask;
    }

    public Task HealAsync()
    {
        _kafka.Add(1);
        return Task.CompletedTask;
    }

    /// <summary>The log decides what may go; the mock cluster does not know the request that deletes it, so it is told directly.</summary>
    public async Task TrimAsync(IEventLog log, DateTimeOffset before)
    {
        foreach (var target in await ((KafkaEventLog)log).FindTrimmableAsync(before, CancellationToken.None))
            _kafka.DeleteBefore(target.Topic, target.Partition.Value, target.Offset.Value);
    }

    public ValueTask DisposeAsync()
    {
        _kafka.Dispose();
        return ValueTask.CompletedTask;
    }
}
