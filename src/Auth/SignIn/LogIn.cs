using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.SecondFactor;
using Zoetrope.Auth.SignIn;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth;

/// <summary>Signs in by username or e-mail. Known or not, every name costs the same work and gets the same answer.</summary>
internal sealed partial class AccountsService
{
    // An address may be named by a second, unverified account (see Register): its holder and the newest other one are tried, and
    // always two hashes made, so that neither answer nor time tells whether an address is taken.
    private const int TriedByEmail = 2;

    private const int LongestLogin = 320;

    public override async Task<LogInResponse> LogIn(LogInRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var client = request.Client ?? new ClientInfo();
        if (request.Login.Length is 0 or > LongestLogin) throw Fault.Unauthenticated("invalid_credentials");

        var byEmail = request.Login.Contains('@', StringComparison.Ordinal);
        var login = byEmail ? Emails.Key(request.Login) : Usernames.Key(request.Login);
        var candidates = byEmail ? await HoldersOfAsync(login, cancel)
            : await db.Users.AsNoTracking().Where(u => u.UsernameKey == login && u.DeletedAt == null).ToListAsync(cancel);

        await guard.CountAsync(login, client.Ip, await IsKnownDeviceAsync(candidates, client.DeviceId, cancel), cancel);
        var user = await CheckAsync(candidates, request.Password, byEmail ? TriedByEmail : 1, cancel) ?? throw Fault.Unauthenticated("invalid_credentials");
        // An address that nobody has proven may be named by a stranger, whose success must not make room for guesses at the other's password.
        if (!byEmail || (user.EmailVerified && user.EmailKey == login)) await guard.ClearAsync(login, client.Ip, cancel);

        // Only whoever knows the password learns of these.
        if (user.AwaitsApproval) throw Fault.Forbidden("awaiting_approval");
        if (user.SuspendedAt is not null) throw Fault.Forbidden("suspended");

        var code = user.TwoFactor ? await RequireCodeAsync(user, request.Code, client, cancel) : CodeKind.App;

        if (PasswordHasher.IsOutdated(user.PasswordHash))
        {
            var renewed = await hasher.HashAsync(request.Password, cancel);
            var made = await db.Users.Where(u => u.Id == user.Id && u.PasswordHash == user.PasswordHash).ExecuteUpdateAsync(s => s.SetProperty(u => u.PasswordHash, renewed), cancel);
            if (made == 1) user.PasswordHash = renewed;
        }
        var session = await db.InTransaction(async () =>
        {
            await news.TellAsync(user, client, code == CodeKind.Recovery, cancel);
            return await StartAsync(user, client, cancel);
        }, cancel);
        edits.Wake();
        return new LogInResponse { Session = session };
    }

    // Guesses of the code count by account and address, so that whoever knows the password alone gets no further by trying.
    private async Task<CodeKind> RequireCodeAsync(User user, string code, ClientInfo client, CancellationToken cancel)
    {
        if (code.Length == 0) throw Fault.Unauthenticated("two_factor_required");
        var known = await IsKnownDeviceAsync([user], client.DeviceId, cancel);
        await guard.CountAsync($"{user.Id}\ncode", client.Ip, known, cancel);
        var taken = await codes.TakeAsync(user.Id, code, cancel) ?? throw Fault.Unauthenticated("invalid_code");
        await guard.ClearAsync($"{user.Id}\ncode", client.Ip, cancel);
        return taken;
    }

    // Under a lock that a change of password or a ban has to wait for: none of them can miss this session.
    private async Task<SessionGrant> StartAsync(User user, ClientInfo client, CancellationToken cancel)
    {
        var live = await db.Users.FromSql($"select * from users where id = {user.Id} for share").AsNoTracking().SingleAsync(cancel);
        if (live.PasswordHash != user.PasswordHash || live.SuspendedAt is not null || live.DeletedAt is not null) throw Fault.Unauthenticated("invalid_credentials");
        return await sessions.StartAsync(live, client, cancel);
    }

    private async Task<List<User>> HoldersOfAsync(string email, CancellationToken cancel)
    {
        if (email.Length == 0) return [];
        var named = db.Users.AsNoTracking().Where(u => u.EmailKey == email && u.DeletedAt == null);
        var holder = await named.OrderByDescending(u => u.EmailVerified).ThenBy(u => u.Id).FirstOrDefaultAsync(cancel);
        if (holder is null) return [];
        var newest = await named.Where(u => u.Id != holder.Id).OrderByDescending(u => u.Id).FirstOrDefaultAsync(cancel);
        return newest is null ? [holder] : [holder, newest];
    }

    private async Task<User?> CheckAsync(List<User> candidates, string password, int tries, CancellationToken cancel)
    {
        User? found = null;
        for (var i = 0; i < tries; i++)
        {
            var candidate = candidates.ElementAtOrDefault(i);
            if (await hasher.VerifyAsync(password, candidate?.PasswordHash, cancel)) found ??= candidate;
        }
        return found;
    }

    private async Task<bool> IsKnownDeviceAsync(List<User> candidates, string device, CancellationToken cancel)
    {
        if (device.Length == 0) return false;
        var ids = candidates.Select(u => u.Id).ToList();
        return await db.Sessions.AnyAsync(s => ids.Contains(s.UserId) && s.DeviceId == device, cancel);
    }
}
