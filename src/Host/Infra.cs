using System.Diagnostics;
using System.Text.Json;
using Zoetrope.Platform;
using Zoetrope.Platform.Embedded;

namespace Zoetrope.Host;

/// <summary>
/// What the services stand on: with role <c>infra</c> the embedded PostgreSQL and Garnet of this data folder and the lock on it;
/// without it whatever configuration names, or the <c>infra</c> process of this machine, found through its runtime file.
/// </summary>
internal sealed class Infra : IAsyncDisposable
{
    private static readonly string[] Needed = ["Database:Url", "Redis:Url", "Secrets:Root"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DataFolder _folder;
    private readonly Dictionary<string, string?> _settings = [];
    private EmbeddedPostgres? _postgres;
    private EmbeddedRedis? _redis;

    private Infra(DataFolder folder) => _folder = folder;

    /// <summary>Makes <c>Database:Url</c>, <c>Redis:Url</c> and <c>Secrets:Root</c> say where things really are.</summary>
    public static async Task<Infra> StartAsync(Role roles, ConfigurationManager configuration, ILogger logger, CancellationToken cancel)
    {
        if (!roles.HasFlag(Role.Infra))
        {
            var guest = new Infra(DataFolder.At(configuration["Data:Path"]!));
            if (Missing(configuration).Any()) configuration.AddInMemoryCollection(await guest.FindAsync(configuration, cancel));
            return guest;
        }
        var infra = new Infra(DataFolder.Lock(configuration["Data:Path"]!));
        try
        {
            await infra.StartEmbeddedAsync(configuration, logger, cancel);
            configuration.AddInMemoryCollection(infra._settings);
            infra.Announce();
            return infra;
        }
        catch
        {
            await infra.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the <c>infra</c> process of this machine tells, if one is running.</summary>
    public static Dictionary<string, string?>? Running(IConfiguration configuration) => Read(DataFolder.At(configuration["Data:Path"]!).RuntimeFile);

    public static bool IsEmbedded(IConfiguration configuration, string key) => string.Equals(configuration[key], "embedded", StringComparison.OrdinalIgnoreCase);

    /// <summary>For a command: what is embedded, and the keys of this machine, are its own to look after while nobody else does.</summary>
    public static Role RoleFor(IConfiguration configuration)
        => Missing(configuration).Any() && Running(configuration) is null ? Role.Infra : Role.None;

    private async Task StartEmbeddedAsync(IConfiguration configuration, ILogger logger, CancellationToken cancel)
    {
        File.Delete(_folder.RuntimeFile);
        if (string.IsNullOrEmpty(configuration["Secrets:Root"])) _settings["Secrets:Root"] = Convert.ToBase64String(Convert.FromHexString(_folder.Secret("root")));
        // Beside each other: Garnet needs this process's time, PostgreSQL mostly waits for its own.
        var redis = IsEmbedded(configuration, "Redis:Url") ? Task.Run(() => EmbeddedRedis.Start(_folder), cancel) : null;
        try
        {
            if (IsEmbedded(configuration, "Database:Url"))
            {
                _postgres = await EmbeddedPostgres.StartAsync(_folder, PostgresBinaries.Find(configuration), logger, cancel: cancel);
                _settings["Database:Url"] = _postgres.ConnectionString;
                _settings["Database:IsEmbedded"] = "true";
            }
        }
        finally
        {
            if (redis is not null) _redis = await redis;
        }
        if (_redis is not null) _settings["Redis:Url"] = _redis.Configuration;
    }

    private void Announce()
        => DataFolder.WritePrivate(_folder.RuntimeFile, JsonSerializer.Serialize(new Dictionary<string, string?>(_settings) { ["Process"] = $"{Environment.ProcessId}" }));

    private async Task<Dictionary<string, string?>> FindAsync(IConfiguration configuration, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (Read(_folder.RuntimeFile) is { } found) return found;
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new StartException($"No process with the role infra serves {_folder.Root}, and {string.Join(" and ", Missing(configuration))} "
                    + "must be set without one. Start \"zoetrope serve --roles infra\" first, or set them.");
            }
            await Task.Delay(100, cancel);
        }
    }

    private static IEnumerable<string> Missing(IConfiguration configuration)
        => Needed.Where(key => string.IsNullOrEmpty(configuration[key]) || IsEmbedded(configuration, key));

    /// <summary>A file whose process is gone was left by a killed run and says nothing.</summary>
    private static Dictionary<string, string?>? Read(string file)
    {
        try
        {
            var found = JsonSerializer.Deserialize<Dictionary<string, string?>>(File.ReadAllText(file))!;
            using var process = Process.GetProcessById(int.Parse(found["Process"]!));
            found.Remove("Process");
            return found;
        }
        catch (Exception e) when (e is IOException or ArgumentException or JsonException or KeyNotFoundException) { return null; }
        catch (UnauthorizedAccessException e)
        {
            throw new StartException($"{file} belongs to another user. Run all processes of an instance as one user.", e);
        }
    }

    /// <summary>Last of all: what the services stand on ends after them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_folder.IsLocked) File.Delete(_folder.RuntimeFile);
        _redis?.Dispose();
        if (_postgres is not null) await _postgres.DisposeAsync();
        _folder.Dispose();
    }
}
