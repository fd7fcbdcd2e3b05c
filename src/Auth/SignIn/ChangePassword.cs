using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth;

/// <summary>Changes the password; every other session ends, access tokens included. Guesses of the present one count like those of a sign-in.</summary>
internal sealed partial class AccountsService
{
    public override async Task<ChangePasswordResponse> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var user = await ProveAsync(viewer, request.Current, "current", cancel);
        if (Passwords.Refuse("new", request.New, user.Username, user.Email) is { } weak) throw Fault.Invalid([weak]);
        var hash = await hasher.HashAsync(request.New, cancel);

        await edits.EditAsync(user.Id, u => u.PasswordHash = hash, cancel,
            endSessions: db.Sessions.Where(s => s.UserId == user.Id && s.Id != viewer.SessionId));
        return new ChangePasswordResponse();
    }

    /// <summary>The viewer's account, once they have shown that they know its password.</summary>
    private async Task<User> ProveAsync(Viewer viewer, string password, string field, CancellationToken cancel)
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
