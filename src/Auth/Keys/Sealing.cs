using System.Security.Cryptography;
using System.Text;
using Zoetrope.Platform;

namespace Zoetrope.Auth.Keys;

/// <summary>Seals small secrets for the database: AES-256-GCM under a key derived from the root for one purpose, bound to what they belong to. Nonce, tag, ciphertext.</summary>
internal static class Sealing
{
    private const int NonceBytes = 12, TagBytes = 16;

    public static byte[] Seal(this Secrets secrets, string purpose, string boundTo, byte[] plain)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var (tag, cipher) = (new byte[TagBytes], new byte[plain.Length]);
        using var aes = new AesGcm(secrets.Derive(purpose), TagBytes);
        aes.Encrypt(nonce, plain, cipher, tag, Encoding.UTF8.GetBytes(boundTo));
        return [.. nonce, .. tag, .. cipher];
    }

    /// <summary>Null where it was sealed under a root that this instance no longer has, or for something else.</summary>
    public static byte[]? Open(this Secrets secrets, string purpose, string boundTo, byte[] sealedBytes)
    {
        foreach (var key in new[] { secrets.Derive(purpose), secrets.DerivePrevious(purpose) })
        {
            if (key is null) continue;
            try
            {
                var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
                using var aes = new AesGcm(key, TagBytes);
                aes.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(boundTo));
                return plain;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Not under this root.
            }
        }
        return null;
    }
}
