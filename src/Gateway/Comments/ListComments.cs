using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Comment = Zoetrope.Gateway.Cards.Comment;

namespace Zoetrope.Gateway.Comments;

/// <summary>GET /api/videos/{id}/comments and /api/comments/{id}/replies: threads, or the page around one comment.</summary>
internal static class ListComments
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/videos/{id:guid}/comments", OfVideo).Produces<Page<Comment>>();
        api.MapGet("/comments/{id:guid}/replies", Replies);
    }

    private static async Task<IResult> OfVideo(
        Guid id, [Choices("top new")] string? sort, Guid? around, [AsParameters] PageQuery page, Caller caller, Rpc<CommentsClient> comments, CommentCards cards,
        SharedComments shared, CancellationToken cancel)
    {
        if (sort is not (null or "top" or "new")) throw Fault.Invalid("sort", "unknown_choice", ("choices", "top, new"));
        var (viewer, isFirst) = (caller.Viewer, around is null && page is { Cursor: null or "", Limit: null });
        if (isFirst && !viewer.IsSignedIn) return await shared.GetAsync(id, sort ?? "top", cancel);
        if (isFirst && await shared.ForAsync(viewer, id, sort ?? "top", cancel) is { } same) return same;

        var request = new ListCommentsRequest { VideoId = id.ToString(), Sort = sort ?? "top", Around = around?.ToString() ?? "", Page = page.Request() };
        var reply = await comments.As(viewer).ListCommentsAsync(request, cancellationToken: cancel);
        return TypedResults.Ok(new Page<Comment>(await cards.Of(reply.Items, cancel), reply.NextCursor.OrNull(), reply.PrevCursor.OrNull()));
    }

    private static async Task<Page<Comment>> Replies(
        Guid id, [AsParameters] PageQuery page, Caller caller, Rpc<CommentsClient> comments, CommentCards cards, CancellationToken cancel)
    {
        var reply = await comments.As(caller.Viewer).ListRepliesAsync(new ListRepliesRequest { CommentId = id.ToString(), Page = page.Request() }, cancellationToken: cancel);
        return new Page<Comment>(await cards.Of(reply.Items, cancel), reply.NextCursor.OrNull());
    }
}
