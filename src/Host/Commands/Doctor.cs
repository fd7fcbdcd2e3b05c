using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using StackExchange.Redis;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Embedded;

namespace Zoetrope.Host.Commands;

/// <summary>Looks at everything that an instance needs and says what to do about what is missing. Exit code 1 when something is.</summary>
internal static class Doctor
{
    private static readonly string[] Encoders = ["libx264", "aac"];

    private static readonly Version OldestNode = new(20, 9);

    private enum State { Good, Hint, Bad }

    private sealed record Finding(State State, string Words);

    public static Command Command()
    {
        var command = new Command("doctor", "Check what Zoetrope needs and say what to do");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var configuration = Configuration.Read([]);
        if (Infra.Running(configuration) is { } running) configuration.AddInMemoryCollection(running);
        var checks = new (string Name, Func<IConfiguration, CancellationToken, Task<Finding>> Check)[]
        {
            ("ffmpeg", FfmpegAsync), ("disk", DiskAsync), ("database", DatabaseAsync), ("redis", RedisAsync),
            ("event log", EventLogAsync), ("clock", ClockAsync), ("web app", WebAsync), ("secrets", SecretsAsync),
        };
        var bad = 0;
        foreach (var (name, check) in checks)
        {
            var finding = await GuardedAsync(check, configuration, cancel);
            if (finding.State == State.Bad) bad++;
            var mark = finding.State switch { State.Good => "ok  ", State.Hint => "note", _ => "FAIL" };
            await Console.Out.WriteLineAsync($"{mark}  {name,-10} {finding.Words}");
        }
        await Console.Out.WriteLineAsync(bad == 0 ? "Everything Zoetrope needs is here." : $"{bad} of {checks.Length} checks failed.");
        return bad == 0 ? 0 : 1;
    }

    private static async Task<Finding> GuardedAsync(Func<IConfiguration, CancellationToken, Task<Finding>> check, IConfiguration configuration, CancellationToken cancel)
    {
        try { return await check(configuration, cancel); }
        catch (StartException e) { return new(State.Bad, e.Message); }
    }

    private static async Task<Finding> FfmpegAsync(IConfiguration configuration, CancellationToken cancel)
    {
        var ffmpeg = configuration["Media:Ffmpeg"] is { Length: > 0 } own ? own : "ffmpeg";
        var ffprobe = Path.Combine(Path.GetDirectoryName(ffmpeg) ?? "", "ffprobe");
        var version = await OutputAsync(ffmpeg, ["-hide_banner", "-version"], cancel);
        var encoders = await OutputAsync(ffmpeg, ["-hide_banner", "-encoders"], cancel);
        if (version is null || encoders is null || await OutputAsync(ffprobe, ["-hide_banner", "-version"], cancel) is null)
            return new(State.Bad, ffmpeg != "ffmpeg" ? $"Media:Ffmpeg is {ffmpeg}, but it or the ffprobe beside it does not run." : "ffmpeg and ffprobe are not installed. Install them: apt install ffmpeg, dnf install ffmpeg or brew install ffmpeg.");
        var missing = Encoders.Where(e => !encoders.Contains($" {e} ", StringComparison.Ordinal)).ToArray();
        return missing.Length > 0 ? new(State.Bad, $"This ffmpeg was built without {string.Join(" and ", missing)}. Install your distribution's full ffmpeg package.")
            : new(State.Good, version.Split('\n')[0].Split(" Copyright")[0]);
    }

    private static Task<Finding> DiskAsync(IConfiguration configuration, CancellationToken cancel)
    {
        var path = configuration["Data:Path"]!;
        var existing = path;
        while (!Directory.Exists(existing)) existing = Path.GetDirectoryName(existing)!;
        var probe = Path.Combine(existing, $".zoetrope-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(new Finding(State.Bad, $"{existing} cannot be written: {e.Message} Change its owner, or choose another folder with Data__Path=…"));
        }
        var free = new DriveInfo(existing).AvailableFreeSpace;
        return Task.FromResult(free switch
        {
            < 200L << 20 => new Finding(State.Bad, $"Only {free >> 20} MB are free for {path}. Free some space, or move the folder and set Data__Path."),
            < 5L << 30 => new Finding(State.Hint, $"{free >> 20} MB are free for {path}: enough to try it, not for many clips."),
            _ => new Finding(State.Good, $"{free >> 30} GB are free for {path}"),
        });
    }

    private static async Task<Finding> DatabaseAsync(IConfiguration configuration, CancellationToken cancel)
    {
        if (Infra.IsEmbedded(configuration, "Database:Url"))
        {
            PostgresBinaries.Find(configuration);
            return new(State.Good, "embedded PostgreSQL, installed; it is not running now");
        }
        try
        {
            var budget = configuration.GetValue<int>("Database:MaxConnections");
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(DatabaseServices.ConnectionString(configuration, "auth")) { Pooling = false, Timeout = 5 }.ConnectionString);
            await connection.OpenAsync(cancel);
            await using var command = new NpgsqlCommand("select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int", connection);
            var limit = (int)(await command.ExecuteScalarAsync(cancel))!;
            return connection.PostgreSqlVersion.Major < 15 ? new(State.Bad, $"PostgreSQL {connection.PostgreSqlVersion} is too old. Version 15 or later is needed.")
                : limit < budget ? new(State.Bad, $"The server allows {limit} connections, but Database:MaxConnections is {budget}. Raise max_connections there or lower it here.")
                : new(State.Good, $"PostgreSQL {connection.PostgreSqlVersion}, {limit} connections allowed, {budget} used at most by each machine");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return new(State.Bad, "The databases do not exist yet. Run: zoetrope migrate");
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or TimeoutException)
        {
            return new(State.Bad, $"PostgreSQL does not answer: {e.Message.TrimEnd('.')}. Check Database:Url and that the server runs.");
        }
    }

    private static async Task<Finding> RedisAsync(IConfiguration configuration, CancellationToken cancel)
    {
        if (Infra.IsEmbedded(configuration, "Redis:Url")) return new(State.Good, "embedded Garnet; it is not running now");
        try
        {
            var options = ConfigurationOptions.Parse(configuration["Redis:Url"]!);
            options.ConnectTimeout = 3000;
            await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
            var took = await redis.GetDatabase().PingAsync().WaitAsync(cancel);
            return new(State.Good, $"answers in {took.TotalMilliseconds:0.0} ms");
        }
        catch (Exception e) when (e is RedisException or ArgumentException)
        {
            return new(State.Bad, $"Redis does not answer: {e.Message.Split('\n')[0].Split(". ")[0].TrimEnd('.')}. Check Redis:Url and that the server runs.");
        }
    }

    private static async Task<Finding> EventLogAsync(IConfiguration configuration, CancellationToken cancel)
    {
        if (!string.Equals(configuration["Events:Log"], "kafka", StringComparison.OrdinalIgnoreCase))
            return new(State.Good, "in PostgreSQL, database events");
        foreach (var broker in configuration["Kafka:Brokers"]!.Split(',', StringSplitOptions.TrimEntries))
        {
            try
            {
                using var client = new System.Net.Sockets.TcpClient();
                var parts = broker.Split(':');
                await client.ConnectAsync(parts[0], parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 9092, cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(3), cancel);
                return new(State.Good, $"Kafka, broker {broker} answers");
            }
            catch (Exception e) when (e is System.Net.Sockets.SocketException or TimeoutException or FormatException) { /* the next one may */ }
        }
        return new(State.Bad, $"None of the Kafka brokers answers ({configuration["Kafka:Brokers"]}). Check Kafka:Brokers and that they run.");
    }

    /// <summary>Tokens and internal credentials hold for minutes: the clocks of all machines must agree. The database's is the reference.</summary>
    private static async Task<Finding> ClockAsync(IConfiguration configuration, CancellationToken cancel)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (now.Year < 2026) return new(State.Bad, $"The clock says {now:yyyy-MM-dd HH:mm} UTC. Set it, for example with: timedatectl set-ntp true");
        if (Infra.IsEmbedded(configuration, "Database:Url")) return new(State.Good, $"{now:yyyy-MM-dd HH:mm:ss} UTC");
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(DatabaseServices.ConnectionString(configuration, "auth")) { Pooling = false, Timeout = 5 }.ConnectionString);
            await connection.OpenAsync(cancel);
            await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
            var there = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancel))!, TimeSpan.Zero);
            var apart = (TimeProvider.System.GetUtcNow() - there).Duration();
            return apart > TimeSpan.FromSeconds(5) ? new(State.Bad, $"This clock and the database's differ by {apart.TotalSeconds:0} s. Let both follow NTP.") : new(State.Good, $"agrees with the database's to {apart.TotalSeconds:0.0} s");
        }
        catch (NpgsqlException)
        {
            return new(State.Hint, $"{now:yyyy-MM-dd HH:mm:ss} UTC; the database's could not be asked");
        }
    }

    private static async Task<Finding> WebAsync(IConfiguration configuration, CancellationToken cancel)
    {
        if (await OutputAsync("node", ["--version"], cancel) is not { } version) return new(State.Bad, "Node.js is not installed. Version 20.9 or later is needed: https://nodejs.org");
        if (!Version.TryParse(version.Trim().TrimStart('v'), out var number) || number < OldestNode) return new(State.Bad, $"Node.js {version.Trim()} is too old. Version 20.9 or later is needed: https://nodejs.org");
        return WebApp.Folder(configuration) is { } folder ? new(State.Good, $"Node.js {version.Trim()}, built in {folder}") : new(State.Bad, "The web app has not been built. Start with ./run, which builds it.");
    }

    private static Task<Finding> SecretsAsync(IConfiguration configuration, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(configuration["Secrets:Root"]))
        {
            return Task.FromResult(Infra.IsEmbedded(configuration, "Database:Url") ? new Finding(State.Good, "made at the first start, in keys/ of the data folder")
                : new Finding(State.Hint, "Secrets:Root is not set: right on one machine, where infra makes it; a cluster needs it (openssl rand -base64 32)."));
        }
        try
        {
            _ = new Secrets(configuration);
            return Task.FromResult(new Finding(State.Good, "Secrets:Root is set"));
        }
        catch (StartException e)
        {
            return Task.FromResult(new Finding(State.Bad, e.Message));
        }
    }

    private static async Task<string?> OutputAsync(string program, string[] arguments, CancellationToken cancel)
    {
        try
        {
            var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(cancel);
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await error;
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception) { return null; }
    }
}
