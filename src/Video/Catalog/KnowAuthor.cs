using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>This service's copy of accounts: fed by events, and by one read of Auth where an author is quicker than the event.</summary>
internal sealed partial class CatalogService
{
    private async Task<KnownAccount> KnowAuthor(Guid id, CancellationToken cancel)
    {
        if (await db.KnownAccounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel) is { } known) return known;
        var found = await people.AsSystem().GetCardsAsync(new GetCardsRequest { Ids = { id.ToString() } }, cancellationToken: cancel);
        var card = found.Items.SingleOrDefault() ?? throw Fault.Unauthenticated();
        var account = new KnownAccount
        {
            Id = id,
            Username = card.Card.Username,
            IsPrivate = card.IsPrivate,
            Suspended = card.Suspended,
            Deleted = card.Deleted,
            Demo = card.Card.Demo,
            Version = card.Version,
        };
        await db.KnowAsync(account, cancel);
        return account;
    }
}

/// <summary>
/// Hears of accounts. When one turns private or public, is suspended, deleted or comes back, its videos enter or leave public lists
/// in the same transaction, and their files are due to move.
/// </summary>
internal sealed class KnownAccounts : IEventHandler<VideoDb>
{
    public static IReadOnlyCollection<Event.PayloadOneofCase> Handles { get; } =
        [Event.PayloadOneofCase.UserRegistered, Event.PayloadOneofCase.ProfileChanged, Event.PayloadOneofCase.AccountChanged];

    public async Task HandleAsync(VideoDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        foreach (var @event in batch)
        {
            var state = @event.UserRegistered?.Account ?? @event.ProfileChanged?.Account ?? @event.AccountChanged.Account;
            await db.KnowAsync(new KnownAccount
            {
                Id = Guid.Parse(state.UserId),
                Username = state.Username,
                IsPrivate = state.IsPrivate,
                Suspended = state.Suspended,
                Deleted = state.Deleted,
                Demo = state.Demo,
                Version = state.Version,
            }, cancel);
        }
    }
}

internal static class KnowAccount
{
    /// <summary>Keeps an account unless a later version of it is known, and has its videos follow.</summary>
    public static async Task KnowAsync(this VideoDb db, KnownAccount account, CancellationToken cancel)
    {
        var rows = await db.Database.ExecuteSqlAsync($"""
            insert into known_accounts (id, username, is_private, suspended, deleted, demo, version)
            values ({account.Id}, {account.Username}, {account.IsPrivate}, {account.Suspended}, {account.Deleted}, {account.Demo}, {account.Version})
            on conflict (id) do update set username = excluded.username, is_private = excluded.is_private, suspended = excluded.suspended,
                deleted = excluded.deleted, demo = excluded.demo, version = excluded.version
            where known_accounts.version < excluded.version
            """, cancel);
        if (rows == 0) return;
        var isOpen = account is { IsPrivate: false, Suspended: false, Deleted: false };
        var videos = await db.Videos
            .Where(v => v.AuthorId == account.Id && v.RemovedAt == null && v.PublishedAt != null
                && (v.Audience == Audiences.Public || v.Audience == Audiences.Unlisted) && (v.MediaPublic != isOpen || v.Listed != isOpen))
            .OrderBy(v => v.Id).Select(v => v.Id).ToArrayAsync(cancel);
        if (videos.Length == 0) return;
        await db.Videos.Where(v => videos.Contains(v.Id) && v.Playback != null && v.MediaPublic != isOpen)
            .ExecuteUpdateAsync(s => s.SetProperty(v => v.PlacementDue, true), cancel);
        await db.RelistAsync(videos, cancel);
    }
}
