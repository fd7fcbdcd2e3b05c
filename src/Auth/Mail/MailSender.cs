using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zoetrope.Auth.Data;

namespace Zoetrope.Auth.Mail;

/// <summary>Sends what is queued: at least once, by whichever process takes it first, again with growing pauses where a server refuses, for about a day.</summary>
internal sealed partial class MailSender(IServiceScopeFactory scopes, IMailer mailer, MailSignal signal, TimeProvider time, ILogger<MailSender> logger) : BackgroundService
{
    private const int AtOnce = 20, MostTries = 10;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(15), Lease = TimeSpan.FromMinutes(2), Kept = TimeSpan.FromDays(1);

    /// <summary>Sends everything that is due.</summary>
    public async Task RunOnceAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, writer) = (scope.ServiceProvider.GetRequiredService<AuthDb>(), scope.ServiceProvider.GetRequiredService<LetterWriter>());
        var now = time.GetUtcNow();
        // Taken by moving it on: should this process die, it is due again after the lease.
        var lease = now + Lease;
        var taken = await db.Mail.FromSql($"""
            update queued_mail set due_at = {lease}, tries = tries + 1 where (kind, key) in
                (select kind, key from queued_mail where sent_at is null and due_at <= {now} order by due_at limit {AtOnce} for update skip locked)
            returning *
            """).AsNoTracking().ToListAsync(cancel);
        foreach (var mail in taken) await SendAsync(db, writer, mail, cancel);

        var old = now - Kept;
        await db.Mail.Where(m => m.SentAt < old).ExecuteDeleteAsync(cancel);
        if (taken.Count == AtOnce) signal.Wake();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, error.Message);
            }
            await signal.WaitAsync(Poll, stoppingToken);
        }
    }

    private async Task SendAsync(AuthDb db, LetterWriter writer, QueuedMail mail, CancellationToken cancel)
    {
        var own = db.Mail.Where(m => m.Kind == mail.Kind && m.Key == mail.Key);
        try
        {
            foreach (var letter in await writer.WriteAsync(mail, cancel)) await mailer.SendAsync(letter, cancel);
            var now = time.GetUtcNow();
            await own.ExecuteUpdateAsync(s => s.SetProperty(m => m.SentAt, now), cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested && mail.Tries < MostTries)
        {
            // 1, 2, 4 … minutes, at most 4 hours.
            var again = time.GetUtcNow() + TimeSpan.FromMinutes(Math.Min(240, Math.Pow(2, mail.Tries - 1)));
            await own.ExecuteUpdateAsync(s => s.SetProperty(m => m.DueAt, again), cancel);
            LogRefused(logger, error.Message, again);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            await own.ExecuteDeleteAsync(cancel);
            LogGivenUp(logger, error.Message, mail.Tries);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason} It is tried again at {Again}")]
    private static partial void LogRefused(ILogger logger, string reason, DateTimeOffset again);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason} Given up after {Tries} tries")]
    private static partial void LogGivenUp(ILogger logger, string reason, int tries);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not look for mail to send: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
