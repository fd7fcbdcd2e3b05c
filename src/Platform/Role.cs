namespace Zoetrope.Platform;

/// <summary>What a process does. One process may have several roles; on a laptop it has all of them.</summary>
[Flags]
public enum Role
{
    None = 0,

    /// <summary>Embedded PostgreSQL and Garnet; owns the lock of the data folder.</summary>
    Infra = 1,

    /// <summary>The Next.js web app as a child process.</summary>
    Web = 2,

    /// <summary>The one public door: REST, live hub, media, pages.</summary>
    Gateway = 4,
    Auth = 8,
    Video = 16,

    /// <summary>Encodes uploads; part of the Video service, but without an address of its own.</summary>
    Transcoder = 32,
    Interaction = 64,
    Notification = 128,
    Recommendation = 256,
    All = Infra | Web | Gateway | Auth | Video | Transcoder | Interaction | Notification | Recommendation,
}

/// <summary>Names of roles as configuration and the command line spell them.</summary>
public static class RoleNames
{
    public static readonly IReadOnlyList<string> All = [.. Enum.GetValues<Role>().Where(IsSingle).Select(Name)];

    public static string Name(this Role role) => role.ToString().ToLowerInvariant();

    /// <summary>Reads <c>all</c> or a comma-separated set such as <c>video,transcoder</c>.</summary>
    /// <exception cref="FormatException">A name is unknown; the message lists the choices.</exception>
    public static Role Parse(string text)
    {
        var roles = Role.None;
        foreach (var name in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            roles |= string.Equals(name, "all", StringComparison.OrdinalIgnoreCase) ? Role.All
                : All.Contains(name, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<Role>(name, ignoreCase: true)
                : throw new FormatException($"Unknown role \"{name}\". Choose from: all, {string.Join(", ", All)}.");
        }
        return roles == Role.None ? throw new FormatException($"No role given. Choose from: all, {string.Join(", ", All)}.") : roles;
    }

    private static bool IsSingle(Role role) => int.PopCount((int)role) == 1;
}
