using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Sessions;

/// <summary>What has ended since a number, oldest first; every process reads on from its last one until nothing comes.</summary>
internal sealed partial class SessionsService
{
    private const int RevocationsPerPage = 1000;

    public override async Task<ListRevocationsResponse> ListRevocations(ListRevocationsRequest request, ServerCallContext context)
    {
        // It names everybody's sessions: for the processes that judge tokens, never for a person.
        if (!context.Viewer().IsSystem) throw Fault.Forbidden();
        var now = time.GetUtcNow();
        var rows = await db.Revocations.AsNoTracking().Where(r => r.Seq > request.AfterSeq && r.Until > now)
            .OrderBy(r => r.Seq).Take(RevocationsPerPage).ToListAsync(context.CancellationToken);
        return new ListRevocationsResponse
        {
            Items = { rows.Select(r => new Revocation { Seq = r.Seq, SessionId = r.SessionId.ToString(), UntilMs = r.Until.ToUnixTimeMilliseconds() }) },
            LastSeq = rows.Count > 0 ? rows[^1].Seq : request.AfterSeq,
        };
    }

    /// <summary>The keys that verify access tokens, as a JWKS document.</summary>
    public override async Task<GetKeysResponse> GetKeys(GetKeysRequest request, ServerCallContext context)
        => new() { JwksJson = await keys.JwksAsync(context.CancellationToken) };
}
