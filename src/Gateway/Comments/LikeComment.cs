using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Comments;

/// <summary>PUT and DELETE /api/comments/{id}/like: likes or unlikes a comment; repeating either changes nothing.</summary>
internal static class LikeComment
{
    public sealed record Answer(bool Liked, long Likes);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/comments/{id:guid}/like", (Guid id, long? seq, Caller caller, Rpc<CommentsClient> comments, SharedComments shared, CancellationToken cancel)
            => Set(id, liked: true, seq, caller, comments, shared, cancel)).RequireSignIn().Limit(Limits.Budget.Like);
        api.MapDelete("/comments/{id:guid}/like", (Guid id, long? seq, Caller caller, Rpc<CommentsClient> comments, SharedComments shared, CancellationToken cancel)
            => Set(id, liked: false, seq, caller, comments, shared, cancel)).RequireSignIn().Limit(Limits.Budget.Like);
    }

    private static async Task<Answer> Set(Guid id, bool liked, long? seq, Caller caller, Rpc<CommentsClient> comments, SharedComments shared, CancellationToken cancel)
    {
        var request = new SetCommentLikeRequest { Id = id.ToString(), Liked = liked, Seq = seq ?? 0 };
        var reply = await comments.As(caller.Viewer).SetCommentLikeAsync(request, cancellationToken: cancel);
        shared.Drop(reply.VideoId);
        return new Answer(reply.Liked, reply.Likes);
    }
}
