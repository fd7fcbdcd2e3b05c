using System.Globalization;

namespace Zoetrope.Platform.Embedded;

/// <summary>
/// Whom PostgreSQL runs as: ourselves, or, because it refuses root, the owner of its folder or <c>nobody</c>.
/// </summary>
internal sealed class PostgresAccount
{
    /// <summary><c>nobody</c> on every Linux we know.</summary>
    private const uint Nobody = 65534;

    private readonly string[] _prefix;
    private readonly string? _owner;

    private PostgresAccount(string[] prefix, string? owner) => (_prefix, _owner) = (prefix, owner);

    public static async Task<PostgresAccount> ChooseAsync(PostgresBinaries binaries, string folder, CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root") return new([], null);
        var (_, stat) = await ChildCommand.RunAsync(["stat", "-c", "%u:%g", folder], cancel);
        var owner = stat.Split(':') is [var uid, _] && uint.TryParse(uid, CultureInfo.InvariantCulture, out var id) && id != 0 ? stat : $"{Nobody}:{Nobody}";
        var ids = owner.Split(':');
        string[] plain = ["setpriv", $"--reuid={ids[0]}", $"--regid={ids[1]}", "--clear-groups"];
        var account = new PostgresAccount(plain, owner);
        // Once only, and chown does the folder itself last: what an orphaned server takes away while it shuts down would be missed by a second.
        if (stat != owner) await account.OwnAsync(folder, cancel);
        if (await account.ReachesAsync(binaries.Program("initdb"), folder, cancel)) return account;

        // A clone under /root: no other user may walk through it. One capability lets the server through, and nothing else of root stays.
        // Without the bit, access(2), by which PostgreSQL looks for its own programs, leaves capabilities out.
        foreach (var capability in new[] { "dac_read_search", "dac_override" })
        {
            account = new([.. plain, $"--inh-caps=-all,+{capability}", $"--ambient-caps=-all,+{capability}", $"--bounding-set=-all,+{capability}", "--securebits=+no_setuid_fixup"], owner);
            if (await account.ReachesAsync(binaries.Program("initdb"), folder, cancel)) return account;
        }
        throw new StartException(
            $"PostgreSQL does not run as root, and the user it runs as instead ({owner}) cannot reach {folder} or {binaries.Folder}. "
            + "Start Zoetrope as an ordinary user, or put it and its data folder where other users may enter (for example under /opt).");
    }

    public Task<(int ExitCode, string Output)> RunAsync(CancellationToken cancel, params string[] command)
        => ChildCommand.RunAsync([.. _prefix, .. command], cancel);

    /// <summary>Hands a file or folder to the account.</summary>
    public async Task OwnAsync(string path, CancellationToken cancel)
    {
        if (_owner is null) return;
        var (code, output) = await ChildCommand.RunAsync(["chown", "-R", _owner, path], cancel);
        if (code != 0) throw new StartException($"{path} cannot be handed to the user PostgreSQL runs as: {output}");
    }

    private async Task<bool> ReachesAsync(string program, string folder, CancellationToken cancel)
    {
        var (code, _) = await RunAsync(cancel, "sh", "-c", "\"$1\" --version && test -w \"$2\" && test -x \"$2\"", "sh", program, folder);
        return code == 0;
    }
}
