using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Zoetrope.Platform.Rpc;

/// <summary>
/// Proof that a call between processes comes from this cluster: <c>role.target.time.mac</c>, where the mac (HMAC-SHA256 under a
/// key derived from the root) also covers the method. It holds for 60 seconds, for one method of one target role, so a
/// captured call is worth nothing later or elsewhere.
/// </summary>
internal sealed partial class InternalCredentials(Secrets secrets, LocalRoles local, TimeProvider time, ILogger<InternalCredentials> logger)
{
    internal const string Header = "zt-internal";
    private const string Purpose = "internal-calls";
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(60), Reuse = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, (string Credential, long Until)> _issued = new();

    /// <summary>The credential for one method, made anew every 20 s.</summary>
    public string For(Role target, string method)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (_issued.TryGetValue(method, out var kept) && kept.Until > now) return kept.Credential;
        var claim = $"{local.Roles.ToString().Replace(", ", "+", StringComparison.Ordinal).ToLowerInvariant()}.{target.Name()}.{now.ToString(CultureInfo.InvariantCulture)}";
        var credential = $"{claim}.{Convert.ToBase64String(Mac(claim, method))}";
        _issued[method] = (credential, now + (long)Reuse.TotalSeconds);
        return credential;
    }

    /// <exception cref="RpcException">Unauthenticated: missing, forged, too old, or meant for another role or method.</exception>
    public void Check(Metadata headers, string method)
    {
        if (headers.GetValue(Header) is { } credential && IsValid(credential, method)) return;
        LogRefused(logger, method);
        throw new RpcException(new Status(StatusCode.Unauthenticated, "This call needs the cluster's credential."));
    }

    private bool IsValid(string credential, string method)
    {
        var parts = credential.Split('.');
        if (parts.Length != 4 || !long.TryParse(parts[2], CultureInfo.InvariantCulture, out var at)) return false;
        if (!Enum.TryParse<Role>(parts[1], ignoreCase: true, out var target) || (local.Roles & target) == Role.None) return false;
        if (Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - at) > Validity.TotalSeconds) return false;
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(parts[3], mac, out var length) && length == mac.Length
            && secrets.Verify(Purpose, Bytes($"{parts[0]}.{parts[1]}.{parts[2]}", method), mac);
    }

    private byte[] Mac(string claim, string method) => HMACSHA256.HashData(secrets.Derive(Purpose), Bytes(claim, method));

    private static byte[] Bytes(string claim, string method) => Encoding.UTF8.GetBytes($"{claim}\n{method}");

    [LoggerMessage(Level = LogLevel.Warning, Message = "An internal call of {Method} came without a valid credential; check that all processes share Secrets:Root and their clocks agree")]
    private static partial void LogRefused(ILogger logger, string method);
}

/// <summary>The roles of this process.</summary>
public sealed record LocalRoles(Role Roles)
{
    public bool Has(Role role) => (Roles & role) == role;
}
