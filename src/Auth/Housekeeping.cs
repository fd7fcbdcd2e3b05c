using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Profiles;
using Zoetrope.Auth.SignIn;
using Zoetrope.Platform;

namespace Zoetrope.Auth;

/// <summary>Erases what is due and throws away what has served its time. Any number of processes may do it at once.</summary>
internal sealed class Housekeeping(IServiceScopeFactory scopes, TimeProvider time, ILogger<Housekeeping> logger)
    : RepeatedWork(TimeSpan.FromMinutes(1), "Tidying up the accounts did not finish", time, logger)
{
    private static readonly TimeSpan SessionsKept = TimeSpan.FromDays(30), RevocationsKept = TimeSpan.FromHours(1);

    public override async Task RunOnceAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EraseAccounts>().RunAsync(cancel);

        var db = scope.ServiceProvider.GetRequiredService<AuthDb>();
        var now = Time.GetUtcNow();
        var (sessions, attempts, revocations) = (now - SessionsKept, now - SignInGuard.Forget, now - RevocationsKept);
        // Kept for a while: a spent credential of an ended session should be told that it has ended.
        await db.Sessions.Where(s => s.ExpiresAt < sessions || s.EndedAt < sessions).ExecuteDeleteAsync(cancel);
        await db.SignInAttempts.Where(a => a.LastAt < attempts).ExecuteDeleteAsync(cancel);
        await db.SpentChallenges.Where(c => c.Until < now).ExecuteDeleteAsync(cancel);
        await db.Revocations.Where(r => r.Until < revocations).ExecuteDeleteAsync(cancel);
    }
}
