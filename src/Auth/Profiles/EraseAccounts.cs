using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Profiles;

/// <summary>
/// Erases accounts whose grace period is over. What remains is a row with an id, a date and a version: the tombstone that late events
/// meet. Everybody else erases on <c>AccountChanged</c> with <c>deleted</c>. The name is free again.
/// </summary>
internal sealed class EraseAccounts(AuthDb db, AccountEdits edits, AvatarStore avatars, TimeProvider time)
{
    private const int AtOnce = 50;

    public async Task RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var due = await db.Users.Where(u => u.DeletionAt <= now && u.DeletedAt == null).OrderBy(u => u.DeletionAt).Select(u => u.Id).Take(AtOnce).ToListAsync(cancel);
        foreach (var id in due) await EraseAsync(id, now, cancel);
    }

    private async Task EraseAsync(Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        // Files first: should this stop half-way, the account is still due.
        await avatars.RemoveAllAsync(id, cancel);
        try
        {
            await edits.EditAsync(id, user => Scrub(user, now), cancel, endSessions: db.Sessions.Where(s => s.UserId == id), last: () => ForgetAsync(id, cancel));
            // And what was stored in between.
            await avatars.RemoveAllAsync(id, cancel);
        }
        // Taken back, or erased by another process, in the meantime.
        catch (Grpc.Core.RpcException error) when (Fault.Of(error).Code is "not_found" or "restored") { /* as it is */ }
    }

    // With the row or not at all: nobody looks at an erased account again.
    private async Task ForgetAsync(Guid id, CancellationToken cancel)
    {
        await db.Sessions.Where(s => s.UserId == id).ExecuteDeleteAsync(cancel);
        await db.TotpSecrets.Where(s => s.UserId == id).ExecuteDeleteAsync(cancel);
        await db.RecoveryCodes.Where(c => c.UserId == id).ExecuteDeleteAsync(cancel);
        await db.Passkeys.Where(p => p.UserId == id).ExecuteDeleteAsync(cancel);
        await db.Mail.Where(m => m.UserId == id).ExecuteDeleteAsync(cancel);
        await db.JoinedDevices.Where(d => d.UserId == id).ExecuteDeleteAsync(cancel);
    }

    private static void Scrub(User user, DateTimeOffset now)
    {
        if (user.DeletionAt is not { } at || at > now) throw Fault.Conflict("restored");
        // No username can contain a colon, so these collide with nobody's.
        var key = $"deleted:{user.Id}";
        (user.Username, user.UsernameKey, user.UsernameSkeleton) = ("", key, key);
        (user.DisplayName, user.DisplayNameKey, user.Bio, user.Avatar, user.Links) = ("", "", "", "", []);
        (user.Email, user.EmailKey, user.EmailVerified, user.PasswordHash, user.Locale) = ("", key, false, "", "en");
        (user.PendingEmail, user.TwoFactor) = ("", false);
        (user.Role, user.DeletedAt) = (AccountRole.User, now);
    }
}
