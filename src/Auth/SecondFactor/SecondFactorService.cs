using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Instance;
using Zoetrope.Auth.Profiles;
using Zoetrope.Auth.SignIn;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.SecondFactor;

/// <summary>Turns two-factor sign-in on and off. It is on only once a code has shown that the app has the secret, so nobody locks themselves out.</summary>
internal sealed class SecondFactorService(AuthDb db, TotpCodes codes, InstanceStore instance, AccountEdits edits, PasswordProof proof, SignInGuard guard, TimeProvider time)
    : Contracts.Auth.V1.SecondFactor.SecondFactorBase
{
    public override async Task<BeginTotpResponse> BeginTotp(BeginTotpRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var user = await proof.RequireAsync(context.Viewer(), request.Password, "password", cancel);
        if (user.TwoFactor) throw Fault.Conflict("two_factor_on");
        var secret = TotpCodes.NewSecret();
        var box = codes.Seal(user.Id, secret);
        // Never over one that is in use: that would be a way around the app.
        await db.Database.ExecuteSqlAsync($"""
            insert into totp_secrets as s (user_id, sealed, last_step) values ({user.Id}, {box}, 0)
            on conflict (user_id) do update set sealed = excluded.sealed, confirmed_at = null, last_step = 0
            where not exists (select 1 from users u where u.id = s.user_id and u.two_factor)
            """, cancel);
        var issuer = Uri.EscapeDataString((await instance.GetAsync(cancel)).Name);
        var text = TotpCodes.Base32(secret);
        return new BeginTotpResponse { Secret = text, Uri = $"otpauth://totp/{issuer}:{Uri.EscapeDataString(user.Username)}?secret={text}&issuer={issuer}" };
    }

    public override async Task<ConfirmTotpResponse> ConfirmTotp(ConfirmTotpRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var user = await UserAsync(context.Viewer(), cancel);
        if (user.TwoFactor) throw Fault.Conflict("two_factor_on");
        var stored = await db.TotpSecrets.AsNoTracking().SingleOrDefaultAsync(s => s.UserId == user.Id && s.ConfirmedAt == null, cancel) ?? throw Fault.Unprocessable("two_factor_not_begun");
        await guard.CountAsync($"{user.Id}\nconfirm", "", knownDevice: true, cancel);
        var step = codes.StepOf(stored, request.Code) ?? throw Fault.Invalid("code", "invalid_code");
        await guard.ClearAsync($"{user.Id}\nconfirm", "", cancel);

        var now = time.GetUtcNow();
        IReadOnlyList<string> recovery = [];
        await db.InTransaction(async () =>
        {
            var confirmed = await db.TotpSecrets.Where(s => s.UserId == user.Id && s.ConfirmedAt == null && s.Sealed == stored.Sealed)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.ConfirmedAt, now).SetProperty(x => x.LastStep, step), cancel);
            if (confirmed == 0) throw Fault.Unprocessable("two_factor_not_begun");
            recovery = await codes.RenewRecoveryAsync(user.Id, cancel);
            await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(s => s.SetProperty(u => u.TwoFactor, true).SetProperty(u => u.Version, u => u.Version + 1), cancel);
            db.Publish(time, $"{user.Id}", Notices.Security(time, user.Id, "two_factor_on"));
            await db.SaveChangesAsync(cancel);
        }, cancel);
        edits.Wake();
        return new ConfirmTotpResponse { RecoveryCodes = { recovery } };
    }

    public override async Task<RenewRecoveryCodesResponse> RenewRecoveryCodes(RenewRecoveryCodesRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var user = await proof.RequireAsync(context.Viewer(), request.Password, "password", cancel);
        if (!user.TwoFactor) throw Fault.Conflict("two_factor_off");
        return new RenewRecoveryCodesResponse { RecoveryCodes = { await db.InTransaction(() => codes.RenewRecoveryAsync(user.Id, cancel), cancel) } };
    }

    public override async Task<RemoveTotpResponse> RemoveTotp(RemoveTotpRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var user = await proof.RequireAsync(context.Viewer(), request.Password, "password", cancel);
        // The flag first: should this stop half-way, what is left is asked by nobody and overwritten by the next beginning.
        await edits.EditAsync(user.Id, u =>
        {
            if (u.TwoFactor) db.Publish(time, $"{u.Id}", Notices.Security(time, u.Id, "two_factor_off"));
            u.TwoFactor = false;
        }, cancel);
        await db.TotpSecrets.Where(s => s.UserId == user.Id).ExecuteDeleteAsync(cancel);
        await db.RecoveryCodes.Where(s => s.UserId == user.Id).ExecuteDeleteAsync(cancel);
        return new RemoveTotpResponse();
    }

    private async Task<User> UserAsync(Viewer viewer, CancellationToken cancel)
    {
        var id = viewer.Account();
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.DeletedAt == null, cancel) ?? throw Fault.Unauthenticated();
    }
}
