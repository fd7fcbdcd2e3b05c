using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Comments;

/// <summary>Pins a comment of the first level to the top of one's own video, or unpins it. One at a time: pinning unpins the one before.</summary>
internal sealed partial class CommentsService
{
    public override async Task<SetCommentPinResponse> SetCommentPin(SetCommentPinRequest request, ServerCallContext context)
    {
        var (viewer, userId, cancel) = (context.Viewer(), context.Viewer().Account(), context.CancellationToken);
        var comment = await FindAsync(viewer, request.Id, CommentReader.There, cancel);
        var video = await videos.GetAsync(viewer, comment.VideoId, cancel);
        if (video.AuthorId != userId) throw Fault.Forbidden();
        if (comment.Comment.ParentId.Length > 0) throw Fault.Unprocessable("only_first_level");

        await db.InTransaction(async () =>
        {
            // Pins of one video wait for each other here; the unique index would refuse the second one.
            await db.Database.ExecuteSqlAsync($"select 1 from known_videos where video_id = {video.Id} for update", cancel);
            if (request.Pinned)
            {
                var before = await db.Comments.Where(c => c.VideoId == video.Id && c.Pinned && c.Id != comment.Id).Select(c => c.Id).ToListAsync(cancel);
                foreach (var id in before) await ChangeAsync(id, row => row with { Pinned = false }, cancel);
            }
            await ChangeAsync(comment.Id, row => row.Deleted || row.Pinned == request.Pinned ? row : row with { Pinned = request.Pinned }, cancel);
            await db.SaveChangesAsync(cancel);
        }, cancel);

        changes.WakeRelay();
        return new SetCommentPinResponse { Pinned = request.Pinned, VideoId = video.Id.ToString() };
    }
}
