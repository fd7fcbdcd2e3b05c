using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Sessions;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Profiles;

/// <summary>
/// The one way to change an account: under its row's lock, its version one higher, an event where others would see a difference, all
/// in one transaction; then the cached card goes. Whatever is changed, an admin is left: 409 <c>last_admin</c> otherwise.
/// </summary>
internal sealed class AccountEdits(AuthDb db, EndSessions ending, PersonCards cards, OutboxSignal<AuthDb> signal, TimeProvider time)
{
    private const int AdminsLock = 0x5a540003;

    /// <param name="change">Runs under the lock; what it throws undoes everything.</param>
    /// <param name="endSessions">Sessions that end with the change, read after it.</param>
    /// <param name="last">What else belongs to the change, at the end of its transaction; what it throws undoes everything.</param>
    public async Task<User> EditAsync(Guid id, Action<User> change, CancellationToken cancel, IQueryable<UserSession>? endSessions = null, Func<Task>? last = null)
    {
        IReadOnlyList<EndedSession> ended = [];
        var user = await db.InTransaction(async () =>
        {
            var user = await db.Users.FromSql($"select * from users where id = {id} for update").SingleOrDefaultAsync(cancel);
            if (user is null or { DeletedAt: not null }) throw Fault.NotFound();
            var (before, knew, led) = (AccountEvents.State(user), !user.AwaitsApproval, user.LeadsPlace);
            change(user);
            if (!db.ChangeTracker.HasChanges()) return user;
            user.Version++;
            var after = AccountEvents.State(user);
            if (!knew && !user.AwaitsApproval) db.Publish(time, after.UserId, AccountEvents.Registered(user, await db.DeviceOfAsync(id, cancel)));
            else if (knew)
            {
                if (AccountEvents.ProfileDiffers(before, after)) db.Publish(time, after.UserId, AccountEvents.ProfileChanged(user));
                if (AccountEvents.RulesDiffer(before, after)) db.Publish(time, after.UserId, AccountEvents.AccountChanged(user));
            }
            await db.SaveChangesAsync(cancel);
            if (led && !user.LeadsPlace) await RequireAdminLeftAsync(cancel);
            if (endSessions is not null) ended = await ending.EndAsync(endSessions, cancel);
            if (last is not null) await last();
            return user;
        }, cancel);
        cards.Drop(user.Id, user.Version);
        ending.Tell(ended);
        Wake();
        return user;
    }

    // One after another: two who go at once, or take the role from each other, must not both find the other one left.
    private async Task RequireAdminLeftAsync(CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdminsLock})", cancel);
        if (!await db.Users.AnyAsync(u => u.Role == AccountRole.Admin && u.SuspendedAt == null && u.DeletionAt == null && u.DeletedAt == null && !u.AwaitsApproval, cancel)) throw Fault.Conflict("last_admin");
    }

    /// <summary>Tells the relay that there is something to tell.</summary>
    public void Wake() => signal.Wake();
}
