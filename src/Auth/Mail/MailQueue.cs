using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;

namespace Zoetrope.Auth.Mail;

/// <summary>
/// Puts messages into the queue, in the transaction of what they tell of where there is one. The same kind and key within two minutes is the
/// same message, so that nobody's mailbox can be flooded by asking.
/// </summary>
internal sealed class MailQueue(AuthDb db, MailSignal signal, TimeProvider time)
{
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(2);

    public async Task AddAsync(string kind, string key, Guid? user, string address, CancellationToken cancel, IReadOnlyDictionary<string, string>? fill = null)
    {
        var now = time.GetUtcNow();
        var (quiet, json) = (now - Quiet, JsonSerializer.Serialize(fill ?? new Dictionary<string, string>()));
        await db.Database.ExecuteSqlAsync($"""
            insert into queued_mail as m (kind, key, user_id, address, params, due_at, tries) values ({kind}, {key}, {user}, {address}, {json}, {now}, 0)
            on conflict (kind, key) do update set user_id = excluded.user_id, address = excluded.address, params = excluded.params, due_at = excluded.due_at, tries = 0, sent_at = null
            where m.sent_at < {quiet}
            """, cancel);
    }

    /// <summary>After the commit: the sender need not wait for its next look.</summary>
    public void Wake() => signal.Wake();
}

/// <summary>Tells this process's sender that there is something to send.</summary>
internal sealed class MailSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Wake()
    {
        try { _signal.Release(); }
        catch (SemaphoreFullException) { } // It will look anyway.
    }

    public Task<bool> WaitAsync(TimeSpan most, CancellationToken cancel) => _signal.WaitAsync(most, cancel);

    public void Dispose() => _signal.Dispose();
}
