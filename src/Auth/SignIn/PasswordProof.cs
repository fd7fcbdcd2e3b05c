using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.SignIn;

/// <summary>Asks somebody at an open session for the account's password, before what a borrowed phone must not do. Guesses count like those of a sign-in.</summary>
internal sealed class PasswordProof(AuthDb db, PasswordHasher hasher, SignInGuard guard)
{
    /// <summary>The viewer's account, once they have shown that they know its password.</summary>
    /// <exception cref="Grpc.Core.RpcException">422 <c>wrong_password</c> for the field; 429 after too many.</exception>
    public async Task<User> RequireAsync(Viewer viewer, string password, string field, CancellationToken cancel)
    {
        var id = viewer.Account();
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.DeletedAt == null, cancel) ?? throw Fault.Unauthenticated();
        var own = $"{user.Id}\npassword";
        await guard.CountAsync(own, "", knownDevice: true, cancel);
        if (!await hasher.VerifyAsync(password, user.PasswordHash, cancel)) throw Fault.Invalid(field, "wrong_password");
        await guard.ClearAsync(own, "", cancel);
        return user;
    }
}
