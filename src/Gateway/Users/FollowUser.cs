using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>PUT and DELETE /api/users/{username}/follow: follows or unfollows; a private account gets a request.</summary>
internal static class FollowUser
{
    public sealed record Answer(bool Following, bool Requested, long Followers);

    public static void Map(IEndpointRouteBuilder users)
    {
        users.MapPut("/{username}/follow", (string username, long? seq, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, CancellationToken cancel)
            => Set(username, follow: true, seq, caller, people, follows, cancel)).RequireSignIn().Limit(Limits.Budget.Follow);
        users.MapDelete("/{username}/follow", (string username, long? seq, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, CancellationToken cancel)
            => Set(username, follow: false, seq, caller, people, follows, cancel)).RequireSignIn().Limit(Limits.Budget.Follow);
    }

    private static async Task<Answer> Set(
        string username, bool follow, long? seq, Caller caller, NamedPeople people, Rpc<FollowsClient> follows, CancellationToken cancel)
    {
        var id = await people.IdAsync(username, caller.Viewer, cancel);
        var reply = await follows.As(caller.Viewer).SetFollowAsync(new SetFollowRequest { UserId = id, Follow = follow, Seq = seq ?? 0 }, cancellationToken: cancel);
        return new Answer(reply.Following, reply.Requested, reply.Followers);
    }
}
