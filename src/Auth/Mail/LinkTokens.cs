using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Zoetrope.Platform;

namespace Zoetrope.Auth.Mail;

/// <summary>
/// The secret part of a link in a message: whom it is for, until when, and a MAC that also covers what it depends on. A link for a
/// new password depends on the old one's hash, so it works once, and on the address it went to; one that confirms an address depends on that address. Nothing is stored.
/// </summary>
internal sealed class LinkTokens(Secrets secrets, TimeProvider time)
{
    private const int IdBytes = 16, UntilBytes = 8, MacBytes = 32;

    public string Make(string purpose, Guid user, TimeSpan lifetime, string dependsOn)
    {
        var claim = new byte[IdBytes + UntilBytes];
        user.TryWriteBytes(claim, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(claim.AsSpan(IdBytes), (time.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        return Base64Url.EncodeToString([.. claim, .. HMACSHA256.HashData(secrets.Derive(Key(purpose)), Signed(claim, dependsOn))]);
    }

    /// <summary>Whom a token says it is for; nothing is proven yet. Null for what cannot be one of ours, or has expired.</summary>
    public Guid? UserOf(string token)
    {
        if (Read(token) is not { } bytes) return null;
        return BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(IdBytes)) > time.GetUtcNow().ToUnixTimeSeconds() ? new Guid(bytes.AsSpan(0, IdBytes), bigEndian: true) : null;
    }

    /// <summary>Whether the token was made for this.</summary>
    public bool IsFor(string token, string purpose, string dependsOn)
        => Read(token) is { } bytes && secrets.Verify(Key(purpose), Signed(bytes[..(IdBytes + UntilBytes)], dependsOn), bytes.AsSpan(IdBytes + UntilBytes));

    private static byte[]? Read(string token)
    {
        var bytes = new byte[IdBytes + UntilBytes + MacBytes];
        return token.Length == Base64Url.GetEncodedLength(bytes.Length) && Base64Url.IsValid(token) && Base64Url.TryDecodeFromChars(token, bytes, out var length) && length == bytes.Length
            ? bytes : null;
    }

    private static string Key(string purpose) => $"link-{purpose}";

    private static byte[] Signed(byte[] claim, string dependsOn) => [.. claim, .. Encoding.UTF8.GetBytes(dependsOn)];
}
