using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Notification.Inbox;

/// <summary>Mutes or unmutes a video or a thread: what happens there tells the viewer nothing from then on. What is in the inbox stays.</summary>
internal sealed partial class InboxService
{
    public override async Task<SetThreadMuteResponse> SetThreadMute(SetThreadMuteRequest request, ServerCallContext context)
    {
        var (viewer, userId, cancel) = (context.Viewer(), context.Viewer().Account(), context.CancellationToken);
        if (!Guid.TryParse(await TargetAsync(viewer, request, cancel), out var target)) throw Fault.NotFound();
        if (request.Muted) await db.Database.ExecuteSqlAsync($"insert into thread_mutes (user_id, target_id) values ({userId}, {target}) on conflict do nothing", cancel);
        else await db.Database.ExecuteSqlAsync($"delete from thread_mutes where user_id = {userId} and target_id = {target}", cancel);
        return new SetThreadMuteResponse { Muted = request.Muted };
    }

    /// <summary>The video, or the first comment of the thread. Their owners say whether the viewer may see them: the copies here do not tell.</summary>
    private async Task<string> TargetAsync(Viewer viewer, SetThreadMuteRequest request, CancellationToken cancel)
    {
        if (request.TargetCase == SetThreadMuteRequest.TargetOneofCase.CommentId)
        {
            var found = await comments.As(viewer).GetCommentAsync(new GetCommentRequest { Id = request.CommentId }, cancellationToken: cancel);
            return found.Comment.ParentId is { Length: > 0 } first ? first : found.Comment.Id;
        }
        // Unmuting needs no sight: a mute must not outlast it.
        if (request.Muted) await catalog.As(viewer).GetVideoAsync(new GetVideoRequest { Id = request.VideoId }, cancellationToken: cancel);
        return request.VideoId;
    }
}
