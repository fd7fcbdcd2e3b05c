using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Mail;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Recovery;

/// <summary>
/// A new password by way of the mailbox. Asking does the same for every address: one row, looked at by the sender later, so neither answer nor
/// time tells whether it is known. The link depends on the old password's hash and on the address, so it works once, and not after a change of either.
/// </summary>
internal sealed partial class RecoveryService
{
    public override async Task<ForgotPasswordResponse> ForgotPassword(ForgotPasswordRequest request, ServerCallContext context)
    {
        // Always the same answer, also to what is no address.
        if (Emails.Clean(request.Email) is not { } address) return new ForgotPasswordResponse();
        await mail.AddAsync(LetterWriter.Forgot, Emails.Key(address), user: null, address, context.CancellationToken);
        mail.Wake();
        return new ForgotPasswordResponse();
    }

    public override async Task<ResetPasswordResponse> ResetPassword(ResetPasswordRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var id = links.UserOf(request.Token) ?? throw Fault.Invalid("token", "invalid_link");
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.DeletedAt == null, cancel);
        if (user is null || !links.IsFor(request.Token, LetterWriter.ResetPurpose, LetterWriter.ResetDependsOn(user))) throw Fault.Invalid("token", "invalid_link");
        if (Passwords.Refuse("password", request.Password, user.Username, user.Email) is { } weak) throw Fault.Invalid([weak]);
        var hash = await hasher.HashAsync(request.Password, cancel);

        // Whoever opened the link reads this mailbox; that proves the address too, unless somebody else has proven it first.
        var proven = !await db.Users.AnyAsync(u => u.EmailKey == user.EmailKey && u.EmailVerified && u.Id != id, cancel);
        try
        {
            await edits.EditAsync(id, u =>
            {
                // Under the lock: of two with the same link one wins.
                if (LetterWriter.ResetDependsOn(u) != LetterWriter.ResetDependsOn(user)) throw Fault.Invalid("token", "invalid_link");
                // Whoever knew the old password may have asked for another address; their link must not outlive it.
                (u.PasswordHash, u.PendingEmail) = (hash, "");
                db.Publish(time, $"{id}", Notices.Security(time, id, "password_reset"));
                u.EmailVerified |= proven;
            }, cancel, endSessions: db.Sessions.Where(s => s.UserId == id));
        }
        // Proven by somebody else just now. The link still holds, and the next try proves nothing.
        catch (DbUpdateException error) when (IsProvenElsewhere(error))
        {
            throw Fault.Conflict("email_in_use");
        }
        await mail.AddAsync(LetterWriter.PasswordChanged, $"{id}:{hash[^8..]}", id, "", cancel);
        mail.Wake();
        return new ResetPasswordResponse();
    }
}
