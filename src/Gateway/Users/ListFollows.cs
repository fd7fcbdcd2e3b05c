using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>GET /api/users/{username}/followers and /following: people, newest first, and how the viewer stands to each.</summary>
internal static class ListFollows
{
    public static void Map(IEndpointRouteBuilder users)
    {
        users.MapGet("/{username}/followers", Followers);
        users.MapGet("/{username}/following", Following);
    }

    private static async Task<Page<ListedUser>> Followers(
        string username, [AsParameters] PageQuery page, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, PeopleLists lists, CancellationToken cancel)
    {
        var request = new ListFollowersRequest { UserId = await people.IdAsync(username, caller.Viewer, cancel), Page = page.Request() };
        var reply = await follows.As(caller.Viewer).ListFollowersAsync(request, cancellationToken: cancel);
        return await lists.Of(reply.UserIds, reply.NextCursor, caller.Viewer, cancel);
    }

    private static async Task<Page<ListedUser>> Following(
        string username, [AsParameters] PageQuery page, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, PeopleLists lists, CancellationToken cancel)
    {
        var request = new ListFollowingRequest { UserId = await people.IdAsync(username, caller.Viewer, cancel), Page = page.Request() };
        var reply = await follows.As(caller.Viewer).ListFollowingAsync(request, cancellationToken: cancel);
        return await lists.Of(reply.UserIds, reply.NextCursor, caller.Viewer, cancel);
    }
}

/// <summary>Pages of people out of pages of ids.</summary>
internal sealed class PeopleLists(PeopleCards cards)
{
    public async Task<Page<ListedUser>> Of(IReadOnlyList<string> ids, string nextCursor, Viewer viewer, CancellationToken cancel)
    {
        var people = cards.GetAsync(ids, cancel);
        var relations = await cards.RelationsAsync(viewer, ids, cancel).OrWhenAway(RelationsOf.None);
        var byId = await people;
        return new Page<ListedUser>([.. ids.Where(byId.ContainsKey).Select(id => PeopleCards.Listed(byId[id], relations))], nextCursor.OrNull());
    }
}
