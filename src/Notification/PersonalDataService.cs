using Grpc.Core;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Platform.Data;

namespace Zoetrope.Notification;

/// <summary>The inbox and how one wants to be told.</summary>
internal sealed class PersonalDataService(NotificationDb db) : PersonalData.PersonalDataBase
{
    public override Task Export(ExportRequest request, IServerStreamWriter<ExportPart> responseStream, ServerCallContext context) => db.ExportAsync(context, responseStream,
        new("notifications.json", "select type, count, video_id, comment_id, code, about, reason, created_at, updated_at from items where recipient_id = $1 order by id"),
        new("notification_preferences.json", "select type, in_app, email from preferences where user_id = $1"),
        new("muted_threads.json", "select target_id from thread_mutes where user_id = $1"));
}
