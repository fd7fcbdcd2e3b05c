using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Sessions;

/// <summary>Gives an access token for a credential that stays as it is: what the gateway does with a browser's cookie on API calls.</summary>
internal sealed partial class SessionsService
{
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    public override async Task<ExchangeResponse> Exchange(ExchangeRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var credential = SessionCredential.Read(request.RefreshToken, secrets) ?? throw Fault.Unauthenticated();
        var (session, role) = await FindLiveAsync(credential, cancel);
        var isCurrent = session.Generation == credential.Generation && session.SecretHash.AsSpan().SequenceEqual(credential.Hash);
        if (!isCurrent && !IsInGrace(credential, session)) throw await EndFamilyAsync(credential, cancel);

        var now = time.GetUtcNow();
        if (now - session.LastSeenAt > SeenEvery)
            await db.Sessions.Where(s => s.Id == session.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), cancel);

        return new ExchangeResponse
        {
            Session = await starter.GrantAccessAsync(session.UserId, role, session.Id, cancel),
            ShouldRotate = !isCurrent || now - session.RotatedAt > RotateAfter,
        };
    }
}
