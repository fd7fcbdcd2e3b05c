using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Embedded;

namespace Zoetrope.Testing;

/// <summary>
/// One real PostgreSQL per test process, started when first asked for, and fresh databases on it. <c>ZOETROPE_TEST_DATABASE</c>
/// (a URL of a role that may create databases) uses a server of your own instead.
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<string>> _server;
    private readonly ConcurrentDictionary<Type, Lazy<Task<string>>> _templates = new();
    private readonly TestFolder _folder = new();
    private DataFolder? _data;
    private EmbeddedPostgres? _postgres;
    private static int s_count;

    public PostgresFixture() => _server = new(StartAsync);

    /// <summary>A database with the tables of <typeparamref name="TDb"/>, migrated once per process and copied from then on (about 50 ms).</summary>
    public async Task<TestDatabase<TDb>> CreateAsync<TDb>() where TDb : DbContext
    {
        var template = await _templates.GetOrAdd(typeof(TDb), _ => new(MigrateTemplateAsync<TDb>)).Value;
        return new TestDatabase<TDb>(await CreateDatabaseAsync($"template {template}"));
    }

    /// <summary>An empty database; the answer is its connection string.</summary>
    public Task<string> CreateEmptyAsync() => CreateDatabaseAsync("");

    private async Task<string> MigrateTemplateAsync<TDb>() where TDb : DbContext
    {
        // Unpooled: a database with an open connection cannot be copied.
        var connection = new NpgsqlConnectionStringBuilder(await CreateDatabaseAsync("")) { Pooling = false };
        await using var db = TestDatabase<TDb>.Open(connection.ConnectionString);
        if (db.Database.GetMigrations().Any()) await db.Database.MigrateAsync();
        else await db.Database.EnsureCreatedAsync();
        return connection.Database!;
    }

    private async Task<string> CreateDatabaseAsync(string options)
    {
        var server = await _server.Value;
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref s_count)}";
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Database = "postgres" }.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name} {options}", connection);
        await create.ExecuteNonQueryAsync();
        // What a finished test leaves open is closed within seconds: hundreds of databases share one server's connections.
        return new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 15, MaxAutoPrepare = 64, ConnectionIdleLifetime = 6, ConnectionPruningInterval = 2 }.ConnectionString;
    }

    private async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("ZOETROPE_TEST_DATABASE") is { Length: > 0 } own)
        {
            return DatabaseServices.ConnectionString(new ConfigurationBuilder().AddInMemoryCollection([new("Database:Url", own)]).Build(), "postgres");
        }
        _data = DataFolder.Lock(_folder.Path);
        var binaries = PostgresBinaries.Find(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        _postgres = await EmbeddedPostgres.StartAsync(_data, binaries, NullLogger.Instance, durable: false);
        return _postgres.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
        _data?.Dispose();
        _folder.Dispose();
    }
}

/// <summary>A database of one test class.</summary>
public sealed class TestDatabase<TDb>(string connectionString) where TDb : DbContext
{
    public string ConnectionString { get; } = connectionString;

    /// <summary>A context of its own, as a request would have one.</summary>
    public TDb Open() => Open(ConnectionString);

    /// <summary>For <c>AddServiceDatabase</c>: puts the service named <paramref name="name"/> on this database.</summary>
    public KeyValuePair<string, string?> Setting(string name) => new($"Database:Urls:{name}", ConnectionString);

    internal static TDb Open(string connectionString)
        => (TDb)Activator.CreateInstance(typeof(TDb), new DbContextOptionsBuilder<TDb>().UseNpgsql(connectionString).UseSnakeCaseNamingConvention().Options)!;
}
