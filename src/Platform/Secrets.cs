using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Zoetrope.Platform;

/// <summary>
/// Every symmetric key of an instance, derived from one root with HKDF-SHA256, a purpose each (RFC 5869). The root is generated on
/// one machine and required in a cluster; <c>Secrets:Previous</c> is still accepted while it is being replaced.
/// </summary>
public sealed class Secrets
{
    private const int MinimumRootBytes = 32;

    private readonly byte[] _root;
    private readonly byte[]? _previous;
    private readonly ConcurrentDictionary<(string Purpose, bool Previous), byte[]> _keys = new();

    /// <exception cref="StartException"><c>Secrets:Root</c> is missing or is not at least 32 bytes of base64.</exception>
    public Secrets(IConfiguration configuration)
    {
        _root = Read(configuration, "Secrets:Root")
            ?? throw new StartException("Secrets:Root is not set. Generate one with: openssl rand -base64 32");
        _previous = Read(configuration, "Secrets:Previous");
    }

    /// <summary>The 32-byte key for one purpose. Callers must not change the array.</summary>
    public byte[] Derive(string purpose) => _keys.GetOrAdd((purpose, false), key => Expand(_root, key.Purpose));

    /// <summary>The key of that purpose under the previous root, where there is one.</summary>
    public byte[]? DerivePrevious(string purpose)
        => _previous is null ? null : _keys.GetOrAdd((purpose, true), key => Expand(_previous, key.Purpose));

    /// <summary>True where <paramref name="mac"/> is the HMAC-SHA256 of the data under the current or the previous key; constant time.</summary>
    public bool Verify(string purpose, ReadOnlySpan<byte> data, ReadOnlySpan<byte> mac)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Derive(purpose), data, expected);
        if (CryptographicOperations.FixedTimeEquals(expected[..Math.Min(mac.Length, expected.Length)], mac)) return mac.Length >= 16;
        if (DerivePrevious(purpose) is not { } previous) return false;
        HMACSHA256.HashData(previous, data, expected);
        return CryptographicOperations.FixedTimeEquals(expected[..Math.Min(mac.Length, expected.Length)], mac) && mac.Length >= 16;
    }

    private static byte[] Expand(byte[] root, string purpose)
        => HKDF.DeriveKey(HashAlgorithmName.SHA256, root, 32, info: Encoding.UTF8.GetBytes("zoetrope/" + purpose));

    private static byte[]? Read(IConfiguration configuration, string key)
    {
        if (configuration[key] is not { Length: > 0 } text) return null;
        Span<byte> bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length < MinimumRootBytes)
            throw new StartException($"{key} must be at least {MinimumRootBytes} bytes as base64. Generate one with: openssl rand -base64 32");
        return bytes[..length].ToArray();
    }
}
