using Grpc.Core;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Notification.Inbox;

/// <summary>Marks items, or all up to a moment, as read, and tells the person's other devices. What comes later is unread again.</summary>
internal sealed partial class InboxService
{
    private const int MaxIds = 200;

    public override async Task<MarkReadResponse> MarkRead(MarkReadRequest request, ServerCallContext context)
    {
        if (request.Ids.Count > MaxIds) throw Fault.BadRequest("too_many_ids");
        var (userId, cancel) = (context.Viewer().Account(), context.CancellationToken);
        var ids = request.Ids.Select(id => Guid.TryParse(id, out var parsed) ? parsed : Guid.Empty).ToArray();
        // To the millisecond, as callers know it: what is stored is finer.
        var upTo = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(request.UpToMs, 0, 253_402_300_798_000) + 1);

        var unread = await db.InTransaction(async () =>
        {
            await Settle.LockAsync(db, [userId], cancel);
            var read = await db.ReadAsync($"""
                update items set read_through = arrived, version = version + 1
                where recipient_id = $1 and arrived > read_through and not starts_with(group_key, '{Group.MailOnly}') and (id = any($2) or (cardinality($2::uuid[]) = 0 and updated_at < $3))
                returning id
                """, row => row.GetGuid(0).ToString(), cancel, userId, ids, upTo.UtcDateTime);
            var left = (await Settle.UnreadAsync(db, [userId], cancel)).GetValueOrDefault(userId);
            if (read.Count == 0) return left;

            var version = await db.ReadAsync("update inboxes set version = version + 1 where user_id = $1 returning version", row => row.GetInt64(0), cancel, userId);
            var told = new NotificationsRead { UserId = userId.ToString(), UpToMs = request.Ids.Count == 0 ? request.UpToMs : 0, Unread = left, Version = version[0] };
            if (request.Ids.Count > 0) told.Ids.AddRange(read);
            db.Publish(time, told.UserId, new Event { NotificationsRead = told });
            await db.SaveChangesAsync(cancel);
            return left;
        }, cancel);

        outbox.Wake();
        return new MarkReadResponse { Unread = unread };
    }
}
