using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Zoetrope.Platform.Events.Kafka;

/// <summary>
/// Loads the librdkafka that came with the package. Left to itself, .NET on Debian finds that the bundled library wants a
/// <c>libsasl2.so.3</c> which is not there, takes the system's old librdkafka instead and says nothing until <c>Consume</c> throws.
/// </summary>
internal static class KafkaLibrary
{
    /// <summary>2.16.0 as librdkafka encodes it.</summary>
    private const int Expected = 0x02100000;

    private static readonly Lazy<string> Loaded = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, Resolve);
        return Library.Version >= Expected ? Library.VersionString
            : throw new InvalidOperationException($"librdkafka {Library.VersionString} was loaded instead of the bundled one.");
    });

    /// <summary>Loads it once; returns its version.</summary>
    /// <exception cref="InvalidOperationException">Another librdkafka was loaded.</exception>
    public static string Load() => Loaded.Value;

    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "librdkafka" || !OperatingSystem.IsLinux()) return 0;
        var musl = RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);
        var architecture = $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        string[] files = musl ? ["alpine-librdkafka.so"] : ["centos8-librdkafka.so", "librdkafka.so"];
        // Under runtimes/ in a portable build, beside the program in one for a single platform.
        foreach (var folder in new[] { Path.Combine("runtimes", architecture, "native"), "" })
        {
            foreach (var file in files)
            {
                if (NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, folder, file), out var handle)) return handle;
            }
        }
        return 0;
    }
}
