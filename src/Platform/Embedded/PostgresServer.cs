using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Zoetrope.Platform.Embedded;

/// <summary>One cluster on disk and the postmaster on it.</summary>
internal sealed partial class PostgresServer
{
    /// <summary>Clusters of different majors cannot share files; an upgrade goes by export and import.</summary>
    private const string Major = "18";

    /// <summary>
    /// Waits until our end of its input closes, which the kernel does however we end, and then stops the server it was told of.
    /// It ignores Ctrl-C, which the terminal sends to all of us: we want the server until the last request is answered.
    /// </summary>
    private const string Guard = """
        trap "" INT TERM HUP
        pid=
        while read -r line; do pid=$line; done
        [ -n "$pid" ] && [ "$(head -n 1 "$1" 2>/dev/null)" = "$pid" ] && kill -INT "$pid"
        """;

    private readonly PostgresBinaries _binaries;
    private readonly PostgresAccount _account;
    private readonly string _folder;
    private readonly string _socket;
    private readonly bool _durable;
    private readonly ILogger _logger;
    private Process? _guard;

    private PostgresServer(PostgresBinaries binaries, PostgresAccount account, string folder, string password, bool durable, ILogger logger)
    {
        _binaries = binaries;
        _account = account;
        _folder = folder;
        _socket = DataFolder.SocketFolder(Path.Combine(folder, "run"), ".s.PGSQL.5432");
        _durable = durable;
        _logger = logger;
        Password = password;
    }

    public string Password { get; }
    public int ProcessId { get; private set; }
    public bool IsRunning => ProcessId != 0 && IsPostmaster(ProcessId);

    private string Cluster => Path.Combine(_folder, Major);
    private string PidFile => Path.Combine(Cluster, "postmaster.pid");
    private string StartLog => Path.Combine(_folder, "start.log");

    /// <summary>Creates the cluster where there is none; initdb works beside its final place, so half a cluster is never met again.</summary>
    public static async Task<PostgresServer> PrepareAsync(DataFolder data, PostgresBinaries binaries, ILogger logger, bool durable, CancellationToken cancel)
    {
        var folder = data.Postgres;
        var exists = Directory.Exists(Path.Combine(folder, Major));
        if (exists && !File.Exists(Path.Combine(data.Keys, "postgres")))
        {
            throw new StartException($"{Path.Combine(data.Keys, "postgres")} is missing: it holds the password of the database in {folder}. Bring it back from your backup.");
        }
        if (!exists && Directory.Exists(folder) && Directory.GetFiles(folder, "PG_VERSION", SearchOption.AllDirectories).FirstOrDefault(f => !f.Contains(".new")) is { } other)
        {
            throw new StartException($"{Path.GetDirectoryName(other)} was written by another major version of PostgreSQL; this Zoetrope has {Major}.");
        }
        DataFolder.CreatePrivate(folder);
        var account = await PostgresAccount.ChooseAsync(binaries, folder, cancel);
        var server = new PostgresServer(binaries, account, folder, data.Secret("postgres"), durable, logger);
        if (!exists) await server.CreateClusterAsync(cancel);
        return server;
    }

    private async Task CreateClusterAsync(CancellationToken cancel)
    {
        Creating(Cluster);
        var temporary = Cluster + ".new";
        if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        var passwordFile = Path.Combine(_folder, "password");
        DataFolder.WritePrivate(passwordFile, Password + "\n");
        try
        {
            await _account.OwnAsync(passwordFile, cancel);
            // The built-in C.UTF-8 sorts and folds alike on every system, so an upgrade of its C library cannot corrupt an index.
            var (code, output) = await _account.RunAsync(cancel, _binaries.Program("initdb"), "-D", temporary, "-U", "postgres", $"--pwfile={passwordFile}",
                "--auth=scram-sha-256", "-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", _durable ? "--data-checksums" : "--no-sync");
            if (code != 0) throw Failure("PostgreSQL could not create its files", output);
            Directory.Move(temporary, Cluster);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    /// <summary>Starts the server and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        await StopOrphanAsync();
        try
        {
            await WriteSettingsAsync(cancel);
        }
        catch (IOException e)
        {
            throw Failure("PostgreSQL cannot start", e.Message);
        }
        var (code, output) = await _account.RunAsync(cancel, _binaries.Program("pg_ctl"), "start", "-D", Cluster, "-l", StartLog, "-w", "-t", "120", "-s");
        if (code != 0) throw Failure("PostgreSQL did not start", output + "\n" + Tail(StartLog) + "\n" + Tail(LatestLog()));
        ProcessId = ReadPid() ?? throw Failure("PostgreSQL did not start", Tail(StartLog));
        _guard ??= StartGuard();
        await _guard.StandardInput.WriteLineAsync(ProcessId.ToString(CultureInfo.InvariantCulture).AsMemory(), cancel);
        await _guard.StandardInput.FlushAsync(cancel);
    }

    private async Task WriteSettingsAsync(CancellationToken cancel)
    {
        DataFolder.WritePrivate(Path.Combine(Cluster, "postgresql.conf"), PostgresSettings.Write(_socket, _durable));
        DataFolder.WritePrivate(Path.Combine(Cluster, "pg_hba.conf"), PostgresSettings.HostBasedAuthentication);
        File.Delete(StartLog);
        foreach (var path in new[] { Path.Combine(Cluster, "postgresql.conf"), Path.Combine(Cluster, "pg_hba.conf"), _socket }) await _account.OwnAsync(path, cancel);
    }

    private Process StartGuard()
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in new[] { "-c", Guard, "zoetrope-postgres-guard", PidFile }) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("sh did not start.");
    }

    /// <summary>
    /// What a killed run left: a server without its program is stopped, a stale pid file taken away. We hold the folder's lock, so
    /// a server found here belongs to nobody.
    /// </summary>
    private async Task StopOrphanAsync()
    {
        if (ReadPid() is not { } pid) return;
        if (IsPostmaster(pid))
        {
            StoppingOrphan(pid);
            await StopAsync();
            // pg_ctl waits for the pid file, which goes a moment before its process.
            for (var i = 0; i < 100 && IsPostmaster(pid); i++) await Task.Delay(50);
            if (IsPostmaster(pid)) throw new StartException($"An old PostgreSQL (process {pid}) still runs on {Cluster} and does not stop. End it with: kill -9 {pid}");
        }
        File.Delete(PidFile);
    }

    /// <summary>Fast mode: open transactions are rolled back, everything committed is on disk. The hard way only after 20 seconds.</summary>
    public async Task StopAsync()
    {
        if (ReadPid() is { } pid && IsPostmaster(pid))
        {
            var (code, _) = await _account.RunAsync(CancellationToken.None, _binaries.Program("pg_ctl"), "stop", "-D", Cluster, "-m", "fast", "-w", "-t", "20", "-s");
            if (code != 0) await _account.RunAsync(CancellationToken.None, _binaries.Program("pg_ctl"), "stop", "-D", Cluster, "-m", "immediate", "-w", "-t", "10", "-s");
        }
        ProcessId = 0;
        if (_guard is null) return;
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
        _guard = null;
    }

    public string Connection(string user, string password, string? database) => new NpgsqlConnectionStringBuilder
    {
        Host = _socket,
        Port = 5432,
        Username = user,
        Password = password,
        Database = database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
        Pooling = database is null,
    }.ConnectionString;

    public string WhyItStopped() => Reason(Tail(LatestLog()));

    private int? ReadPid()
    {
        try
        {
            return int.TryParse(File.ReadLines(PidFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (IOException) { return null; }
    }

    /// <summary>A pid may have been given to another program since: the postmaster works in our cluster's folder.</summary>
    private bool IsPostmaster(int pid)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                // A zombie has no folder; "(deleted)" follows a folder that is gone.
                return new FileInfo($"/proc/{pid}/cwd").LinkTarget is { } target && target == Cluster
                    && File.ReadAllText($"/proc/{pid}/comm").StartsWith("postgres", StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return false; }
        }
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited && process.ProcessName.Contains("postgres", StringComparison.Ordinal);
        }
        catch (ArgumentException) { return false; }
    }

    private StartException Failure(string what, string output) => new($"{what}: {Reason(output)}");

    private string Reason(string output)
    {
        if (output.Contains("No space left on device", StringComparison.Ordinal) || output.Contains("disk full", StringComparison.OrdinalIgnoreCase))
        {
            return $"the disk that holds {_folder} is full. Free some space there.";
        }
        var line = output.Split('\n').LastOrDefault(l => l.Contains("FATAL", StringComparison.Ordinal) || l.Contains("PANIC", StringComparison.Ordinal) || l.Contains("error:", StringComparison.Ordinal));
        return $"{(line ?? output).Trim()} (more in {_folder}).";
    }

    private string LatestLog() => Directory.Exists(Path.Combine(Cluster, "log"))
        ? new DirectoryInfo(Path.Combine(Cluster, "log")).GetFiles().MaxBy(f => f.LastWriteTimeUtc)?.FullName ?? "" : "";

    private static string Tail(string file)
    {
        if (!File.Exists(file)) return "";
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(-Math.Min(stream.Length, 4000), SeekOrigin.End);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Creating the database in {Folder}")]
    private partial void Creating(string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A PostgreSQL of an earlier run (process {Pid}) was left behind; stopping it")]
    private partial void StoppingOrphan(int pid);
}
