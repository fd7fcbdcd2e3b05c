using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Passkeys;

/// <summary>Signs in by a passkey alone. The authenticator has verified its holder, so no further code is asked for.</summary>
internal sealed partial class PasskeysService
{
    public override async Task<GetSignInOptionsResponse> GetSignInOptions(GetSignInOptionsRequest request, ServerCallContext context)
    {
        var (options, state) = await ceremonies.BeginSignInAsync();
        return new GetSignInOptionsResponse { OptionsJson = options, State = state };
    }

    public override async Task<LogInWithPasskeyResponse> LogInWithPasskey(LogInWithPasskeyRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var client = request.Client ?? new ClientInfo();
        // No guessing 256 bits; what is bounded is the work of verifying.
        await guard.CountAsync("\npasskey", client.Ip, knownDevice: true, cancel);
        if (await ceremonies.FinishSignInAsync(request.CredentialJson, request.State, cancel) is not var (user, passkey)) throw Fault.Unauthenticated("passkey_refused");
        await guard.ClearAsync("\npasskey", client.Ip, cancel);
        if (user.SuspendedAt is not null) throw Fault.Forbidden("suspended");

        var (credential, count, backedUp, now) = (passkey.CredentialId, (long)passkey.SignCount, passkey.IsBackedUp, time.GetUtcNow());
        var grant = await db.InTransaction(async () =>
        {
            // Under the account's lock, as with a password: neither a ban nor a removal of the passkey can miss this session.
            var live = await db.Users.FromSql($"select * from users where id = {user.Id} for share").AsNoTracking().SingleAsync(cancel);
            var used = await db.Passkeys.Where(p => p.UserId == user.Id && p.CredentialId == credential)
                .ExecuteUpdateAsync(s => s.SetProperty(p => p.SignCount, count).SetProperty(p => p.IsBackedUp, backedUp).SetProperty(p => p.LastUsedAt, now), cancel);
            if (used == 0 || live.SuspendedAt is not null || live.DeletedAt is not null) throw Fault.Unauthenticated("passkey_refused");
            await news.TellAsync(live, client, usedRecoveryCode: false, cancel);
            return await sessions.StartAsync(live, client, cancel);
        }, cancel);
        outbox.Wake();
        return new LogInWithPasskeyResponse { Session = grant };
    }
}
