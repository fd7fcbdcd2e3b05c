using Grpc.Core;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;

namespace Zoetrope.Notification.Inbox;

/// <summary>Writes down what everybody is to be told; <see cref="TellEverybody"/> brings it to them. The same key again is the same announcement.</summary>
internal sealed partial class InboxService
{
    private const int LongestAnnouncement = 500;

    public override async Task<AnnounceResponse> Announce(AnnounceRequest request, ServerCallContext context)
    {
        var viewer = context.Viewer();
        viewer.RequireAdmin();
        var text = TextRules.Clean("text", request.Text, LongestAnnouncement, required: true).Trim();
        var id = Ids.New(time);
        var key = request.IdempotencyKey.Length > 0 ? request.IdempotencyKey : id.ToString();
        var kept = await db.ReadAsync("""
            insert into announcements as a (id, by_id, key, text, at, told_through, done) values ($1, $2, $3, $4, $5, $6, false)
            on conflict (by_id, key) do update set key = excluded.key returning a.id, a.text, a.at
            """, row => new AnnounceResponse { Id = row.GetGuid(0).ToString(), Text = row.GetString(1), AtMs = row.GetFieldValue<DateTimeOffset>(2).ToUnixTimeMilliseconds() },
            context.CancellationToken, id, viewer.Account(), key, text, time.GetUtcNow().UtcDateTime, Guid.Empty);
        return kept[0].Text == text ? kept[0] : throw Fault.Unprocessable("idempotency_mismatch");
    }
}
