using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Profiles;
using Zoetrope.Auth.SignIn;

namespace Zoetrope.Auth;

/// <summary>Erases what is due and throws away what has served its time. Any number of processes may do it at once.</summary>
internal sealed partial class Housekeeping(IServiceScopeFactory scopes, TimeProvider time, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1), SessionsKept = TimeSpan.FromDays(30), RevocationsKept = TimeSpan.FromHours(1);

    public async Task RunOnceAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EraseAccounts>().RunAsync(cancel);

        var db = scope.ServiceProvider.GetRequiredService<AuthDb>();
        var now = time.GetUtcNow();
        var (sessions, attempts, revocations) = (now - SessionsKept, now - SignInGuard.Forget, now - RevocationsKept);
        // Kept for a while: a spent credential of an ended session should be told that it has ended.
        await db.Sessions.Where(s => s.ExpiresAt < sessions || s.EndedAt < sessions).ExecuteDeleteAsync(cancel);
        await db.SignInAttempts.Where(a => a.LastAt < attempts).ExecuteDeleteAsync(cancel);
        await db.SpentChallenges.Where(c => c.Until < now).ExecuteDeleteAsync(cancel);
        await db.Revocations.Where(r => r.Until < revocations).ExecuteDeleteAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogFailed(logger, error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tidying up the accounts did not finish; trying again in a minute")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
