using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Cards;

/// <summary>Assembles the viewer's own account: four calls side by side, of which only Auth's is needed.</summary>
internal sealed class MeCards(Rpc<AccountsClient> accounts, Rpc<PeopleClient> people, PersonNumbers numbers, Rpc<InboxClient> inbox)
{
    private static readonly ProfileViewer Oneself = new(false, false, false, false, false);

    public async Task<Me> Of(Viewer viewer, CancellationToken cancel)
        => await Of((await accounts.As(viewer).GetMeAsync(new GetMeRequest(), cancellationToken: cancel)).Account, viewer, cancel);

    public async Task<Me> Of(Account account, Viewer viewer, CancellationToken cancel)
    {
        var unread = inbox.As(viewer).GetUnreadAsync(new GetUnreadRequest(), cancellationToken: cancel).ResponseAsync.OrWhenAway(new GetUnreadResponse());
        var of = await numbers.GetAsync(account.Card.Id, viewer, cancel);
        var card = account.Card;
        return new Me(
            card.Id, card.Username, card.DisplayName, card.AvatarUrl.OrNull(), card.Demo,
            account.Bio, await EntitiesAsync(account, viewer, cancel), [.. account.Links.Select(link => link.Url)], account.IsPrivate,
            of.Followers, of.Following, of.Likes, of.Videos, Oneself,
            account.Email, account.EmailVerified, account.Role, account.TwoFactor, (await unread).Count, account.Onboarded,
            Times.AtOrNull(account.DeletionAtMs), account.PendingEmail.OrNull(), SettingsOf(account.Settings));
    }

    // Whom a bio may mention, Auth knows; most mention nobody.
    private async Task<IReadOnlyList<TextEntity>> EntitiesAsync(Account account, Viewer viewer, CancellationToken cancel)
    {
        var found = Platform.Text.TextEntities.Find(account.Bio);
        if (found.TrueForAll(entity => entity.Type != "mention")) return VideoCards.Entities(found);
        var profile = await people.As(viewer).GetProfileAsync(new GetProfileRequest { Username = account.Card.Username }, cancellationToken: cancel);
        return VideoCards.Entities(profile.Entities);
    }

    private static Settings SettingsOf(Contracts.Auth.V1.Settings settings) => new(
        settings.IsPrivate, settings.ShowLikes, settings.ShowPresence, settings.WhoCanComment, settings.WhoCanMention, settings.Sensitive,
        settings.Autoplay, settings.Captions, settings.DataSaver, settings.Theme, settings.Locale, settings.Shortcuts);
}

/// <summary>What a profile counts: followers, following, likes received and videos shown.</summary>
internal sealed class PersonNumbers(Rpc<CountsClient> counts, Rpc<CatalogClient> catalog)
{
    public readonly record struct Numbers(long Followers, long Following, long Likes, long Videos);

    public async Task<Numbers> GetAsync(string id, Viewer viewer, CancellationToken cancel)
    {
        var people = counts.As(viewer).GetUserCountsAsync(new GetUserCountsRequest { UserIds = { id } }, cancellationToken: cancel)
            .ResponseAsync.OrWhenAway(new GetUserCountsResponse());
        var videos = catalog.As(viewer).CountByAuthorsAsync(new CountByAuthorsRequest { AuthorIds = { id } }, cancellationToken: cancel)
            .ResponseAsync.OrWhenAway(new CountByAuthorsResponse());
        var found = (await people).Items is [var own, ..] ? own : new UserCounts();
        return new Numbers(found.Followers, found.Following, found.Likes, (await videos).Videos.GetValueOrDefault(id));
    }
}
