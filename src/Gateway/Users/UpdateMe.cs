using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>PATCH /api/users/me: changes profile and settings; what is absent stays.</summary>
internal static class UpdateMe
{
    public sealed record Body(string? DisplayName, string? Bio, IReadOnlyList<string?>? Links, SettingsChange? Settings, bool? Onboarded);

    public sealed record SettingsChange(
        bool? IsPrivate, bool? ShowLikes, bool? ShowPresence,
        [property: Choices(Choices.Permission)] string? WhoCanComment, [property: Choices(Choices.Permission)] string? WhoCanMention,
        [property: Choices(Choices.Sensitive)] string? Sensitive,
        bool? Autoplay, bool? Captions, bool? DataSaver, [property: Choices(Choices.Theme)] string? Theme, string? Locale, bool? Shortcuts);

    public static void Map(IEndpointRouteBuilder users) => users.MapPatch("/me", Handle).RequireSignIn().Limit(Limits.Budget.Write);

    private static async Task<Me> Handle(Body body, Caller caller, Rpc<AccountsClient> accounts, MeCards me, PeopleCards people, CancellationToken cancel)
    {
        var request = new UpdateMeRequest();
        if (body.DisplayName is not null) request.DisplayName = body.DisplayName;
        if (body.Bio is not null) request.Bio = body.Bio;
        if (body.Links is not null) request.Links = new LinkList { Items = { body.Links.Select(url => new Link { Url = url ?? "" }) } };
        if (body.Settings is not null) request.Settings = SettingsOf(body.Settings);
        if (body.Onboarded is { } onboarded) request.Onboarded = onboarded;
        var reply = await accounts.As(caller.Viewer).UpdateMeAsync(request, cancellationToken: cancel);
        people.Drop(reply.Account.Card.Id, reply.Account.Version);
        return await me.Of(reply.Account, caller.Viewer, cancel);
    }

    private static Contracts.Auth.V1.Settings SettingsOf(SettingsChange body)
    {
        var settings = new Contracts.Auth.V1.Settings();
        if (body.IsPrivate is { } isPrivate) settings.IsPrivate = isPrivate;
        if (body.ShowLikes is { } showLikes) settings.ShowLikes = showLikes;
        if (body.ShowPresence is { } showPresence) settings.ShowPresence = showPresence;
        if (body.WhoCanComment is not null) settings.WhoCanComment = body.WhoCanComment;
        if (body.WhoCanMention is not null) settings.WhoCanMention = body.WhoCanMention;
        if (body.Sensitive is not null) settings.Sensitive = body.Sensitive;
        if (body.Autoplay is { } autoplay) settings.Autoplay = autoplay;
        if (body.Captions is { } captions) settings.Captions = captions;
        if (body.DataSaver is { } dataSaver) settings.DataSaver = dataSaver;
        if (body.Theme is not null) settings.Theme = body.Theme;
        if (body.Locale is not null) settings.Locale = body.Locale;
        if (body.Shortcuts is { } shortcuts) settings.Shortcuts = shortcuts;
        return settings;
    }
}
