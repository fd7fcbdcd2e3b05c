using Zoetrope.Contracts.Events.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Notification.Known;

namespace Zoetrope.Notification.Inbox;

/// <summary>Erases a deleted account: its inbox, its wishes, and its part in the inboxes of others, which are then computed anew. Again changes nothing.</summary>
internal sealed class EraseAccount(NotificationDb db)
{
    /// <summary>Whose inbox is no more.</summary>
    public async Task<HashSet<Guid>> RunAsync(IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        var gone = batch.Select(KnownFacts.AccountOf).OfType<AccountState>().Where(a => a.Deleted).Select(a => Guid.Parse(a.UserId)).ToHashSet();
        foreach (var id in gone.Order())
        {
            foreach (var statement in Statements) await db.ReadAsync(statement, _ => 0, cancel, id);
        }
        return gone;
    }

    // The versions of acts are found by their text, without an index: once in an account's life.
    private static readonly string[] Statements =
    [
        "delete from parts where recipient_id = $1 or actor_id = $1",
        $"delete from items where recipient_id = $1 or group_key in ($1::text, '{Group.MailOnly}' || $1)",
        "delete from inboxes where user_id = $1",
        "delete from preferences where user_id = $1",
        "delete from thread_mutes where user_id = $1",
        "delete from known_follows where $1 in (from_id, to_id)",
        "delete from known_blocks where $1 in (from_id, to_id)",
        "delete from known_mutes where $1 in (from_id, to_id)",
        "delete from sources where key like '%' || $1::uuid || '%' and split_part(key, ':', 1) in ('like', 'comment_like', 'follow')",
    ];
}
