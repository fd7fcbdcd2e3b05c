using Microsoft.Extensions.Configuration.Json;
using Zoetrope.Platform;

namespace Zoetrope.Host;

/// <summary>
/// Where settings come from, later ones winning: defaults in code, <c>zoetrope.json</c> in the data folder, the environment
/// (<c>Instance__Registration=open</c>), the command line.
/// </summary>
internal static class Configuration
{
    public static ConfigurationManager Read(IEnumerable<KeyValuePair<string, string?>> commandLine)
    {
        // The data folder itself can be set anywhere but in the file that lies in it.
        var outer = new ConfigurationBuilder().AddInMemoryCollection(Settings.Defaults).AddEnvironmentVariables().AddInMemoryCollection(commandLine).Build();
        var file = Path.Combine(Path.GetFullPath(outer["Data:Path"] is { Length: > 0 } folder ? folder : "."), "zoetrope.json");
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(Settings.Defaults);
        var fromFile = ReadFile(file);
        configuration.AddInMemoryCollection(fromFile);
        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(commandLine);
        Settings.Validate(configuration, fromFile.Where(pair => pair.Value is not null).Select(pair => pair.Key), KeysOfEnvironment());
        configuration.AddInMemoryCollection(Derived(configuration));
        return configuration;
    }

    /// <summary>Every name in the environment, as a key.</summary>
    public static IEnumerable<string> KeysOfEnvironment()
        => new ConfigurationBuilder().AddEnvironmentVariables().Build().AsEnumerable().Where(pair => pair.Value is not null).Select(pair => pair.Key);

    /// <summary>What follows from the rest unless it was said.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Derived(IConfiguration configuration)
    {
        configuration["Data:Path"] = Path.GetFullPath(configuration["Data:Path"]!);
        if (configuration["Public:Url"] is null) yield return new("Public:Url", $"http://localhost:{configuration["Gateway:Port"]}");
        foreach (var service in Services.All)
        {
            var (port, url) = ($"Services:{service.Role.Name()}:Port", $"Services:{service.Role.Name()}:Url");
            if (configuration[port] is null) yield return new(port, $"{service.Port}");
            if (configuration[url] is null) yield return new(url, $"http://127.0.0.1:{configuration[port] ?? $"{service.Port}"}");
        }
    }

    private static Dictionary<string, string?> ReadFile(string file)
    {
        if (!File.Exists(file)) return [];
        try
        {
            return new Dictionary<string, string?>(new ConfigurationBuilder().AddJsonFile(file, optional: true, reloadOnChange: false).Build().AsEnumerable());
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or System.Text.Json.JsonException)
        {
            throw new StartException($"{file} cannot be read: {e.InnerException?.Message ?? e.Message}", e);
        }
    }
}
