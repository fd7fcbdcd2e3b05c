using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>PUT and DELETE /api/users/{username}/mute, GET /api/users/me/mutes: the viewer sees less of them; they do not notice.</summary>
internal static class MuteUser
{
    public static void Map(IEndpointRouteBuilder users)
    {
        users.MapPut("/{username}/mute", (string username, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, CancellationToken cancel)
            => Set(username, mute: true, caller, people, follows, cancel)).RequireSignIn().Limit(Limits.Budget.Write);
        users.MapDelete("/{username}/mute", (string username, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, CancellationToken cancel)
            => Set(username, mute: false, caller, people, follows, cancel)).RequireSignIn().Limit(Limits.Budget.Write);
        users.MapGet("/me/mutes", List).RequireSignIn();
    }

    private static async Task<ProfileViewer> Set(string username, bool mute, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, CancellationToken cancel)
    {
        var id = await people.IdAsync(username, caller.Viewer, cancel);
        var reply = await follows.As(caller.Viewer).SetMuteAsync(new SetMuteRequest { UserId = id, Mute = mute }, cancellationToken: cancel);
        return Relations.Shown(reply.Relation);
    }

    private static async Task<Page<ListedUser>> List([AsParameters] PageQuery page, Caller caller, Rpc<FollowsClient> follows, PeopleLists lists, CancellationToken cancel)
    {
        var reply = await follows.As(caller.Viewer).ListMutesAsync(new ListMutesRequest { Page = page.Request() }, cancellationToken: cancel);
        return await lists.Of(reply.UserIds, reply.NextCursor, caller.Viewer, cancel);
    }
}
