using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Zoetrope.Platform.Embedded;

/// <summary>
/// A private PostgreSQL as a child of this program: Unix socket only, generated password, all files under the data folder.
/// It is kept running (a full disk stops PostgreSQL; it comes back once there is space) and ends with this process, even when
/// this process is killed.
/// </summary>
public sealed partial class EmbeddedPostgres : IAsyncDisposable
{
    /// <summary>The databases of the services, and the event log.</summary>
    public static readonly IReadOnlyList<string> Databases = ["auth", "video", "interaction", "notification", "recommendation", "events"];

    private const string Owner = "zoetrope";
    private readonly PostgresServer _server;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _keeping;

    private EmbeddedPostgres(PostgresServer server, string connectionString, ILogger logger)
    {
        _server = server;
        _logger = logger;
        ConnectionString = connectionString;
        _keeping = Task.Run(KeepRunningAsync);
    }

    /// <summary>Without a database: add one of <see cref="Databases"/>. The role owns them and may create more; it is no superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>The postmaster's process id; another after a restart.</summary>
    public int ProcessId => _server.ProcessId;

    /// <summary>Creates the cluster where there is none, deals with what an earlier run left, starts it and creates the databases.</summary>
    /// <param name="folder">Locked: what runs on it cannot belong to a living Zoetrope.</param>
    /// <param name="durable">False only in tests.</param>
    /// <exception cref="StartException">It cannot start; the message says why and what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        DataFolder folder, PostgresBinaries binaries, ILogger logger, bool durable = true, CancellationToken cancel = default)
    {
        if (!folder.IsLocked) throw new ArgumentException("The data folder must be locked first.", nameof(folder));
        var server = await PostgresServer.PrepareAsync(folder, binaries, logger, durable, cancel);
        try
        {
            await server.StartAsync(cancel);
            return new EmbeddedPostgres(server, await CreateDatabasesAsync(server, cancel), logger);
        }
        catch
        {
            await server.StopAsync();
            throw;
        }
    }

    private static async Task<string> CreateDatabasesAsync(PostgresServer server, CancellationToken cancel)
    {
        // The services' role is not the superuser: a hole in a query must not become COPY … FROM PROGRAM.
        var password = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes("zoetrope role:" + server.Password)));
        await using var source = NpgsqlDataSource.Create(server.Connection("postgres", server.Password, database: "postgres"));
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using (var role = new NpgsqlCommand($"""
            do $$ begin
              if not exists (select from pg_roles where rolname = '{Owner}') then
                create role {Owner} login createdb;
                grant pg_checkpoint, pg_monitor to {Owner};
              end if;
              alter role {Owner} password '{password}';
            end $$
            """, connection))
        {
            await role.ExecuteNonQueryAsync(cancel);
        }
        var existing = new HashSet<string>(StringComparer.Ordinal);
        await using (var list = new NpgsqlCommand("select datname from pg_database", connection))
        await using (var reader = await list.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel)) existing.Add(reader.GetString(0));
        }
        foreach (var database in Databases.Where(name => !existing.Contains(name)))
        {
            await using var create = new NpgsqlCommand($"create database {database} owner {Owner}", connection);
            await create.ExecuteNonQueryAsync(cancel);
        }
        return server.Connection(Owner, password, database: null);
    }

    /// <summary>Brings the server back when it stopped by itself, for as long as it takes: no restart of ours is needed.</summary>
    private async Task KeepRunningAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        var wasDown = false;
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                if (_server.IsRunning) continue;
                if (!wasDown) Stopped(_server.WhyItStopped());
                wasDown = true;
                try
                {
                    await _server.StartAsync(_stopping.Token);
                    Returned();
                    wasDown = false;
                }
                catch (StartException e)
                {
                    StillDown(e.Message);
                    await Task.Delay(TimeSpan.FromSeconds(3), _stopping.Token);
                }
            }
        }
        catch (OperationCanceledException) { /* we stop it ourselves */ }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        await _keeping;
        NpgsqlConnection.ClearAllPools();
        await _server.StopAsync();
        _stopping.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL stopped: {Reason} It is started again as soon as that is possible.")]
    private partial void Stopped(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
    private partial void StillDown(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL is back.")]
    private partial void Returned();
}
