using Grpc.Core;
using Zoetrope.Auth.Mail;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth;

/// <summary>
/// Changes the password; every other session ends, access tokens included, and so does a change of address that waits for its link: somebody
/// else may have begun it. Guesses of the present one count like those of a sign-in.
/// </summary>
internal sealed partial class AccountsService
{
    public override async Task<ChangePasswordResponse> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var user = await proof.RequireAsync(viewer, request.Current, "current", cancel);
        if (Passwords.Refuse("new", request.New, user.Username, user.Email) is { } weak) throw Fault.Invalid([weak]);
        var hash = await hasher.HashAsync(request.New, cancel);

        await edits.EditAsync(user.Id, u =>
        {
            (u.PasswordHash, u.PendingEmail) = (hash, "");
            db.Publish(time, $"{u.Id}", Notices.Security(time, u.Id, "password_changed"));
        }, cancel,
            endSessions: db.Sessions.Where(s => s.UserId == user.Id && s.Id != viewer.SessionId));
        await mail.AddAsync(LetterWriter.PasswordChanged, $"{user.Id}:{hash[^8..]}", user.Id, "", cancel);
        mail.Wake();
        return new ChangePasswordResponse();
    }
}
