using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>
/// Exchanges a browser's cookie for the access token that services verify, and remembers it under the cookie's hash until shortly
/// before it expires: no token reaches the page, and an API call costs no call to Auth.
/// </summary>
internal sealed class SessionTokens(Rpc<SessionsClient> sessions, AccessTokens tokens, TimeProvider time)
{
    private const int Most = 100_000;
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30), DueFor = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, SessionToken> _known = new();
    private readonly ConcurrentDictionary<string, Task<SessionToken?>> _asking = new();

    /// <summary>The token behind a cookie, or null where the session has ended.</summary>
    public async ValueTask<SessionToken?> ExchangeAsync(string credential, CancellationToken cancel)
    {
        var key = KeyOf(credential);
        if (_known.TryGetValue(key, out var known) && known.Until > time.GetUtcNow())
            // Asked again every time: the session may have ended since.
            return await tokens.Verify(known.Token, cancel) is null ? null : known;
        // Requests of one page load come together: they share one exchange, which nobody's leaving cancels.
        return await _asking.GetOrAdd(key, _ => AskAsync(key, credential)).WaitAsync(cancel);
    }

    /// <summary>Remembers what a fresh grant said, so that the next request needs no exchange.</summary>
    public async Task<SessionToken?> RememberAsync(SessionGrant grant, CancellationToken cancel)
        => await KeepAsync(KeyOf(grant.RefreshToken), grant, shouldRotate: false, cancel);

    public void Forget(string credential) => _known.TryRemove(KeyOf(credential), out _);

    private async Task<SessionToken?> AskAsync(string key, string credential)
    {
        await Task.Yield();
        try
        {
            var reply = await sessions.As(Viewer.Anonymous()).ExchangeAsync(new ExchangeRequest { RefreshToken = credential });
            return await KeepAsync(key, reply.Session, reply.ShouldRotate, CancellationToken.None);
        }
        catch (RpcException refusal) when (Fault.Of(refusal).HttpStatus is 401 or 404 or 422)
        {
            return null;
        }
        finally
        {
            _asking.TryRemove(key, out _);
        }
    }

    private async Task<SessionToken?> KeepAsync(string key, SessionGrant grant, bool shouldRotate, CancellationToken cancel)
    {
        if (await tokens.Verify(grant.AccessToken, cancel) is not { } verified) return null;
        var until = DateTimeOffset.FromUnixTimeMilliseconds(grant.AccessExpiresAtMs) - Early;
        // A credential that is about to be spent is asked about again soon: Auth, not this memory, notices when it is used too late.
        if (shouldRotate && time.GetUtcNow() + DueFor is var soon && soon < until) until = soon;
        var kept = new SessionToken(grant.AccessToken, verified, shouldRotate, until);
        if (_known.Count >= Most) Sweep();
        _known[key] = kept;
        return kept;
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var (key, token) in _known)
            if (token.Until <= now) _known.TryRemove(key, out _);
        // Still full of living sessions: forgetting all costs each one exchange, growing without end costs the process.
        if (_known.Count >= Most) _known.Clear();
    }

    private static string KeyOf(string credential) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(credential)));
}

/// <param name="ShouldRotate">Auth asks for a new cookie with the next page response.</param>
internal sealed record SessionToken(string Token, VerifiedToken Verified, bool ShouldRotate, DateTimeOffset Until);
