namespace Zoetrope.Platform.Rpc;

/// <summary>What a verified access token says.</summary>
public sealed record VerifiedToken(Guid AccountId, Guid SessionId, AccountRole Role, DateTimeOffset ExpiresAt);

/// <summary>Verifies access tokens. Refuses all of them as long as no keys are known.</summary>
public sealed class AccessTokens
{
    private readonly Dictionary<string, VerifiedToken> _verified = [];

    public ValueTask<VerifiedToken?> Verify(string token, CancellationToken cancel) => new(_verified.GetValueOrDefault(token));
}
