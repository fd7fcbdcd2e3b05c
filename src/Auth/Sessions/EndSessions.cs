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
        var owners = await which.Where(s => s.EndedAt == null).Select(s => new { s.Id, s.UserId }).ToDictionaryAsync(s => s.Id, s => $"{s.UserId}", cancel);
        if (owners.Count == 0) return [];
        // One statement however many they are: everybody who ends a session waits for this lock.
        var ids = owners.Keys.ToArray();
        var ended = await db.Revocations.FromSql($"""
            with ended as (update user_sessions set ended_at = {now} where id = any({ids}) and ended_at is null returning id)
            insert into revocations (session_id, until) select id, {until} from ended returning *
            """).AsNoTracking().ToListAsync(cancel);
        foreach (var session in ended)
        {
            var owner = owners[session.SessionId];
            db.Publish(time, owner, new Event
            {
                SessionRevoked = new SessionRevoked { SessionId = $"{session.SessionId}", UserId = owner, Seq = session.Seq, UntilMs = until.ToUnixTimeMilliseconds() },
            });
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
