using Zoetrope.Contracts.Events.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Notification.Known;

namespace Zoetrope.Notification.Inbox;

/// <summary>
/// Erases a deleted account: its inbox, its wishes, and its part in the inboxes of others, once those are settled without it. Again changes nothing.
/// </summary>
internal static class EraseAccount
{
    /// <summary>Whose inbox is no more.</summary>
    public static HashSet<Guid> Of(IReadOnlyList<Event> batch)
        => [.. batch.Select(KnownFacts.AccountOf).OfType<AccountState>().Where(a => a.Deleted).Select(a => Guid.Parse(a.UserId))];

    public static async Task RunAsync(NotificationDb db, IEnumerable<Guid> gone, CancellationToken cancel)
    {
        foreach (var id in gone.Order())
        {
            foreach (var statement in Statements) await db.ReadAsync(statement, _ => 0, cancel, id);
        }
    }

    // Each is found by an index: inboxes of everybody else wait meanwhile.
    private static readonly string[] Statements =
    [
        // Before the ties go that say whose keys these are.
        "delete from sources where key in (select 'follow:' || from_id || ':' || to_id from known_follows where to_id = $1)",
        // A semicolon is what follows a colon: all that begin so.
        .. Acts.Select(act => $"delete from sources where key >= '{act}:' || $1::uuid || ':' and key < '{act}:' || $1::uuid || ';'"),
        "delete from parts where recipient_id = $1 or (actor_id = $1 and live is not true)",
        "delete from items where recipient_id = $1",
        $"delete from items where group_key in ($1::uuid::text, '{Group.MailOnly}' || $1::uuid) and {InboxTables.OfPeople}",
        "delete from inboxes where user_id = $1",
        "delete from preferences where user_id = $1",
        "delete from thread_mutes where user_id = $1",
        .. Ties.SelectMany(table => new[] { $"delete from {table} where from_id = $1", $"delete from {table} where to_id = $1" }),
    ];

    private static string[] Acts => ["follow", "like", "comment_like"];

    private static string[] Ties => ["known_follows", "known_blocks", "known_mutes"];
}
