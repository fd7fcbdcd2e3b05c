using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Notification.Inbox;

/// <summary>Mutes or unmutes a video or a thread: what happens there tells the viewer nothing from then on. What is in the inbox stays.</summary>
internal sealed partial class InboxService
{
    public override async Task<SetThreadMuteResponse> SetThreadMute(SetThreadMuteRequest request, ServerCallContext context)
    {
        var (userId, cancel) = (context.Viewer().Account(), context.CancellationToken);
        if (!Guid.TryParse(request.TargetId, out var target)) throw Fault.NotFound();
        if (request.Muted) await db.Database.ExecuteSqlAsync($"insert into thread_mutes (user_id, target_id) values ({userId}, {target}) on conflict do nothing", cancel);
        else await db.Database.ExecuteSqlAsync($"delete from thread_mutes where user_id = {userId} and target_id = {target}", cancel);
        return new SetThreadMuteResponse { Muted = request.Muted };
    }
}
