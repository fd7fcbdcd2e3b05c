using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Zoetrope.Platform.Embedded;

namespace Zoetrope.Platform.Tests.Embedded;

public sealed class EmbeddedPostgresTests
{
    private static readonly PostgresBinaries Binaries = PostgresBinaries.Find(new ConfigurationBuilder().AddEnvironmentVariables().Build());

    [Fact]
    public async Task Starts_from_nothing_with_a_database_for_every_service()
    {
        using var folder = new TestFolder();
        using var data = DataFolder.Lock(folder.Path);
        await using var postgres = await EmbeddedPostgres.StartAsync(data, Binaries, NullLogger.Instance);

        foreach (var database in EmbeddedPostgres.Databases)
        {
            (await ReadAsync(postgres, database, "select current_database() || ' of ' || current_user")).ShouldBe($"{database} of zoetrope");
        }
        (await ReadAsync(postgres, "auth", "select rolsuper::text from pg_roles where rolname = current_user")).ShouldBe("false");
        (await ReadAsync(postgres, "auth", "show listen_addresses")).ShouldBe("");
        (await ReadAsync(postgres, "auth", "show fsync")).ShouldBe("on");
        File.GetUnixFileMode(Path.Combine(data.Keys, "postgres")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Refuses_a_wrong_password()
    {
        using var folder = new TestFolder();
        using var data = DataFolder.Lock(folder.Path);
        await using var postgres = await EmbeddedPostgres.StartAsync(data, Binaries, NullLogger.Instance);

        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "auth", Password = "guess" }.ConnectionString);
        (await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync())).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task Keeps_its_data_over_a_clean_restart()
    {
        using var folder = new TestFolder();
        using var data = DataFolder.Lock(folder.Path);
        await using (var first = await EmbeddedPostgres.StartAsync(data, Binaries, NullLogger.Instance))
        {
            await WriteAsync(first, "video", "create table kept (n int); insert into kept values (7)");
        }
        await using var second = await EmbeddedPostgres.StartAsync(data, Binaries, NullLogger.Instance);
        (await ReadAsync(second, "video", "select n::text from kept")).ShouldBe("7");
    }

    [Fact]
    public async Task A_folder_too_deep_for_a_socket_address_works_all_the_same()
    {
        using var folder = new TestFolder();
        using var data = DataFolder.Lock(folder[new string('d', 100)]);
        await using var postgres = await EmbeddedPostgres.StartAsync(data, Binaries, NullLogger.Instance);
        (await ReadAsync(postgres, "auth", "select 'here'")).ShouldBe("here");
    }

    [Fact]
    public async Task Runs_where_only_root_may_enter()
    {
        using var folder = new TestFolder();
        using (var copy = Process.Start("cp", ["-a", Binaries.Folder, folder["native"]])!) await copy.WaitForExitAsync();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var data = DataFolder.Lock(folder["data"]);
        await using var postgres = await EmbeddedPostgres.StartAsync(data, new PostgresBinaries(folder["native"]), NullLogger.Instance);

        (await ReadAsync(postgres, "auth", "select 'through'")).ShouldBe("through");
    }

    [Fact]
    public async Task A_half_made_cluster_is_made_again()
    {
        using var folder = new TestFolder();
        using var data = DataFolder.Lock(folder.Path);
        Directory.CreateDirectory(Path.Combine(data.Postgres, "18.new"));
        await File.WriteAllTextAsync(Path.Combine(data.Postgres, "18.new", "PG_VERSION"), "18");
        await using var postgres = await EmbeddedPostgres.StartAsync(data, Binaries, NullLogger.Instance);
        (await ReadAsync(postgres, "auth", "select 'here'")).ShouldBe("here");
    }

    [Fact]
    public async Task A_second_instance_on_the_same_folder_is_refused_and_the_first_goes_on()
    {
        using var folder = new TestFolder();
        using var data = DataFolder.Lock(folder.Path);
        await using var postgres = await EmbeddedPostgres.StartAsync(data, Binaries, NullLogger.Instance);

        Should.Throw<StartException>(() => DataFolder.Lock(folder.Path)).Message.ShouldContain("in use by another Zoetrope");
        (await ReadAsync(postgres, "auth", "select 'here'")).ShouldBe("here");
    }

    [Fact]
    public async Task Comes_back_by_itself_when_the_server_is_killed_and_keeps_what_was_acknowledged()
    {
        using var folder = new TestFolder();
        using var data = DataFolder.Lock(folder.Path);
        await using var postgres = await EmbeddedPostgres.StartAsync(data, Binaries, NullLogger.Instance);
        await WriteAsync(postgres, "video", "create table kept (n int); insert into kept values (7)");

        var killed = postgres.ProcessId;
        Process.GetProcessById(killed).Kill();

        // A session of the killed server may answer once more.
        await Eventually(() => postgres.ProcessId.ShouldNotBe(killed));
        await Eventually(async () => (await ReadAsync(postgres, "video", "select n::text from kept")).ShouldBe("7"));
    }

    [Fact]
    public async Task A_stale_pid_file_that_names_another_process_does_no_harm()
    {
        using var folder = new TestFolder();
        using var data = DataFolder.Lock(folder.Path);
        await using (await EmbeddedPostgres.StartAsync(data, Binaries, NullLogger.Instance)) { }
        var bystander = Process.Start("sleep", "600");
        try
        {
            var pidFile = Path.Combine(data.Postgres, "18", "postmaster.pid");
            await File.WriteAllTextAsync(pidFile, $"{bystander.Id}\n{Path.Combine(data.Postgres, "18")}\n");
            await using var postgres = await EmbeddedPostgres.StartAsync(data, Binaries, NullLogger.Instance);
            (await ReadAsync(postgres, "auth", "select 'here'")).ShouldBe("here");
            bystander.HasExited.ShouldBeFalse();
        }
        finally
        {
            bystander.Kill();
        }
    }

    [Fact]
    public async Task A_full_disk_is_named_and_survived_without_a_restart()
    {
        using var folder = new TestFolder();
        using var disk = SmallDisk.Mount(folder["disk"], megabytes: 220);
        using var data = DataFolder.Lock(disk.Path);
        var log = new Collected();
        await using var postgres = await EmbeddedPostgres.StartAsync(data, Binaries, log);
        await WriteAsync(postgres, "video", "create table kept (n int, filler text)");

        var acknowledged = 0;
        await Should.ThrowAsync<NpgsqlException>(async () =>
        {
            // Text that does not compress, so that the disk fills within seconds.
            while (acknowledged < 2000)
            {
                await WriteAsync(postgres, "video", $"insert into kept select {acknowledged}, string_agg(md5(random()::text), '') from generate_series(1, 20000)");
                acknowledged++;
            }
        });
        disk.Fill();
        Process.GetProcessById(postgres.ProcessId).Kill();
        await Eventually(() => log.Lines.Any(l => l.Contains("is full", StringComparison.Ordinal)), TimeSpan.FromSeconds(60));

        disk.Free();
        var kept = await Eventually(() => TryReadAsync(postgres, "video", "select count(*)::text from kept"), until: n => n is not null, TimeSpan.FromSeconds(60));
        int.Parse(kept!).ShouldBeGreaterThanOrEqualTo(acknowledged);
    }

    private static async Task<string?> TryReadAsync(EmbeddedPostgres postgres, string database, string sql)
    {
        try { return await ReadAsync(postgres, database, sql); }
        catch (NpgsqlException) { return null; }
    }

    private static async Task<string?> ReadAsync(EmbeddedPostgres postgres, string database, string sql)
    {
        await using var connection = await OpenAsync(postgres, database);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }

    private static async Task WriteAsync(EmbeddedPostgres postgres, string database, string sql)
    {
        await using var connection = await OpenAsync(postgres, database);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> OpenAsync(EmbeddedPostgres postgres, string database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = database, Pooling = false }.ConnectionString);
        try { await connection.OpenAsync(); }
        catch { await connection.DisposeAsync(); throw; }
        return connection;
    }

    private sealed class Collected : ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();
        public IEnumerable<string> Lines => _lines;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => _lines.Enqueue(formatter(state, exception));
    }
}
