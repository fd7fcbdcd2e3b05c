using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Keys;

/// <summary>Writes access tokens: ES256, <c>typ: at+jwt</c>, good for 15 minutes for the one audience. <see cref="AccessTokens"/> is the other half.</summary>
internal sealed class AccessTokenIssuer(SigningKeys keys, IConfiguration configuration, TimeProvider time)
{
    private readonly string _issuer = AccessTokens.Issuer(configuration);

    public async Task<(string Token, DateTimeOffset Expires)> IssueAsync(Guid account, Guid session, AccountRole role, bool leaving, CancellationToken cancel)
    {
        var (id, parameters) = await keys.CurrentAsync(cancel);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var expires = now + (long)AccessTokens.Lifetime.TotalSeconds;
        var claims = new Dictionary<string, object>
        {
            ["iss"] = _issuer,
            ["aud"] = AccessTokens.Audience,
            ["sub"] = account.ToString(),
            ["sid"] = session.ToString(),
            ["role"] = role.ToString().ToLowerInvariant(),
            ["iat"] = now,
            ["exp"] = expires,
        };
        if (leaving) claims["leaving"] = true;
        using var key = ECDsa.Create(parameters);
        return (Jws.Sign(key, id, AccessTokens.Type, JsonSerializer.SerializeToUtf8Bytes(claims)), DateTimeOffset.FromUnixTimeSeconds(expires));
    }
}
