using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zoetrope.Notification.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;

namespace Zoetrope.Notification.Inbox;

/// <summary>
/// Brings announcements into every inbox, five hundred a second: a place with a hundred thousand accounts is told within minutes and nobody's likes
/// wait behind it. Each round is one transaction that remembers how far it came. Any number of processes may do it at once.
/// </summary>
internal sealed class TellEverybody(IServiceScopeFactory scopes, OutboxSignal<NotificationDb> outbox, TimeProvider time, ILogger<TellEverybody> logger)
    : RepeatedWork(TimeSpan.FromSeconds(1), "Announcements could not be brought to everybody", time, logger)
{
    private const int AtOnce = 500;

    public override async Task RunOnceAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NotificationDb>();
        if (await db.InTransaction(() => NextAsync(db, cancel), cancel)) outbox.Wake();
    }

    private async Task<bool> NextAsync(NotificationDb db, CancellationToken cancel)
    {
        var going = await db.ReadAsync("select id, told_through from announcements where not done order by id limit 1 for update skip locked",
            row => (Id: row.GetGuid(0), Through: row.GetGuid(1)), cancel);
        if (going.Count == 0) return false;
        var (id, through) = going[0];
        var people = (await db.ReadAsync("select user_id from known_accounts where user_id > $1 order by user_id limit $2", row => row.GetGuid(0), cancel, through, AtOnce)).ToArray();
        if (people.Length > 0)
        {
            // Inboxes first, as whoever writes into them does.
            await Settle.LockAsync(db, people, cancel);
            await new Settle(db, Time).RunAsync(await TellAsync(db, id, people, cancel), cancel);
        }
        await db.ReadAsync("update announcements set told_through = $2, done = $3 where id = $1", _ => 0, cancel, id, people.Length > 0 ? people[^1] : through, people.Length < AtOnce);
        return people.Length > 0;
    }

    private static Task<List<Touched>> TellAsync(NotificationDb db, Guid id, Guid[] people, CancellationToken cancel) => db.ReadAsync($"""
        insert into parts (source, recipient_id, type, group_key, at, about, live)
        select 'announcement:' || n.id, k.user_id, 'announcement', case when w.in_app is false then '{Group.MailOnly}' else '' end || n.id::text, n.at, n.text, false
        from announcements n cross join known_accounts k left join preferences w on w.user_id = k.user_id and w.type = 'announcement'
        where n.id = $1 and k.user_id = any($2) and not k.deleted and (w.in_app or w.email) is not false
        on conflict (source, recipient_id, type) do nothing
        returning recipient_id, type, group_key, actor_id
        """, Touched.Read, cancel, id, people);
}
