using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Comments;

/// <summary>PUT and DELETE /api/comments/{id}/pin: the video's author keeps one comment on top.</summary>
internal static class PinComment
{
    public sealed record Answer(bool Pinned);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/comments/{id:guid}/pin", (Guid id, Caller caller, Rpc<CommentsClient> comments, SharedComments shared, CancellationToken cancel)
            => Set(id, pinned: true, caller, comments, shared, cancel)).RequireSignIn().Limit(Limits.Budget.Write);
        api.MapDelete("/comments/{id:guid}/pin", (Guid id, Caller caller, Rpc<CommentsClient> comments, SharedComments shared, CancellationToken cancel)
            => Set(id, pinned: false, caller, comments, shared, cancel)).RequireSignIn().Limit(Limits.Budget.Write);
    }

    private static async Task<Answer> Set(Guid id, bool pinned, Caller caller, Rpc<CommentsClient> comments, SharedComments shared, CancellationToken cancel)
    {
        var reply = await comments.As(caller.Viewer).SetCommentPinAsync(new SetCommentPinRequest { Id = id.ToString(), Pinned = pinned }, cancellationToken: cancel);
        shared.Drop(reply.VideoId);
        return new Answer(reply.Pinned);
    }
}
