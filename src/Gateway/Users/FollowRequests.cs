using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>/api/users/me/follow-requests: who asks to follow the viewer's private account; PUT accepts, DELETE declines.</summary>
internal static class FollowRequests
{
    public static void Map(IEndpointRouteBuilder users)
    {
        users.MapGet("/me/follow-requests", List).RequireSignIn();
        users.MapPut("/me/follow-requests/{username}", (string username, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, CancellationToken cancel)
            => Answer(username, accept: true, caller, people, follows, cancel)).RequireSignIn();
        users.MapDelete("/me/follow-requests/{username}", (string username, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, CancellationToken cancel)
            => Answer(username, accept: false, caller, people, follows, cancel)).RequireSignIn();
    }

    private static async Task<Page<ListedUser>> List([AsParameters] PageQuery page, Caller caller, Rpc<FollowsClient> follows, PeopleLists lists, CancellationToken cancel)
    {
        var reply = await follows.As(caller.Viewer).ListRequestsAsync(new ListRequestsRequest { Page = page.Request() }, cancellationToken: cancel);
        return await lists.Of(reply.UserIds, reply.NextCursor, caller.Viewer, cancel);
    }

    private static async Task<NoContent> Answer(string username, bool accept, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, CancellationToken cancel)
    {
        var id = await people.IdAsync(username, caller.Viewer, cancel);
        await follows.As(caller.Viewer).AnswerRequestAsync(new AnswerRequestRequest { FollowerId = id, Accept = accept }, cancellationToken: cancel);
        return TypedResults.NoContent();
    }
}
