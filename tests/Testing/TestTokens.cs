using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Testing;

/// <summary>
/// Stands in for Auth where a service is tested alone: signs real access tokens that the real verification accepts. Revoke a session
/// and it is refused after the next poll, as in the product.
/// </summary>
public sealed class TestTokens(TimeProvider? time = null, string issuer = "http://localhost:3000") : ITokenAuthority, IDisposable
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly List<Revocation> _revoked = [];
    private ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _generation = 1;

    /// <summary>While true every question to it fails, as when Auth is down.</summary>
    public bool IsAway { get; set; }

    /// <summary>How often keys were asked for.</summary>
    public int KeyReads { get; private set; }

    private string KeyId => $"test-{_generation}";

    /// <summary>A viewer with a token of their own, for calls with <c>rpc.As(viewer)</c>.</summary>
    public Viewer SignIn(Guid account, AccountRole role = AccountRole.User, Guid? session = null, string? deviceId = null, string locale = "en")
    {
        var sid = session ?? Guid.CreateVersion7();
        var expires = _time.GetUtcNow() + AccessTokens.Lifetime;
        return Viewer.SignedIn(Issue(account, sid, role, expires), new VerifiedToken(account, sid, role, expires), deviceId, locale);
    }

    public string Issue(Guid account, Guid session, AccountRole role, DateTimeOffset expires)
        => Sign(AccessTokens.Type, new Dictionary<string, object>
        {
            ["iss"] = issuer,
            ["aud"] = AccessTokens.Audience,
            ["sub"] = account.ToString(),
            ["sid"] = session.ToString(),
            ["role"] = role.ToString().ToLowerInvariant(),
            ["exp"] = expires.ToUnixTimeSeconds(),
        });

    /// <summary>Signs any claims under any type, for tokens that must be refused.</summary>
    public string Sign(string type, Dictionary<string, object> claims) => Jws.Sign(_key, KeyId, type, JsonSerializer.SerializeToUtf8Bytes(claims));

    public void Revoke(Guid session)
        => _revoked.Add(new Revocation { Seq = _revoked.Count + 1, SessionId = session.ToString(), UntilMs = (_time.GetUtcNow() + AccessTokens.Lifetime).ToUnixTimeMilliseconds() });

    /// <summary>Signs with a new key from now on; the old one is no longer listed.</summary>
    public void RotateKey()
    {
        _key.Dispose();
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _generation++;
    }

    public void Dispose() => _key.Dispose();

    Task<string> ITokenAuthority.GetKeysAsync(CancellationToken cancel)
    {
        if (IsAway) throw Fault.Unavailable();
        KeyReads++;
        var q = _key.ExportParameters(includePrivateParameters: false).Q;
        return Task.FromResult(JsonSerializer.Serialize(new
        {
            keys = new[] { new { kty = "EC", crv = "P-256", alg = "ES256", use = "sig", kid = KeyId, x = Base64Url.EncodeToString(q.X), y = Base64Url.EncodeToString(q.Y) } },
        }));
    }

    Task<ListRevocationsResponse> ITokenAuthority.ListRevocationsAsync(long afterSeq, CancellationToken cancel)
    {
        if (IsAway) throw Fault.Unavailable();
        return Task.FromResult(new ListRevocationsResponse { Items = { _revoked.Where(r => r.Seq > afterSeq) }, LastSeq = _revoked.Count });
    }
}

public static class TestTokenServices
{
    /// <summary>Lets a test host trust <paramref name="tokens"/> instead of asking Auth. Call it before services are added.</summary>
    public static IServiceCollection AddTestTokens(this IServiceCollection services, TestTokens tokens) => services.AddSingleton<ITokenAuthority>(tokens);
}
