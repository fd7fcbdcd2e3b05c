using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Comments;

/// <summary>
/// Deletes a comment: its author, the video's author or a moderator may. The text is gone at once; the thread under it stays. Deleting twice is
/// deleting. Of a moderator's decision the author is told, with its reason.
/// </summary>
internal sealed partial class CommentsService
{
    public override async Task<DeleteCommentResponse> DeleteComment(DeleteCommentRequest request, ServerCallContext context)
    {
        var (viewer, userId, id, cancel) = (context.Viewer(), context.Viewer().Account(), Sql.Id(request.Id), context.CancellationToken);
        var comment = await db.Comments.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancel) ?? throw Fault.NotFound();
        if (comment.AuthorId != userId && comment.VideoAuthorId != userId && !viewer.IsModerator)
        {
            await FindAsync(viewer, request.Id, CommentReader.There, cancel);
            throw Fault.Forbidden();
        }

        Notices.CheckReason(request.Reason);
        var decides = comment.AuthorId != userId && comment.VideoAuthorId != userId;
        await db.InTransaction(async () =>
        {
            var deleted = await ChangeAsync(id, row => row.Deleted ? row
                : row with { Deleted = true, Pinned = false, Text = "", Mentions = [], Entities = [] }, cancel);
            if (deleted is null) return;
            await db.Database.ExecuteSqlAsync($"""
                insert into count_deltas (subject_id, kind, delta)
                select subject, kind, -1 from (values ({deleted.VideoId}, 2::smallint), ({deleted.ParentId}::uuid, 22::smallint)) d (subject, kind) where subject is not null
                """, cancel);
            if (decides) db.Publish(time, $"{deleted.AuthorId}", Notices.Decision(time, deleted.AuthorId, "comment_removed", comment.Text, request.Reason));
            await db.SaveChangesAsync(cancel);
        }, cancel);

        changes.Wake();
        return new DeleteCommentResponse { VideoId = comment.VideoId.ToString() };
    }
}
