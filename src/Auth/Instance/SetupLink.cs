using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Auth.Instance;
using Zoetrope.Platform;

namespace Zoetrope.Auth;

/// <summary>
/// The one-time link of a new instance: its bearer becomes the first admin. The token is made from a random number in the database and a
/// key of the instance, so that it is stored nowhere, neither in clear nor hashed, and every start until it is used can print it again.
/// </summary>
public sealed class SetupLink(IServiceScopeFactory scopes, Secrets secrets)
{
    private const int Bytes = 16;

    /// <summary>What comes after <c>/setup#</c>, or null once somebody has set the instance up.</summary>
    public async Task<string?> TokenAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var nonce = (await scope.ServiceProvider.GetRequiredService<InstanceStore>().GetAsync(cancel)).SetupNonce;
        return nonce is null ? null : Token(nonce);
    }

    internal bool IsToken(string text, byte[] nonce) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(Token(nonce)));

    private string Token(byte[] nonce) => Base64Url.EncodeToString(HMACSHA256.HashData(secrets.Derive("setup-link"), nonce).AsSpan(0, Bytes));
}
