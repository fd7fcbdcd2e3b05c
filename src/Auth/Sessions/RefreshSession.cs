using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Sessions;

/// <summary>
/// Rotates a credential. One statement decides who rotates; whoever presents the same credential within 10 s gets the same successor.
/// Later it ends the family: then two hold it, and which of them is the owner cannot be known.
/// </summary>
internal sealed partial class SessionsService
{
    public override async Task<RefreshResponse> Refresh(RefreshRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var credential = SessionCredential.Read(request.RefreshToken, secrets) ?? throw Fault.Unauthenticated();
        var successor = credential.Successor(secrets);
        var now = time.GetUtcNow();
        var (spent, next, expires) = (credential.Hash, successor.Hash, now + SessionStarter.Idle);
        var (ip, agent) = (SessionStarter.Cut(request.Ip, SessionStarter.LongestIp), SessionStarter.Cut(request.UserAgent, SessionStarter.LongestUserAgent));

        var rotated = await db.Sessions
            .Where(s => s.Id == credential.SessionId && s.Generation == credential.Generation && s.SecretHash == spent && s.EndedAt == null && s.ExpiresAt > now)
            .ExecuteUpdateAsync(s => s
                .SetProperty(x => x.Generation, successor.Generation)
                .SetProperty(x => x.SecretHash, next)
                .SetProperty(x => x.RotatedAt, now)
                .SetProperty(x => x.LastSeenAt, now)
                .SetProperty(x => x.ExpiresAt, expires)
                .SetProperty(x => x.Ip, x => ip == "" ? x.Ip : ip)
                .SetProperty(x => x.UserAgent, x => agent == "" ? x.UserAgent : agent), cancel) == 1;

        // Rotated just now, by this call or by another one with the same credential: the answer is the same.
        var (session, role) = await FindLiveAsync(credential, cancel);
        if (rotated || IsInGrace(credential, session)) return new RefreshResponse { Session = await starter.GrantAsync(session.UserId, role, successor, session.ExpiresAt, cancel) };
        throw await EndFamilyAsync(credential, cancel);
    }

    /// <summary>The session of a credential with its owner's role, as long as both are in order.</summary>
    private async Task<(Data.UserSession Session, AccountRole Role)> FindLiveAsync(SessionCredential credential, CancellationToken cancel)
    {
        var found = await db.Sessions.AsNoTracking().Where(s => s.Id == credential.SessionId)
            .Join(db.Users, s => s.UserId, u => u.Id, (s, u) => new { Session = s, u.Role, u.SuspendedAt }).SingleOrDefaultAsync(cancel);
        if (found is null || found.Session.ExpiresAt <= time.GetUtcNow()) throw Fault.Unauthenticated();
        if (found.Session.EndedAt is not null || found.SuspendedAt is not null) throw Fault.Unauthenticated("session_revoked");
        return (found.Session, found.Role);
    }

    private async Task<RpcException> EndFamilyAsync(SessionCredential credential, CancellationToken cancel)
    {
        var ended = await db.InTransaction(() => ending.EndAsync(db.Sessions.Where(s => s.Id == credential.SessionId), cancel), cancel);
        ending.Tell(ended);
        LogReuse(logger, credential.SessionId);
        return Fault.Unauthenticated("session_revoked");
    }
}
