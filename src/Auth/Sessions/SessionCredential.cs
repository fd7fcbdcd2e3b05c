using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Zoetrope.Platform;

namespace Zoetrope.Auth.Sessions;

/// <summary>
/// The opaque refresh credential: session id, generation, a secret of 256 bits, and a MAC of ours over the three. The MAC tells a spent
/// credential of this session, whose return ends the family, from something made up, which must not end anything.
/// </summary>
internal sealed record SessionCredential(Guid SessionId, int Generation, byte[] Secret)
{
    private const int IdBytes = 16, GenerationBytes = 4, SecretBytes = 32, MacBytes = 16;
    private const int ClaimBytes = IdBytes + GenerationBytes + SecretBytes;
    private const string MacPurpose = "session-credential", SuccessorPurpose = "session-successor";

    public byte[] Hash => SHA256.HashData(Secret);

    public static SessionCredential First(Guid session) => new(session, 0, RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>
    /// The next one. It follows from this one and a key of the instance, so that two refreshes at once get the same successor though only
    /// hashes are stored; neither the database nor an old credential alone yields it.
    /// </summary>
    public SessionCredential Successor(Secrets secrets) => new(SessionId, Generation + 1, HMACSHA256.HashData(secrets.Derive(SuccessorPurpose), Claim()));

    public string Write(Secrets secrets)
    {
        var claim = Claim();
        return Base64Url.EncodeToString([.. claim, .. HMACSHA256.HashData(secrets.Derive(MacPurpose), claim).AsSpan(0, MacBytes)]);
    }

    /// <summary>Null for anything that this instance did not issue.</summary>
    public static SessionCredential? Read(string text, Secrets secrets)
    {
        Span<byte> bytes = stackalloc byte[ClaimBytes + MacBytes];
        if (text.Length != Base64Url.GetEncodedLength(bytes.Length) || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length) || length != bytes.Length) return null;
        if (!secrets.Verify(MacPurpose, bytes[..ClaimBytes], bytes[ClaimBytes..])) return null;
        return new SessionCredential(new Guid(bytes[..IdBytes], bigEndian: true), BinaryPrimitives.ReadInt32BigEndian(bytes[IdBytes..]),
            bytes.Slice(IdBytes + GenerationBytes, SecretBytes).ToArray());
    }

    public override string ToString() => $"credential {Generation} of session {SessionId}";

    private byte[] Claim()
    {
        var claim = new byte[ClaimBytes];
        SessionId.TryWriteBytes(claim, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(claim.AsSpan(IdBytes), Generation);
        Secret.CopyTo(claim.AsSpan(IdBytes + GenerationBytes));
        return claim;
    }
}
