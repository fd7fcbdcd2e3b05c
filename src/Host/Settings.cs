using System.Globalization;
using Npgsql;
using StackExchange.Redis;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;

namespace Zoetrope.Host;

/// <summary>One configuration key: its default, and what it may be.</summary>
/// <param name="Key">As in <c>zoetrope.json</c>; <c>__</c> for <c>:</c> in the environment. <c>*</c> stands for one part.</param>
/// <param name="Default">Null where there is none, or where it is made at start.</param>
/// <param name="Problem">Says what is wrong with a value, or null.</param>
internal sealed record Setting(string Key, string? Default, string About, Func<string, string?>? Problem = null);

/// <summary>Every key that the program knows, with defaults that suit a laptop. <c>docs/config.md</c> says the same in words.</summary>
internal static class Settings
{
    private static readonly Func<string, string?> Port = Number(1, 65535), Whole = Number(1, long.MaxValue), NoneOrMore = Number(0, long.MaxValue), YesNo = OneOf("true", "false");

    public static readonly IReadOnlyList<Setting> All =
    [
        new("Roles", "all", "what this process does", RolesProblem),
        new("Data:Path", "./data", "the one folder for all state", NotEmpty),
        new("Public:Url", null, "the one public origin, http://localhost:3000 unless changed", Origin),
        new("Public:Hosts:*", null, "further hosts to answer to"),
        new("Gateway:Address", "127.0.0.1", "where the public door listens; 0.0.0.0 for everywhere", Address),
        new("Gateway:Port", "3000", "its port", Port),
        new("Gateway:Proxies:*", null, "proxies whose X-Forwarded-For counts"),
        new("Management:Address", "127.0.0.1", "where metrics and health listen", Address),
        new("Management:Port", "3900", "their port, never public", Port),
        new("Internal:Address", "127.0.0.1", "where services listen for each other, when they are apart", Address),
        new("Internal:Certificate", null, "PEM file of the certificate for internal calls between machines", ReadableFile),
        new("Internal:CertificateKey", null, "PEM file of its key", ReadableFile),
        new("Services:*:Url", null, "where another process serves a role", HttpUrl),
        new("Services:*:Port", null, "the port of a service role in this process", Port),
        new("Web:Url", null, "where the web app listens", HttpUrl),
        new("Web:Address", "127.0.0.1", "on which address", Address),
        new("Web:Api", null, "where the web app finds the gateway, when they are apart", HttpUrl),
        new("Web:Folder", null, "the built web app"),
        new("Database:Url", "embedded", "embedded, or a PostgreSQL without the database's name", DatabaseUrl),
        new("Database:Urls:*", null, "a server of its own for one service", DatabaseUrl),
        new("Database:Prefix", null, "put before the names of databases"),
        new("Database:MaxConnections", "90", "divided over the services", Number(1, int.MaxValue)),
        new("Database:Binaries", null, "folder of the embedded PostgreSQL"),
        new("Redis:Url", "embedded", "embedded, or host:port,host:port,password=…", RedisUrl),
        new("Events:Log", "postgres", "the event log", OneOf("postgres", "kafka")),
        new("Events:Partitions", null, "fixed when the log is made", Number(1, 1024)),
        new("Events:RetentionDays", null, "how long events are kept", Positive),
        new("Events:LeaseSeconds", null, "how long a consumer holds a partition without a sign of life", Positive),
        new("Events:Batch", null, "events applied in one transaction", Number(1, 10_000)),
        new("Kafka:Brokers", null, "host:port,host:port"),
        new("Kafka:Topic", null, "the topic of the log"),
        new("Kafka:Replication", null, "copies of a new topic", Number(1, short.MaxValue)),
        new("Kafka:Client:*", null, "further settings of the Kafka client"),
        new("Media:Store", "disk", "the store for clips", OneOf("disk", "s3")),
        new("Media:Sandbox", null, "how ffmpeg is fenced in", OneOf("auto", "bwrap", "none")),
        new("Media:MemoryMiB", null, "memory one ffmpeg process may take", Number(256, 65536)),
        new("Media:MaxSeconds", null, "the longest clip taken", Number(1, 86_400)),
        new("Media:MaxPixels", null, "the largest picture taken", Number(76_800, 34_000_000)),
        new("Media:Threads", null, "threads of one encode; 0 takes every core", Number(0, 256)),
        new("Media:Concurrency", null, "clips encoded at a time by one process", Number(1, 64)),
        new("Media:Preset", null, "libx264 preset", OneOf("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow")),
        new("Media:Av1Rungs", null, "how many of the largest rungs are also made in AV1", Number(0, 4)),
        new("Media:StallSeconds", null, "an encode silent for this long is taken for hung", Number(5, 3600)),
        new("Media:S3:*", null, "the bucket, where Media:Store is s3"),
        new("Media:Cdn", null, "the address that stands for the store's public folder", HttpUrl),
        new("Media:PurgeUrl", null, "told what a CDN must forget", HttpUrl),
        new("Media:*", null, "where clips are kept, and how they are read and encoded"),
        new("Uploads:MaxBytes", null, "the largest file taken", Whole),
        new("Uploads:StoredBytes", null, "bytes that one account may have stored", Whole),
        new("Uploads:PerDay", null, "uploads that one account may begin in a day", Number(1, int.MaxValue)),
        new("Uploads:AtOnce", null, "clips of one account in processing at a time", Number(1, int.MaxValue)),
        new("Uploads:KeepFreeBytes", null, "uploads are refused when less would stay free", NoneOrMore),
        new("Uploads:ExpireHours", null, "when an upload that nobody continues is collected", Number(1, 24 * 365)),
        new("Uploads:KeepOriginalsDays", null, "how long originals are kept", Number(1, 3650)),
        new("Uploads:*", null, "limits of uploads"),
        new("Videos:*", null, "limits of texts"),
        new("Interaction:WatchDays", null, "how long plays are kept", Number(2, 36_500)),
        new("Interaction:*", null, "how long things are kept"),
        new("Recommendation:ImpressionDays", null, "how long impressions are kept", Number(1, 36_500)),
        new("Recommendation:*", null, "how feeds are made"),
        new("Instance:*", null, "the instance's first name and description"),
        new("Instance:Registration", "invite", "who may sign up, until the setup page changes it", OneOf("open", "invite", "approval", "closed")),
        new("Limits:Multiplier", "1", "scales every limit and quota", Positive),
        new("Live:PerAddress", null, "live connections from one address", Number(1, 1_000_000)),
        new("Live:PerAccount", null, "live connections of one account", Number(1, 1_000_000)),
        new("Live:CallsPerMinute", null, "what one live connection may ask for in a minute", Number(1, 1_000_000)),
        new("Secrets:Root", null, "32 bytes in base64; generated on one machine, required in a cluster", Root),
        new("Secrets:Previous", null, "the root before, accepted while it is replaced", Root),
        new("Mail:Url", "folder", "how messages go out: folder, or smtp://name:password@host:587, smtps://…", MailProblem),
        new("Mail:From", null, "who messages are from: Clips <noreply@clips.example>"),
        new("Notification:MailMinutes", null, "how long a notification waits to be read before it goes by mail", NoneOrMore),
        new("Notification:InboxDays", null, "how long notifications are kept", Number(1, 36_500)),
        new("Accounts:DeletionDays", "30", "how long a deleted account can be taken back"),
        new("Rpc:Guard", "false", "tests: re-parse every message of an internal call", YesNo),
        new("Telemetry:Otlp", null, "an OTLP endpoint for traces and metrics", HttpUrl),
        new("Logging:Format", "text", "how log lines look", OneOf("text", "json")),
        new("Logging:Level", "information", "the least level that is written", OneOf("debug", "information", "warning", "error")),
    ];

    public static IEnumerable<KeyValuePair<string, string?>> Defaults
        => All.Where(s => s.Default is not null).Select(s => KeyValuePair.Create(s.Key, s.Default));

    /// <exception cref="StartException">Some value is wrong, or a key of <c>zoetrope.json</c> is unknown; all are named at once.</exception>
    public static void Validate(IConfiguration configuration, IEnumerable<string> keysOfFile, IEnumerable<string> keysOfEnvironment)
    {
        var problems = new List<string>();
        foreach (var (key, value) in configuration.AsEnumerable())
        {
            if (value is null || Find(key)?.Problem?.Invoke(value) is not { } problem) continue;
            // Some values hold passwords or keys: those are not repeated.
            problems.Add(IsSecret(key) ? $"{key}: {problem}" : $"{key} is \"{value}\": {problem}");
        }
        problems.AddRange(keysOfFile.Where(key => Find(key) is null).Select(key => $"{key} in zoetrope.json is not a setting{Nearest(key)}"));
        // The environment is full of what belongs to others; what begins like one of our sections is meant for us.
        problems.AddRange(keysOfEnvironment.Where(key => key.Contains(':') && Find(key) is null && All.Any(s => s.Key.StartsWith(key.Split(':')[0] + ':', StringComparison.OrdinalIgnoreCase)))
            .Select(key => $"{key.Replace(":", "__", StringComparison.Ordinal)} in the environment is not a setting{Nearest(key)}"));
        if (Same(configuration["Events:Log"], "kafka") && configuration["Kafka:Brokers"] is not { Length: > 0 }) problems.Add("Events:Log is \"kafka\", so Kafka:Brokers must name the brokers (host:port,host:port).");
        if (problems.Count > 0) throw new StartException(string.Join('\n', problems));
    }

    /// <summary>
    /// Names in the environment whose first part is nearly one of our sections (<c>Gatway__Port</c>): most likely meant for us, but it may be somebody
    /// else's, so this warns and stops nothing.
    /// </summary>
    internal static IEnumerable<string> Misspelt(IEnumerable<string> keysOfEnvironment)
    {
        var sections = All.Where(s => s.Key.Contains(':')).Select(s => s.Key.Split(':')[0]).Distinct().ToList();
        foreach (var key in keysOfEnvironment.Where(key => key.Contains(':')).Order(StringComparer.Ordinal))
        {
            var first = key.Split(':')[0];
            var near = sections.Select(section => (Section: section, Away: Distance(section, first))).MinBy(s => s.Away);
            // Two letters of three or four are another word.
            if (near.Away is 0 or > 2 || near.Away * 2 >= first.Length) continue;
            yield return $"{key.Replace(":", "__", StringComparison.Ordinal)} in the environment is not a setting. Did you mean {near.Section}__{string.Join("__", key.Split(':')[1..])}?";
        }
    }

    private static bool IsSecret(string key) => key.StartsWith("Secrets:", StringComparison.OrdinalIgnoreCase) || key.StartsWith("Database:Url", StringComparison.OrdinalIgnoreCase) || Same(key, "Redis:Url") || Same(key, "Mail:Url");

    internal static Setting? Find(string key) => All.FirstOrDefault(s => Same(s.Key, key)) ?? All.FirstOrDefault(s => Matches(s.Key, key));

    private static bool Matches(string pattern, string key)
    {
        var (wanted, had) = (pattern.Split(':'), key.Split(':'));
        return wanted.Length == had.Length && wanted.Zip(had).All(pair => pair.First == "*" || Same(pair.First, pair.Second));
    }

    private static string Nearest(string key)
    {
        var parts = key.Split(':');
        var near = All.FirstOrDefault(s => s.Key.Contains(':') && Same(s.Key.Split(':')[^1], parts[^1]))
            ?? All.Where(s => Same(s.Key.Split(':')[0], parts[0])).MinBy(s => Distance(s.Key, key));
        return near is null ? $". Known: {string.Join(", ", All.Select(s => s.Key))}." : $". Did you mean {near.Key}?";
    }

    /// <summary>Letters to change, add or take away between two words (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1)));
        }
        return row[b.Length];
    }

    private static Func<string, string?> OneOf(params string[] choices)
        => value => choices.Contains(value, StringComparer.OrdinalIgnoreCase) ? null : $"choose from {string.Join(", ", choices)}.";

    private static Func<string, string?> Number(long from, long to)
        => value => long.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to ? null
            : to >= int.MaxValue ? $"a whole number from {from} is needed." : $"a whole number from {from} to {to} is needed.";

    private static string? Positive(string value)
        => double.TryParse(value, CultureInfo.InvariantCulture, out var number) && number > 0 && double.IsFinite(number) ? null : "a number above 0 is needed.";

    private static string? Origin(string value)
        => Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { PathAndQuery: "/", UserInfo: "", Fragment: "" } ? null
            : "an origin such as https://clips.example is needed, without a path.";

    private static string? HttpUrl(string value)
        => Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? null : "an address such as http://127.0.0.1:3001 is needed.";

    private static string? Address(string value) => System.Net.IPAddress.TryParse(value, out _) ? null : "an IP address such as 127.0.0.1 or 0.0.0.0 is needed.";

    private static string? NotEmpty(string value) => string.IsNullOrWhiteSpace(value) ? "a folder is needed." : null;

    private static string? ReadableFile(string value) => value.Length == 0 || File.Exists(value) ? null : "there is no such file.";

    private static string? Root(string value)
        => value.Length == 0 || Convert.TryFromBase64String(value, new byte[value.Length], out var length) && length >= 32 ? null
            : "at least 32 bytes as base64 are needed. Generate them with: openssl rand -base64 32";

    private static string? DatabaseUrl(string value)
    {
        if (Same(value, "embedded")) return null;
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(DatabaseServices.ConnectionString(new ConfigurationBuilder().AddInMemoryCollection([new("Database:Url", value)]).Build(), "auth"));
            return string.IsNullOrEmpty(connection.Host) ? "it names no host, as postgres://user:password@host:5432 does." : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException) { return "embedded, or an address such as postgres://user:password@host:5432 is needed."; }
    }

    private static string? RedisUrl(string value)
    {
        if (Same(value, "embedded")) return null;
        try { return ConfigurationOptions.Parse(value).EndPoints.Count > 0 ? null : "it names no host, as host:6379 does."; }
        catch (Exception e) when (e is ArgumentException or FormatException) { return "embedded, or host:port,host:port,password=… is needed."; }
    }

    private static string? MailProblem(string value)
        => Same(value, "folder") || (Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "smtp" or "smtps" && url.Host.Length > 0) ? null
            : "choose folder, or an SMTP server such as smtp://name:password@mail.example:587.";

    private static string? RolesProblem(string value)
    {
        try { RoleNames.Parse(value); return null; }
        catch (FormatException e) { return e.Message; }
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
