using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>PUT and DELETE /api/users/{username}/block, GET /api/users/me/blocks: neither sees the other any more, and both follows end.</summary>
internal static class BlockUser
{
    public static void Map(IEndpointRouteBuilder users)
    {
        users.MapPut("/{username}/block", (string username, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, CancellationToken cancel)
            => Set(username, block: true, caller, people, follows, cancel)).RequireSignIn().Limit(Limits.Budget.Write);
        users.MapDelete("/{username}/block", (string username, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, CancellationToken cancel)
            => Set(username, block: false, caller, people, follows, cancel)).RequireSignIn().Limit(Limits.Budget.Write);
        users.MapGet("/me/blocks", List).RequireSignIn();
    }

    private static async Task<ProfileViewer> Set(string username, bool block, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, CancellationToken cancel)
    {
        var id = await people.IdAsync(username, caller.Viewer, cancel);
        var reply = await follows.As(caller.Viewer).SetBlockAsync(new SetBlockRequest { UserId = id, Block = block }, cancellationToken: cancel);
        return Relations.Shown(reply.Relation);
    }

    private static async Task<Page<ListedUser>> List([AsParameters] PageQuery page, Caller caller, Rpc<FollowsClient> follows, PeopleLists lists, CancellationToken cancel)
    {
        var reply = await follows.As(caller.Viewer).ListBlocksAsync(new ListBlocksRequest { Page = page.Request() }, cancellationToken: cancel);
        return await lists.Of(reply.UserIds, reply.NextCursor, caller.Viewer, cancel);
    }
}

internal static class Relations
{
    /// <summary>A relation without what the viewer may not know: that they are blocked.</summary>
    public static ProfileViewer Shown(Relation? relation)
        => relation is null ? new ProfileViewer(false, false, false, false, false)
            : new ProfileViewer(relation.Following, relation.FollowedBy, relation.Requested, relation.Blocked, relation.Muted);
}
