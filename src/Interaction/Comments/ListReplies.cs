using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;

namespace Zoetrope.Interaction.Comments;

/// <summary>
/// Replies of a comment, oldest first; and one comment by its id. Both are seen only by whoever sees the video. Muting hides somebody from lists, not from
/// whoever has the address: a muted person's comment is there with the replies of others.
/// </summary>
internal sealed partial class CommentsService
{
    public override async Task<ListRepliesResponse> ListReplies(ListRepliesRequest request, ServerCallContext context)
    {
        var (viewer, cancel, limit) = (context.Viewer(), context.CancellationToken, PageSize.Of(request.Page?.Limit ?? 0));
        var root = await FindAsync(viewer, request.CommentId, CommentReader.Reached, cancel);
        var after = Cursor.Decode(request.Page?.Cursor, 1) is not { } parts ? Guid.Empty
            : Guid.TryParse(parts[0], out var id) ? id : throw Fault.BadRequest("invalid_cursor");
        var rows = await reader.ReadAsync(viewer.AccountId, $"c.parent_id = $2 and c.id > $3 and {CommentReader.Shown} order by c.id limit $4",
            cancel, root.Id, after, limit);
        return new ListRepliesResponse { Items = { rows.Select(r => r.Comment) }, NextCursor = rows.Count < limit ? "" : Cursor.Encode(rows[^1].Comment.Id) };
    }

    public override async Task<GetCommentResponse> GetComment(GetCommentRequest request, ServerCallContext context)
    {
        var found = await FindAsync(context.Viewer(), request.Id, CommentReader.There, context.CancellationToken);
        return new GetCommentResponse { Comment = found.Comment, MentionedIds = { found.Mentions.Select(id => id.ToString()) } };
    }

    /// <summary>A comment whose video the viewer sees, too; not found otherwise.</summary>
    private async Task<ReadComment> FindAsync(Viewer viewer, string id, string filter, CancellationToken cancel)
    {
        var found = await reader.ReadAsync(viewer.AccountId, $"c.id = $2 and {filter}", cancel, Sql.Id(id));
        if (found.Count == 0) throw Fault.NotFound();
        await videos.GetAsync(viewer, found[0].VideoId, cancel);
        return found[0];
    }
}
