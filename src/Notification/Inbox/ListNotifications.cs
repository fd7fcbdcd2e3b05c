using Grpc.Core;
using Npgsql;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;

namespace Zoetrope.Notification.Inbox;

/// <summary>
/// The viewer's own inbox, latest change first; one item of it; and how many are unread. What its owner lists is seen from then on; the answer still
/// says what was new to them. It is read when it is opened or marked.
/// </summary>
internal sealed partial class InboxService(
    NotificationDb db, OutboxSignal<NotificationDb> outbox, Rpc<Catalog.CatalogClient> catalog, Rpc<Comments.CommentsClient> comments, TimeProvider time) : Contracts.Notification.V1.Inbox.InboxBase
{
    private const string Select = $"""
        select i.id, i.type, i.actors, i.count, i.video_id, i.comment_id, coalesce(c.text, ''), i.created_at, i.updated_at, i.arrived <= i.read_through, i.arrived <= greatest(i.read_through, b.seen_through),
               case when i.type = 'video_failed' then coalesce(v.failure_code, '') else i.code end, coalesce(v.title, ''), coalesce(v.poster_url, ''), i.recipient_id,
               i.about, i.reason, i.arrived
        from items i left join inboxes b on b.user_id = i.recipient_id left join known_videos v on v.video_id = i.video_id left join known_comments c on c.comment_id = i.comment_id
        where i.recipient_id = $1 and i.count > 0 and not starts_with(i.group_key, '{Group.MailOnly}')
        """;

    public override async Task<ListNotificationsResponse> ListNotifications(ListNotificationsRequest request, ServerCallContext context)
    {
        var (userId, after, limit) = (context.Viewer().Account(), TimeCursor.Parse(request.Page?.Cursor) ?? TimeCursor.Start, PageSize.Of(request.Page?.Limit ?? 0));
        var since = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(request.SinceMs, 0, 253_402_300_799_000));
        var rows = await db.ReadAsync($"""
            {Select} and i.updated_at > $2 and (i.updated_at, i.id) < ($3, $4)
            order by i.updated_at desc, i.id desc limit $5
            """, row => (Item: Read(row), Place: new TimeCursor(row.GetFieldValue<DateTimeOffset>(8), row.GetGuid(0)), Arrived: row.GetInt64(17)), context.CancellationToken,
            userId, since.UtcDateTime, after.At.UtcDateTime, after.Id, limit);
        // Only where something is new: a list that is looked at again writes nothing.
        if (rows.Any(r => !r.Item.Seen))
            await db.ReadAsync("update inboxes set seen_through = $2 where user_id = $1 and seen_through < $2", _ => 0, context.CancellationToken, userId, rows.Max(r => r.Arrived));
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
        Seen = row.GetBoolean(10),
        Read = row.GetBoolean(9),
        Code = row.GetString(11),
        VideoTitle = row.GetString(12),
        VideoPosterUrl = row.GetString(13),
        UserId = row.GetGuid(14).ToString(),
        About = row.GetString(15),
        Reason = row.GetString(16),
    };
}
