using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Zoetrope.Platform.Rpc;

/// <summary>What a verified access token says.</summary>
/// <param name="IsLeaving">The account was waiting to be erased when the token was written; it may have come back since.</param>
public sealed record VerifiedToken(Guid AccountId, Guid SessionId, AccountRole Role, DateTimeOffset ExpiresAt, bool IsLeaving = false);

/// <summary>
/// Verifies access tokens (RFC 9068 in spirit: <c>typ: at+jwt</c>, ES256, one issuer, one audience). A token is verified once and then
/// remembered by its SHA-256 until it expires; the revocations of its session are asked about every time.
/// </summary>
public sealed class AccessTokens : IDisposable
{
    /// <summary>The one audience: this product's own services.</summary>
    public const string Audience = "zoetrope";

    /// <summary>The media type of an access token's header.</summary>
    public const string Type = "at+jwt";

    /// <summary>How long a token is good for. What is revoked is remembered at least as long.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    // About 30 MB at the most; beyond it the memory starts anew, which costs one verification for each live token.
    private const int Capacity = 200_000;

    private readonly ConcurrentDictionary<(UInt128, UInt128), VerifiedToken> _remembered = new();
    private readonly TokenKeys _keys;
    private readonly Revocations _revocations;
    private readonly TimeProvider _time;
    private readonly string _issuer;

    internal AccessTokens(ITokenAuthority authority, Revocations revocations, TimeProvider time, string issuer)
        => (_keys, _revocations, _time, _issuer) = (new TokenKeys(authority, time), revocations, time, issuer);

    /// <summary>The issuer of an instance's tokens: its public origin.</summary>
    public static string Issuer(IConfiguration configuration) => (configuration["Public:Url"] ?? "http://localhost:3000").TrimEnd('/');

    /// <summary>What the token says, or null where it is not one of ours, has expired or its session has ended.</summary>
    /// <exception cref="Grpc.Core.RpcException">503: whether it is still good cannot be said, because Auth has been away for too long.</exception>
    public async ValueTask<VerifiedToken?> Verify(string token, CancellationToken cancel)
    {
        await _revocations.EnsureFreshAsync(cancel);
        var hash = HashOf(token);
        if (!_remembered.TryGetValue(hash, out var verified))
        {
            if (await ReadAsync(token, cancel) is not { } read) return null;
            verified = read;
            Remember(hash, read);
        }
        if (verified.ExpiresAt > _time.GetUtcNow()) return _revocations.Contains(verified.SessionId) ? null : verified;
        _remembered.TryRemove(hash, out _);
        return null;
    }

    /// <summary>Whether a session has ended.</summary>
    /// <exception cref="Grpc.Core.RpcException">503: that cannot be said, because Auth has been away for too long.</exception>
    internal async ValueTask<bool> HasEndedAsync(Guid session, CancellationToken cancel)
    {
        await _revocations.EnsureFreshAsync(cancel);
        return _revocations.Contains(session);
    }

    /// <inheritdoc/>
    public void Dispose() => _keys.Dispose();

    private async ValueTask<VerifiedToken?> ReadAsync(string token, CancellationToken cancel)
    {
        if (Jws.Parse(token) is not { Type: Type, KeyId: { } keyId } jws) return null;
        return await _keys.FindAsync(keyId, cancel) is { } key && jws.IsSignedBy(key) ? ReadClaims(jws.Payload) : null;
    }

    private VerifiedToken? ReadClaims(byte[] payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            var claims = document.RootElement;
            if (claims.Text("iss") != _issuer || claims.Text("aud") != Audience) return null;
            if (!Guid.TryParse(claims.Text("sub"), out var account) || !Guid.TryParse(claims.Text("sid"), out var session)) return null;
            if (!claims.TryGetProperty("exp", out var exp) || !exp.TryGetInt64(out var seconds)) return null;
            if (seconds is < 0 or > 253_402_300_799) return null;
            return new VerifiedToken(account, session, RoleOf(claims.Text("role")), DateTimeOffset.FromUnixTimeSeconds(seconds),
                IsLeaving: claims.TryGetProperty("leaving", out var leaving) && leaving.ValueKind == JsonValueKind.True);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static AccountRole RoleOf(string? name) => name switch
    {
        "admin" => AccountRole.Admin,
        "moderator" => AccountRole.Moderator,
        _ => AccountRole.User,
    };

    private void Remember((UInt128, UInt128) hash, VerifiedToken verified)
    {
        if (_remembered.Count >= Capacity)
        {
            var now = _time.GetUtcNow();
            foreach (var (old, token) in _remembered)
                if (token.ExpiresAt <= now) _remembered.TryRemove(old, out _);
            if (_remembered.Count >= Capacity) _remembered.Clear();
        }
        _remembered[hash] = verified;
    }

    private static (UInt128, UInt128) HashOf(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        var halves = MemoryMarshal.Cast<byte, UInt128>(hash);
        return (halves[0], halves[1]);
    }
}
