using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Mail;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Recovery;

/// <summary>
/// Confirms an address, or changes it. Where mail leaves this machine a new address counts once its link was opened; where it does not, nobody
/// is made to wait for a message that cannot come. An address that somebody has confirmed answers like any other: its owner is told.
/// </summary>
internal sealed partial class RecoveryService
{
    public override async Task<ChangeEmailResponse> ChangeEmail(ChangeEmailRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var address = Emails.Clean(request.Email) ?? throw Fault.Invalid("email", "not_an_email");
        var user = await proof.RequireAsync(context.Viewer(), request.Password, "password", cancel);
        var changed = await edits.EditAsync(user.Id, u =>
        {
            // Shown to know a password that has been changed since: by its owner, against whoever is asking.
            if (u.PasswordHash != user.PasswordHash) throw Fault.Invalid("password", "wrong_password");
            if (mailer.Leaves) u.PendingEmail = Emails.Key(address) == u.EmailKey ? "" : address;
            else Take(u, address, verified: false);
        }, cancel);
        await mail.AddAsync(LetterWriter.Verify, $"{user.Id}:{Emails.Key(address)}", user.Id, address, cancel);
        mail.Wake();
        return new ChangeEmailResponse { Account = AccountsService.Own(changed) };
    }

    public override async Task<VerifyEmailResponse> VerifyEmail(VerifyEmailRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var id = links.UserOf(request.Token) ?? throw Fault.Invalid("token", "invalid_link");
        var before = "";
        try
        {
            await edits.EditAsync(id, u =>
            {
                var pending = Emails.Key(u.PendingEmail);
                var isPending = pending.Length > 0 && links.IsFor(request.Token, LetterWriter.VerifyPurpose, pending);
                if (!isPending && !links.IsFor(request.Token, LetterWriter.VerifyPurpose, u.EmailKey)) throw Fault.Invalid("token", "invalid_link");
                before = isPending && u.EmailVerified ? u.Email : "";
                Take(u, isPending ? u.PendingEmail : u.Email, verified: true);
            }, cancel);
        }
        catch (DbUpdateException error) when (IsProvenElsewhere(error))
        {
            throw Fault.Conflict("email_in_use");
        }
        catch (RpcException gone) when (Fault.Of(gone).Code == "not_found")
        {
            throw Fault.Invalid("token", "invalid_link");
        }
        if (before.Length > 0) await mail.AddAsync(LetterWriter.EmailChanged, $"{id}:{Emails.Key(before)}", id, before, cancel);
        mail.Wake();
        return new VerifyEmailResponse();
    }

    public override async Task<ResendVerificationResponse> ResendVerification(ResendVerificationRequest request, ServerCallContext context)
    {
        var (id, cancel) = (context.Viewer().Account(), context.CancellationToken);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.DeletedAt == null, cancel) ?? throw Fault.Unauthenticated();
        var address = user.PendingEmail.Length > 0 ? user.PendingEmail : user.EmailVerified ? "" : user.Email;
        if (address.Length == 0) return new ResendVerificationResponse();
        await mail.AddAsync(LetterWriter.Verify, $"{id}:{Emails.Key(address)}", id, address, cancel);
        mail.Wake();
        return new ResendVerificationResponse();
    }

    private static bool IsProvenElsewhere(DbUpdateException error)
        => error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: UserConfiguration.VerifiedEmailIndex };

    private static void Take(User user, string address, bool verified)
    {
        user.EmailVerified = verified || (user.EmailVerified && Emails.Key(address) == user.EmailKey);
        (user.Email, user.EmailKey, user.PendingEmail) = (address, Emails.Key(address), "");
    }
}
