using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Mail;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth;

/// <summary>
/// Creates an account and its first session, as the instance's registration mode allows. A username that is taken is said so; an e-mail
/// that is taken is not, and gives an account like any other, which holds the address only if it can verify it.
/// </summary>
internal sealed partial class AccountsService
{
    public override async Task<RegisterResponse> Register(RegisterRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var client = request.Client ?? new ClientInfo();
        var mode = (await instance.GetAsync(cancel)).Registration;
        if (mode == RegistrationModes.Closed) throw Fault.Forbidden("registration_closed");

        // By approval, an invite is somebody's word already.
        var byInvite = mode == RegistrationModes.Invite || (mode == RegistrationModes.Approval && request.Invite.Length > 0);
        if (byInvite) await invites.RequireAsync(request.Invite, cancel);

        var user = await maker.PrepareAsync(request.Username, request.Email, request.Password, request.DisplayName, client.Locale, cancel);
        user.AwaitsApproval = mode == RegistrationModes.Approval && !byInvite;

        var grant = await db.InTransaction(async () =>
        {
            if (byInvite) await invites.UseAsync(request.Invite, cancel);
            await maker.AddAsync(user, cancel, request.DeviceId);
            // The same row whether the address is taken or not; who gets which message is decided when it is sent.
            await mail.AddAsync(LetterWriter.Verify, $"{user.Id}:{user.EmailKey}", user.Id, user.Email, cancel);
            return user.AwaitsApproval ? null : await sessions.StartAsync(user, client, cancel);
        }, cancel);
        edits.Wake();
        mail.Wake();

        // The account is there, and nothing more can be given for now.
        return grant is null ? throw Fault.Forbidden("awaiting_approval") : new RegisterResponse { Session = grant };
    }

    /// <summary>Whether a username can be taken, and if not, why.</summary>
    public override async Task<CheckUsernameResponse> CheckUsername(CheckUsernameRequest request, ServerCallContext context)
    {
        if (Usernames.Refuse(request.Username) is { } refusal) return new CheckUsernameResponse { Reason = refusal };
        var key = Usernames.Key(request.Username);
        var skeleton = Usernames.Skeleton(request.Username);
        var taken = await db.Users.AnyAsync(u => u.UsernameKey == key || u.UsernameSkeleton == skeleton, context.CancellationToken);
        return taken ? new CheckUsernameResponse { Reason = "taken" } : new CheckUsernameResponse { Available = true };
    }
}
