using System.Globalization;
using Zoetrope.Platform;

namespace Zoetrope.Host;

/// <summary>One configuration key: its default, and what it may be.</summary>
/// <param name="Key">As in <c>zoetrope.json</c>; <c>__</c> for <c>:</c> in the environment. <c>*</c> stands for one part.</param>
/// <param name="Default">Null where there is none, or where it is made at start.</param>
/// <param name="Problem">Says what is wrong with a value, or null.</param>
internal sealed record Setting(string Key, string? Default, string About, Func<string, string?>? Problem = null);

/// <summary>Every key that the program knows, with defaults that suit a laptop. <c>docs/config.md</c> says the same in words.</summary>
internal static class Settings
{
    private static readonly Func<string, string?> Port = Number(1, 65535), Whole = Number(1, int.MaxValue), YesNo = OneOf("true", "false");

    public static readonly IReadOnlyList<Setting> All =
    [
        new("Roles", "all", "what this process does", RolesProblem),
        new("Data:Path", "./data", "the one folder for all state"),
        new("Public:Url", null, "the one public origin, http://localhost:3000 unless changed", Origin),
        new("Public:Hosts:*", null, "further hosts to answer to"),
        new("Gateway:Address", "127.0.0.1", "where the public door listens; 0.0.0.0 for everywhere", Address),
        new("Gateway:Port", "3000", "its port", Port),
        new("Gateway:Proxies:*", null, "proxies whose X-Forwarded-For counts"),
        new("Management:Address", "127.0.0.1", "where metrics and health listen", Address),
        new("Management:Port", "3900", "their port, never public", Port),
        new("Internal:Address", "127.0.0.1", "where services listen for each other, when they are apart", Address),
        new("Internal:Certificate", null, "PEM file of the certificate for internal calls between machines"),
        new("Internal:CertificateKey", null, "PEM file of its key"),
        new("Services:*:Url", null, "where another process serves a role", HttpUrl),
        new("Services:*:Port", null, "the port of a service role in this process", Port),
        new("Web:Url", null, "where the web app listens", HttpUrl),
        new("Web:Address", "127.0.0.1", "on which address", Address),
        new("Web:Api", null, "where the web app finds the gateway, when they are apart", HttpUrl),
        new("Web:Folder", null, "the built web app"),
        new("Database:Url", "embedded", "embedded, or a PostgreSQL without the database's name"),
        new("Database:Urls:*", null, "a server of its own for one service"),
        new("Database:Prefix", null, "put before the names of databases"),
        new("Database:MaxConnections", "90", "divided over the services", Whole),
        new("Database:Binaries", null, "folder of the embedded PostgreSQL"),
        new("Redis:Url", "embedded", "embedded, or host:port,host:port,password=…"),
        new("Events:Log", "postgres", "the event log", OneOf("postgres", "kafka")),
        new("Events:Partitions", null, "fixed when the log is made"),
        new("Events:RetentionDays", null, "how long events are kept"),
        new("Events:LeaseSeconds", null, "how long a consumer holds a partition without a sign of life"),
        new("Events:Batch", null, "events applied in one transaction"),
        new("Kafka:Brokers", null, "host:port,host:port"),
        new("Kafka:Topic", null, "the topic of the log"),
        new("Kafka:Client:*", null, "further settings of the Kafka client"),
        new("Media:*", null, "where clips are kept, and how they are read and encoded"),
        new("Media:Store", "disk", "the store for clips", OneOf("disk")),
        new("Uploads:*", null, "limits of uploads"),
        new("Videos:*", null, "limits of texts"),
        new("Recommendation:*", null, "how long impressions are kept"),
        new("Instance:*", null, "the instance's first name and description"),
        new("Instance:Registration", "invite", "who may sign up, until the setup page changes it", OneOf("open", "invite", "approval", "closed")),
        new("Limits:Multiplier", "1", "scales every limit and quota", Positive),
        new("Secrets:Root", null, "32 bytes in base64; generated on one machine, required in a cluster"),
        new("Secrets:Previous", null, "the root before, accepted while it is replaced"),
        new("Mail:*", null, "the SMTP server"),
        new("Rpc:Guard", "false", "tests: re-parse every message of an internal call", YesNo),
        new("Telemetry:Otlp", null, "an OTLP endpoint for traces and metrics", HttpUrl),
        new("Logging:Format", "text", "how log lines look", OneOf("text", "json")),
        new("Logging:Level", "information", "the least level that is written", OneOf("debug", "information", "warning", "error")),
    ];

    public static IEnumerable<KeyValuePair<string, string?>> Defaults
        => All.Where(s => s.Default is not null).Select(s => KeyValuePair.Create(s.Key, s.Default));

    /// <exception cref="StartException">Some value is wrong, or a key of <c>zoetrope.json</c> is unknown; all are named at once.</exception>
    public static void Validate(IConfiguration configuration, IEnumerable<string> keysOfFile)
    {
        var problems = new List<string>();
        foreach (var (key, value) in configuration.AsEnumerable())
        {
            if (value is null || Find(key)?.Problem?.Invoke(value) is not { } problem) continue;
            problems.Add($"{key} is \"{value}\": {problem}");
        }
        problems.AddRange(keysOfFile.Where(key => Find(key) is null).Select(key => $"{key} in zoetrope.json is not a setting{Nearest(key)}"));
        if (Same(configuration["Events:Log"], "kafka") && configuration["Kafka:Brokers"] is not { Length: > 0 }) problems.Add("Events:Log is \"kafka\", so Kafka:Brokers must name the brokers (host:port,host:port).");
        if (problems.Count > 0) throw new StartException(string.Join('\n', problems));
    }

    internal static Setting? Find(string key) => All.FirstOrDefault(s => Same(s.Key, key)) ?? All.FirstOrDefault(s => Matches(s.Key, key));

    private static bool Matches(string pattern, string key)
    {
        var (wanted, had) = (pattern.Split(':'), key.Split(':'));
        return wanted.Length == had.Length && wanted.Zip(had).All(pair => pair.First == "*" || Same(pair.First, pair.Second));
    }

    private static string Nearest(string key)
    {
        var last = key.Split(':')[^1];
        var near = All.FirstOrDefault(s => Same(s.Key.Split(':')[^1], last)) ?? All.FirstOrDefault(s => key.Split(':')[0] is var first && s.Key.StartsWith(first + ':', StringComparison.OrdinalIgnoreCase));
        return near is null ? $". Known: {string.Join(", ", All.Select(s => s.Key))}." : $". Did you mean {near.Key}?";
    }

    private static Func<string, string?> OneOf(params string[] choices)
        => value => choices.Contains(value, StringComparer.OrdinalIgnoreCase) ? null : $"choose from {string.Join(", ", choices)}.";

    private static Func<string, string?> Number(int from, int to)
        => value => int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to ? null
            : to == int.MaxValue ? $"a whole number from {from} is needed." : $"a whole number from {from} to {to} is needed.";

    private static string? Positive(string value)
        => double.TryParse(value, CultureInfo.InvariantCulture, out var number) && number > 0 && double.IsFinite(number) ? null : "a number above 0 is needed.";

    private static string? Origin(string value)
        => Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { PathAndQuery: "/", UserInfo: "", Fragment: "" } ? null
            : "an origin such as https://clips.example is needed, without a path.";

    private static string? HttpUrl(string value)
        => Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? null : "an address such as http://127.0.0.1:3001 is needed.";

    private static string? Address(string value) => System.Net.IPAddress.TryParse(value, out _) ? null : "an IP address such as 127.0.0.1 or 0.0.0.0 is needed.";

    private static string? RolesProblem(string value)
    {
        try { RoleNames.Parse(value); return null; }
        catch (FormatException e) { return e.Message; }
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
