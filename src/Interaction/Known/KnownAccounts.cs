using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Events;

namespace Zoetrope.Interaction.Known;

/// <summary>
/// Keeps this service's copy of accounts: who is private, suspended or gone, and who may comment or mention. Whoever opens their account
/// accepts what waits; whoever is deleted is erased.
/// </summary>
internal sealed class KnownAccounts(TimeProvider time) : IEventHandler<InteractionDb>
{
    public static IReadOnlyCollection<Event.PayloadOneofCase> Handles { get; } =
        [Event.PayloadOneofCase.UserRegistered, Event.PayloadOneofCase.ProfileChanged, Event.PayloadOneofCase.AccountChanged];

    public async Task HandleAsync(InteractionDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        var accounts = batch.Select(Copy).GroupBy(a => a.UserId).Select(same => same.MaxBy(a => a.Version)!).ToList();
        await StoreAsync(db, accounts, cancel);
        await new AcceptRequests(db, time).RunAsync([.. accounts.Where(a => a is { IsPrivate: false, Deleted: false }).Select(a => a.UserId)], cancel);
        foreach (var gone in accounts.Where(a => a.Deleted).OrderBy(a => a.UserId)) await new EraseAccount(db, time).RunAsync(gone.UserId, cancel);
    }

    public static async Task StoreAsync(InteractionDb db, IReadOnlyCollection<KnownAccount> accounts, CancellationToken cancel)
    {
        if (accounts.Count == 0) return;
        var a = accounts.OrderBy(x => x.UserId).ToList();
        await db.Database.ExecuteSqlAsync($"""
            insert into known_accounts as k (user_id, username, is_private, suspended, deleted, show_likes, who_can_comment, who_can_mention, version)
            select * from unnest({a.Select(x => x.UserId).ToArray()}, {a.Select(x => x.Username).ToArray()}, {a.Select(x => x.IsPrivate).ToArray()},
                {a.Select(x => x.Suspended).ToArray()}, {a.Select(x => x.Deleted).ToArray()}, {a.Select(x => x.ShowLikes).ToArray()},
                {a.Select(x => x.WhoCanComment).ToArray()}, {a.Select(x => x.WhoCanMention).ToArray()}, {a.Select(x => x.Version).ToArray()})
            on conflict (user_id) do update set username = excluded.username, is_private = excluded.is_private, suspended = excluded.suspended,
                deleted = excluded.deleted, show_likes = excluded.show_likes, who_can_comment = excluded.who_can_comment,
                who_can_mention = excluded.who_can_mention, version = excluded.version
            where excluded.version > k.version
            """, cancel);
    }

    private static KnownAccount Copy(Event e)
    {
        var account = e.UserRegistered?.Account ?? e.ProfileChanged?.Account ?? e.AccountChanged.Account;
        return new KnownAccount
        {
            UserId = Guid.Parse(account.UserId),
            Username = account.Username,
            IsPrivate = account.IsPrivate,
            Suspended = account.Suspended,
            Deleted = account.Deleted,
            ShowLikes = account.ShowLikes,
            WhoCanComment = account.WhoCanComment,
            WhoCanMention = account.WhoCanMention,
            Version = account.Version,
        };
    }
}
