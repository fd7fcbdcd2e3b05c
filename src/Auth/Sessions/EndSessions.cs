using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Sessions;

/// <summary>
/// Ends sessions and says so: a numbered revocation for whoever remembers their access tokens, and an event that hastens it. The numbers
/// are drawn under a lock held until the commit, so that they become visible in order and a poll by number misses none.
/// </summary>
internal sealed class EndSessions(AuthDb db, Revocations revocations, OutboxSignal<AuthDb> signal, TimeProvider time)
{
    private const int Lock = 0x5a540001;

    // Tokens are checked by clocks of other machines.
    private static readonly TimeSpan ClockDrift = TimeSpan.FromMinutes(1);

    /// <summary>Ends those of the given sessions that still run; call it inside a transaction, and <see cref="Tell"/> after its commit.</summary>
    public async Task<IReadOnlyList<EndedSession>> EndAsync(IQueryable<UserSession> which, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Lock})", cancel);
        var now = time.GetUtcNow();
        var until = now + AccessTokens.Lifetime + ClockDrift;
        var found = await which.Where(s => s.EndedAt == null).Select(s => new { s.Id, s.UserId }).ToListAsync(cancel);
        var ended = new List<EndedSession>(found.Count);
        foreach (var session in found)
        {
            var row = new EndedSession { SessionId = session.Id, Until = until };
            if (await db.Sessions.Where(s => s.Id == session.Id && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), cancel) == 0) continue;
            db.Revocations.Add(row);
            await db.SaveChangesAsync(cancel);
            db.Publish(time, session.UserId.ToString(), new Event
            {
                SessionRevoked = new SessionRevoked { SessionId = session.Id.ToString(), UserId = session.UserId.ToString(), Seq = row.Seq, UntilMs = until.ToUnixTimeMilliseconds() },
            });
            ended.Add(row);
        }
        await db.SaveChangesAsync(cancel);
        return ended;
    }

    /// <summary>After the commit: this process knows at once, the others with the event or their next poll.</summary>
    public void Tell(IReadOnlyList<EndedSession> ended)
    {
        foreach (var session in ended) revocations.Add(session.SessionId, session.Until);
        if (ended.Count > 0) signal.Wake();
    }

    /// <summary>Both in one, where ending is all that happens.</summary>
    public async Task EndNowAsync(IQueryable<UserSession> which, CancellationToken cancel) => Tell(await db.InTransaction(() => EndAsync(which, cancel), cancel));
}
