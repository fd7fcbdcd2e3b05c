using Zoetrope.Contracts.Auth.V1;

namespace Zoetrope.Platform.Rpc;

/// <summary>Who says which keys sign access tokens and which sessions have ended. Tests stand in for it; the product asks Auth.</summary>
internal interface ITokenAuthority
{
    /// <summary>The JWKS document.</summary>
    Task<string> GetKeysAsync(CancellationToken cancel);

    /// <summary>The revocations after a number, oldest first; fewer than exist only if more can be asked for.</summary>
    Task<ListRevocationsResponse> ListRevocationsAsync(long afterSeq, CancellationToken cancel);
}

internal sealed class RpcTokenAuthority(Rpc<Sessions.SessionsClient> sessions) : ITokenAuthority
{
    public async Task<string> GetKeysAsync(CancellationToken cancel)
        => (await sessions.AsSystem().GetKeysAsync(new GetKeysRequest(), cancellationToken: cancel)).JwksJson;

    public async Task<ListRevocationsResponse> ListRevocationsAsync(long afterSeq, CancellationToken cancel)
        => await sessions.AsSystem().ListRevocationsAsync(new ListRevocationsRequest { AfterSeq = afterSeq }, cancellationToken: cancel);
}
