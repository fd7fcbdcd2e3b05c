using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;

namespace Zoetrope.Platform.Rpc;

/// <summary>
/// The public keys that sign access tokens, kept from Auth's JWKS. They are read again every five minutes, well within the ten
/// that a new key is listed before its first use; an unknown key id asks at once, but at most every ten seconds.
/// </summary>
internal sealed class TokenKeys(ITokenAuthority authority, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5), Pause = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private FrozenDictionary<string, ECParameters> _keys = FrozenDictionary<string, ECParameters>.Empty;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    public async ValueTask<ECParameters?> FindAsync(string id, CancellationToken cancel)
    {
        var age = time.GetUtcNow() - _readAt;
        var known = _keys.TryGetValue(id, out var key);
        if (known && age < Fresh) return key;
        if (!known && age < Pause) return null;
        try
        {
            await ReadAsync(cancel);
        }
        // A known key stays good while Auth is away; an unknown one cannot be judged, which is no fault of the token's.
        catch (Grpc.Core.RpcException) when (known)
        {
            return key;
        }
        return _keys.TryGetValue(id, out key) ? key : null;
    }

    public void Dispose() => _reading.Dispose();

    private async Task ReadAsync(CancellationToken cancel)
    {
        var asked = _readAt;
        await _reading.WaitAsync(cancel);
        try
        {
            if (_readAt != asked) return;
            var keys = Parse(await authority.GetKeysAsync(cancel));
            (_keys, _readAt) = (keys, time.GetUtcNow());
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The usable keys of a JWKS document (RFC 7517): P-256, for verifying ES256 signatures, and nothing else.</summary>
    internal static FrozenDictionary<string, ECParameters> Parse(string jwks)
    {
        using var document = JsonDocument.Parse(jwks);
        var keys = new Dictionary<string, ECParameters>();
        foreach (var item in document.RootElement.GetProperty("keys").EnumerateArray())
            if (item.Text("kid") is { Length: > 0 } id && Read(item) is { } key) keys[id] = key;
        return keys.ToFrozenDictionary();
    }

    private static ECParameters? Read(JsonElement item)
    {
        if (item.Text("kty") != "EC" || item.Text("crv") != "P-256") return null;
        if (item.TryGetProperty("alg", out _) && item.Text("alg") != "ES256") return null;
        if (item.TryGetProperty("use", out _) && item.Text("use") != "sig") return null;
        if (item.TryGetProperty("key_ops", out var uses) && !uses.EnumerateArray().Any(use => use.ValueEquals("verify"))) return null;
        if (item.Text("x") is not { } x || item.Text("y") is not { } y) return null;
        return new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) },
        };
    }
}
