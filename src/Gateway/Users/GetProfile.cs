using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>GET /api/users/{username}: a person's page. Who blocked the viewer is not there; whom the viewer blocked shows Unblock.</summary>
internal static class GetProfile
{
    public static void Map(IEndpointRouteBuilder users) => users.MapGet("/{username}", Handle);

    private static async Task<Profile> Handle(
        string username, Caller caller, Rpc<PeopleClient> people, PeopleCards cards, PersonNumbers numbers, Rpc<PresenceClient> presence, CancellationToken cancel)
    {
        var viewer = caller.Viewer;
        var reply = await people.As(viewer).GetProfileAsync(new GetProfileRequest { Username = username }, cancellationToken: cancel);
        var card = reply.Person.Card;
        var counted = numbers.GetAsync(card.Id, viewer, cancel);
        var relation = (await cards.RelationsAsync(viewer, [card.Id], cancel).OrWhenAway(RelationsOf.None))[card.Id];
        var online = relation is { Following: true, FollowedBy: true } ? await OnlineAsync(card.Id, viewer, presence, cancel) : null;
        var of = await counted;
        return new Profile(
            card.Id, card.Username, card.DisplayName, card.AvatarUrl.OrNull(), card.Demo, reply.Bio, VideoCards.Entities(reply.Entities),
            [.. reply.Links.Select(link => link.Url)], reply.Person.IsPrivate, of.Followers, of.Following, of.Likes, of.Videos, online,
            new ProfileViewer(relation.Following, relation.FollowedBy, relation.Requested, relation.Blocked, relation.Muted));
    }

    private static async Task<bool?> OnlineAsync(string id, Viewer viewer, Rpc<PresenceClient> presence, CancellationToken cancel)
    {
        var request = new GetPresenceRequest { UserIds = { id } };
        var reply = await presence.As(viewer).GetPresenceAsync(request, cancellationToken: cancel).ResponseAsync.OrWhenAway(new GetPresenceResponse());
        return reply.Items is [var state] ? state.Online : null;
    }
}
