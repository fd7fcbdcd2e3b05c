using Grpc.Core;
using Npgsql;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;

namespace Zoetrope.Notification.Inbox;

/// <summary>The viewer's own inbox, latest change first; one item of it; and how many are unread.</summary>
internal sealed partial class InboxService(NotificationDb db, OutboxSignal<NotificationDb> outbox, TimeProvider time) : Contracts.Notification.V1.Inbox.InboxBase
{
    private const string Select = $"""
        select i.id, i.type, i.actors, i.count, i.video_id, i.comment_id, coalesce(c.text, ''), i.created_at, i.updated_at, i.arrived <= i.read_through,
               case when i.type = 'video_failed' then coalesce(v.failure_code, '') else i.code end, coalesce(v.title, ''), coalesce(v.poster_url, ''), i.recipient_id,
               i.about, i.reason
        from items i left join known_videos v on v.video_id = i.video_id left join known_comments c on c.comment_id = i.comment_id
        where i.recipient_id = $1 and i.count > 0 and not starts_with(i.group_key, '{Group.MailOnly}')
        """;

    public override async Task<ListNotificationsResponse> ListNotifications(ListNotificationsRequest request, ServerCallContext context)
    {
        var (userId, after, limit) = (context.Viewer().Account(), TimeCursor.Parse(request.Page?.Cursor), PageSize.Of(request.Page?.Limit ?? 0));
        var since = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(request.SinceMs, 0, 253_402_300_799_000));
        var rows = await db.ReadAsync($"""
            {Select} and i.updated_at > $2 and ($3::timestamptz is null or (i.updated_at, i.id) < ($3, $4))
            order by i.updated_at desc, i.id desc limit $5
            """, row => (Item: Read(row), Place: new TimeCursor(row.GetFieldValue<DateTimeOffset>(8), row.GetGuid(0))), context.CancellationToken,
            userId, since.UtcDateTime, after?.At.UtcDateTime, after?.Id ?? Guid.Empty, limit);
        return new ListNotificationsResponse { Items = { rows.Select(r => r.Item) }, NextCursor = rows.Count < limit ? "" : rows[^1].Place.ToString() };
    }

    public override async Task<GetNotificationResponse> GetNotification(GetNotificationRequest request, ServerCallContext context)
    {
        if (!Guid.TryParse(request.Id, out var id)) return new GetNotificationResponse();
        var rows = await db.ReadAsync($"{Select} and i.id = $2", Read, context.CancellationToken, context.Viewer().Account(), id);
        return new GetNotificationResponse { Item = rows.FirstOrDefault() };
    }

    public override async Task<GetUnreadResponse> GetUnread(GetUnreadRequest request, ServerCallContext context)
    {
        var userId = context.Viewer().Account();
        return new GetUnreadResponse { Count = (await Settle.UnreadAsync(db, [userId], context.CancellationToken)).GetValueOrDefault(userId) };
    }

    private static NotificationItem Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0).ToString(),
        Type = row.GetString(1),
        ActorIds = { row.GetFieldValue<Guid[]>(2).Select(id => id.ToString()) },
        Count = row.GetInt32(3),
        VideoId = row.IsDBNull(4) ? "" : row.GetGuid(4).ToString(),
        CommentId = row.IsDBNull(5) ? "" : row.GetGuid(5).ToString(),
        CommentText = row.GetString(6),
        CreatedAtMs = row.GetFieldValue<DateTimeOffset>(7).ToUnixTimeMilliseconds(),
        UpdatedAtMs = row.GetFieldValue<DateTimeOffset>(8).ToUnixTimeMilliseconds(),
        Seen = row.GetBoolean(9),
        Read = row.GetBoolean(9),
        Code = row.GetString(10),
        VideoTitle = row.GetString(11),
        VideoPosterUrl = row.GetString(12),
        UserId = row.GetGuid(13).ToString(),
        About = row.GetString(14),
        Reason = row.GetString(15),
    };
}
