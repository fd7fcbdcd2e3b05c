using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Sessions;

/// <summary>The list of a person's sessions, and their ends. Ending what has ended already changes nothing.</summary>
internal sealed partial class SessionsService
{
    public override async Task<LogOutResponse> LogOut(LogOutRequest request, ServerCallContext context)
    {
        var viewer = context.Viewer();
        var (account, session) = (viewer.Account(), viewer.SessionId);
        await ending.EndNowAsync(db.Sessions.Where(s => s.Id == session && s.UserId == account), context.CancellationToken);
        return new LogOutResponse();
    }

    public override async Task<EndSessionResponse> EndSession(EndSessionRequest request, ServerCallContext context)
    {
        var account = context.Viewer().Account();
        if (!Guid.TryParse(request.SessionId, out var id)) throw Fault.NotFound();
        var own = db.Sessions.Where(s => s.Id == id && s.UserId == account);
        if (!await own.AnyAsync(context.CancellationToken)) throw Fault.NotFound();
        await ending.EndNowAsync(own, context.CancellationToken);
        return new EndSessionResponse();
    }

    public override async Task<ListSessionsResponse> ListSessions(ListSessionsRequest request, ServerCallContext context)
    {
        var viewer = context.Viewer();
        var account = viewer.Account();
        var now = time.GetUtcNow();
        var sessions = await db.Sessions.AsNoTracking().Where(s => s.UserId == account && s.EndedAt == null && s.ExpiresAt > now)
            .OrderByDescending(s => s.LastSeenAt).ThenByDescending(s => s.Id).Take(SessionStarter.MostOpen).ToListAsync(context.CancellationToken);
        return new ListSessionsResponse
        {
            Items =
            {
                sessions.Select(s => new SessionInfo
                {
                    Id = s.Id.ToString(),
                    Ip = s.Ip,
                    UserAgent = s.UserAgent,
                    CreatedAtMs = s.CreatedAt.ToUnixTimeMilliseconds(),
                    LastSeenAtMs = s.LastSeenAt.ToUnixTimeMilliseconds(),
                    Current = s.Id == viewer.SessionId,
                }),
            },
        };
    }
}
