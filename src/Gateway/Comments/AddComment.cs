using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Comments;

/// <summary>POST /api/videos/{id}/comments: writes a comment or a reply.</summary>
internal static class AddComment
{
    public sealed record Body([property: Required] string? Text, Guid? ParentId, string? ClientRef);

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/videos/{id:guid}/comments", Handle).RequireSignIn().Limit(Limits.Budget.Comment).Creates();

    private static async Task<Created<Cards.Comment>> Handle(Guid id, Body body, HttpContext http, Caller caller, Rpc<CommentsClient> comments, CommentCards cards, SharedComments shared, CancellationToken cancel)
    {
        if (body.ClientRef is { Length: > 64 }) throw Fault.Invalid("clientRef", "too_long", ("max", "64"));
        var reply = await comments.As(caller.Viewer).AddCommentAsync(new AddCommentRequest
        {
            VideoId = id.ToString(),
            Text = body.Text ?? "",
            ParentId = body.ParentId?.ToString() ?? "",
            ClientRef = body.ClientRef ?? "",
            IdempotencyKey = http.Request.Headers["Idempotency-Key"].ToString(),
        }, cancellationToken: cancel);
        shared.Drop(reply.Comment.VideoId);
        var comment = await cards.Of(reply.Comment, cancel);
        return TypedResults.Created($"/api/comments/{comment.Id}", comment);
    }
}
