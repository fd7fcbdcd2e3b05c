using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;

namespace Zoetrope.Notification.Inbox;

/// <summary>
/// Every hour: forgets items to which nothing has happened for <c>Notification:InboxDays</c>, what they were made of, and what was only kept to know late
/// events by. <see cref="InboxEvents"/> hears nothing older, so nothing of it comes back. Any number of processes may do it at once.
/// </summary>
internal sealed class TrimInboxes(
    IServiceScopeFactory scopes, OutboxSignal<NotificationDb> outbox, IOptions<NotificationOptions> options, TimeProvider time, ILogger<TrimInboxes> logger)
    : RepeatedWork(TimeSpan.FromHours(1), "Old notifications could not be trimmed", time, logger, first: TimeSpan.FromMinutes(1))
{
    private const int ItemsAtOnce = 200, RowsAtOnce = 5000;

    // An item that nobody is left in has no time of its own, only that of its key; and somebody who is hidden from it may have come later than its last visible change.
    private const string Old = """
        i.updated_at < $1 and (i.count > 0 or i.id < $2)
        and not exists (select from parts p where p.recipient_id = i.recipient_id and p.type = i.type and p.group_key = i.group_key and p.at >= $1)
        """;

    public override async Task RunOnceAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NotificationDb>();
        var kept = options.Value.KeptFrom(Time.GetUtcNow());
        while (await db.InTransaction(() => TrimItemsAsync(db, kept, cancel), cancel) == ItemsAtOnce) outbox.Wake();
        outbox.Wake();
        foreach (var statement in Rest)
            while ((await db.ReadAsync(statement, _ => 0, cancel, kept.UtcDateTime, RowsAtOnce)).Count == RowsAtOnce) { /* the next ones */ }
    }

    // The version of an act is not needed once no older event is heard, whether its part is still in some item or not.
    private static readonly string[] Rest =
    [
        "delete from sources where key in (select key from sources where heard_at < $1 order by heard_at limit $2) and heard_at < $1 returning 0",
        """
        delete from known_comments where heard_at < $1 and comment_id in (
          select c.comment_id from known_comments c where c.heard_at < $1 and not exists (select from parts p where p.comment_id = c.comment_id) order by c.heard_at limit $2)
        returning 0
        """,
    ];

    private async Task<int> TrimItemsAsync(NotificationDb db, DateTimeOffset kept, CancellationToken cancel)
    {
        var key = Guid.CreateVersion7(kept);
        var old = await db.ReadAsync($"select i.id, i.recipient_id from items i where {Old} order by i.updated_at limit $3",
            row => (Id: row.GetGuid(0), RecipientId: row.GetGuid(1)), cancel, kept.UtcDateTime, key, ItemsAtOnce);
        if (old.Count == 0) return 0;
        await Settle.LockAsync(db, [.. old.Select(o => o.RecipientId).Distinct()], cancel);
        // Once more under the lock: something may have come in the meantime.
        var gone = await db.ReadAsync($"""
            with gone as (
              delete from items i where i.id = any($3) and {Old}
              returning i.id, i.recipient_id, i.type, i.group_key, i.version, i.count > 0 and i.arrived > i.read_through and not starts_with(i.group_key, '{Group.MailOnly}') as unread),
            parts as (delete from parts p using gone g where p.recipient_id = g.recipient_id and p.type = g.type and p.group_key = g.group_key)
            select id, recipient_id, version + 1 from gone where unread
            """, row => new NotificationChanged { NotificationId = row.GetGuid(0).ToString(), UserId = row.GetGuid(1).ToString(), Version = row.GetInt64(2), Removed = true },
            cancel, kept.UtcDateTime, key, old.Select(o => o.Id).ToArray());
        // Only of what was unread: it changes the number that everybody sees.
        var unread = await Settle.UnreadAsync(db, [.. gone.Select(g => Guid.Parse(g.UserId)).Distinct()], cancel);
        foreach (var item in gone)
        {
            item.Unread = unread.GetValueOrDefault(Guid.Parse(item.UserId));
            db.Publish(Time, item.UserId, new Event { NotificationChanged = item });
        }
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return old.Count;
    }
}
