using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Comment = Zoetrope.Gateway.Cards.Comment;

namespace Zoetrope.Gateway.Comments;

/// <summary>GET, PATCH and DELETE /api/comments/{id}: reads, changes or deletes one comment. A deleted one leaves its thread standing.</summary>
internal static class OneComment
{
    public sealed record Body([property: Required] string? Text);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/comments/{id:guid}", Get);
        api.MapPatch("/comments/{id:guid}", Edit).RequireSignIn().Limit(Limits.Budget.Comment);
        api.MapDelete("/comments/{id:guid}", Delete).RequireSignIn().Limit(Limits.Budget.Write);
    }

    private static async Task<Comment> Get(Guid id, Caller caller, Rpc<CommentsClient> comments, CommentCards cards, CancellationToken cancel)
    {
        var reply = await comments.As(caller.Viewer).GetCommentAsync(new GetCommentRequest { Id = id.ToString() }, cancellationToken: cancel);
        return await cards.Of(reply.Comment, cancel);
    }

    private static async Task<Comment> Edit(Guid id, Body body, Caller caller, Rpc<CommentsClient> comments, CommentCards cards, SharedComments shared, CancellationToken cancel)
    {
        var reply = await comments.As(caller.Viewer).EditCommentAsync(new EditCommentRequest { Id = id.ToString(), Text = body.Text ?? "" }, cancellationToken: cancel);
        shared.Drop(reply.Comment.VideoId);
        return await cards.Of(reply.Comment, cancel);
    }

    private static async Task<NoContent> Delete(Guid id, string? reason, Caller caller, Rpc<CommentsClient> comments, SharedComments shared, CancellationToken cancel)
    {
        var reply = await comments.As(caller.Viewer).DeleteCommentAsync(new DeleteCommentRequest { Id = id.ToString(), Reason = reason ?? "" }, cancellationToken: cancel);
        shared.Drop(reply.VideoId);
        return TypedResults.NoContent();
    }
}
