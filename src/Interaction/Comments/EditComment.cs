using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Comments;

/// <summary>Changes the text of one's own comment; it carries a mark from then on. The same text again changes nothing.</summary>
internal sealed partial class CommentsService
{
    public override async Task<EditCommentResponse> EditComment(EditCommentRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        viewer.Account();
        var comment = await FindAsync(viewer, request.Id, CommentReader.There, cancel);
        if (!comment.Comment.ViewerOwn) throw Fault.Forbidden();
        var video = await videos.GetAsync(viewer, comment.VideoId, cancel);
        var written = await texts.WriteAsync(viewer, video, request.Text, cancel);
        var before = await db.Comments.AsNoTracking().SingleAsync(c => c.Id == comment.Id, cancel);
        var answered = await texts.AnsweredAsync(video, before.ParentAuthorId, before.ReplyToId, cancel);

        await db.InTransaction(async () =>
        {
            await ChangeAsync(comment.Id, row => row.Deleted || row.Text == written.Text ? row
                : row with
                {
                    Text = written.Text,
                    Mentions = written.Mentions,
                    Entities = written.EntityBytes,
                    ParentAuthorId = answered.ParentAuthor,
                    ReplyToId = answered.ReplyTo,
                    EditedAt = time.GetUtcNow(),
                }, cancel);
            await db.SaveChangesAsync(cancel);
        }, cancel);

        changes.WakeRelay();
        return new EditCommentResponse { Comment = (await FindAsync(viewer, request.Id, CommentReader.There, cancel)).Comment };
    }

    /// <summary>
    /// Changes a comment under its lock and says so: the event holds exactly the state that is committed. Counts are not changed here.
    /// Gives the new state, or null where nothing changed. The caller has the transaction and saves the event.
    /// </summary>
    private async Task<CommentRow?> ChangeAsync(Guid id, Func<CommentRow, CommentRow> change, CancellationToken cancel)
    {
        var row = await db.Comments.FromSql($"select * from comments where id = {id} for update").AsNoTracking().SingleOrDefaultAsync(cancel);
        if (row is null || change(row) is not { } next || ReferenceEquals(next, row)) return null;
        next = next with { Version = Versions.Next(time, after: row.Version) };
        await db.Comments.Where(c => c.Id == id).ExecuteUpdateAsync(c => c
            .SetProperty(x => x.Text, next.Text).SetProperty(x => x.Mentions, next.Mentions).SetProperty(x => x.Entities, next.Entities)
            .SetProperty(x => x.ParentAuthorId, next.ParentAuthorId).SetProperty(x => x.ReplyToId, next.ReplyToId)
            .SetProperty(x => x.Pinned, next.Pinned).SetProperty(x => x.Deleted, next.Deleted).SetProperty(x => x.EditedAt, next.EditedAt)
            .SetProperty(x => x.Version, next.Version), cancel);
        db.Publish(time, next.VideoId.ToString(), CommentEvents.Of(next));
        return next;
    }
}
