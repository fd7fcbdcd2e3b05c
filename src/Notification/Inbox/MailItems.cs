using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Notification.Inbox;

/// <summary>
/// Sends by e-mail what people want that way and have not read for a while: one letter an item until they look. Auth writes and addresses it;
/// at least once, and Auth drops what it was asked twice. Any number of processes may do it at once.
/// </summary>
internal sealed partial class MailItems(
    IServiceScopeFactory scopes, Rpc<Mail.MailClient> mail, Rpc<People.PeopleClient> people, IOptions<NotificationOptions> options, TimeProvider time, ILogger<MailItems> logger)
    : RepeatedWork(TimeSpan.FromSeconds(5), "Letters about news could not be sent", time, logger)
{
    private const int AtOnce = 100, LongestQuote = 300;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Kinds that have sentences, and whether theirs tell of several people at once.</summary>
    private static readonly Dictionary<string, bool> Kinds = new()
    {
        ["follow"] = false,
        ["follow_request"] = false,
        ["follow_accepted"] = false,
        ["like"] = true,
        ["comment"] = false,
        ["reply"] = false,
        ["comment_like"] = true,
        ["mention"] = false,
        ["share"] = true,
        ["new_video"] = false,
        ["video_ready"] = false,
        ["video_failed"] = false,
        ["scheduled_published"] = false,
        ["security"] = false,
        ["moderation"] = false,
        ["export_ready"] = false,
        ["announcement"] = false,
    };

    /// <summary>Every code that a letter may have; each needs its sentences.</summary>
    public static IEnumerable<string> Codes => Kinds.SelectMany(kind => kind.Value ? new[] { kind.Key, $"{kind.Key}_more" } : [kind.Key]);

    private sealed record Item(Guid Id, Guid RecipientId, string Type, int Count, Guid[] Actors, Guid? VideoId, Guid? CommentId, string Comment, string Title, long Arrived, bool IsWanted, string NoticeCode, string About, string Reason);

    /// <summary>Sends what has waited long enough.</summary>
    public override async Task RunOnceAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NotificationDb>();
        var items = await TakeAsync(db, cancel);
        if (items.Count == 0) return;
        var actors = items.Where(i => i.IsWanted).SelectMany(i => i.Actors.Take(1)).Distinct().Select(id => id.ToString());
        var cards = (await people.AsSystem().GetCardsAsync(new GetCardsRequest { Ids = { actors } }, cancellationToken: cancel)).Items.ToDictionary(p => p.Card.Id, p => p.Card);
        foreach (var item in items)
        {
            if (item.IsWanted && Letter(item, cards) is { } letter) await mail.AsSystem().SendMailAsync(letter, cancellationToken: cancel);
            await TellAsync(db, item, cancel);
        }
    }

    // Taken by moving it on: should this process die, it is due again after the lease.
    private async Task<List<Item>> TakeAsync(NotificationDb db, CancellationToken cancel)
    {
        var due = Time.GetUtcNow().AddMinutes(-options.Value.MailMinutes);
        var taken = await db.ReadAsync("""
            update letters set waits_from = $2 where item_id in
                (select item_id from letters where waits_from <= $1 order by waits_from limit $3 for update skip locked)
            returning item_id
            """, row => row.GetGuid(0), cancel, due.UtcDateTime, (due + Lease).UtcDateTime, AtOnce);
        return taken.Count == 0 ? [] : await db.ReadAsync("""
            select i.id, i.recipient_id, i.type, i.count, i.actors, i.video_id, i.comment_id, coalesce(c.text, ''), coalesce(v.title, ''), i.arrived,
                   i.count > 0 and (i.arrived > i.read_through or i.type = 'security') and coalesce(w.email, i.type = any($2)), i.code, i.about, i.reason
            from items i left join known_videos v on v.video_id = i.video_id left join known_comments c on c.comment_id = i.comment_id
            left join preferences w on w.user_id = i.recipient_id and w.type = i.type
            where i.id = any($1) order by i.id
            """, row => new Item(
                row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetInt32(3), row.GetFieldValue<Guid[]>(4), row.IsDBNull(5) ? null : row.GetGuid(5),
                row.IsDBNull(6) ? null : row.GetGuid(6), row.GetString(7), row.GetString(8), row.GetInt64(9), row.GetBoolean(10), row.GetString(11), row.GetString(12), row.GetString(13)),
            cancel, taken.ToArray(), InboxService.MailedTypes);
    }

    /// <summary>None for a kind without words, or where whoever did it is gone.</summary>
    private static SendMailRequest? Letter(Item item, Dictionary<string, Contracts.Common.V1.UserCard> cards)
    {
        if (!Kinds.TryGetValue(item.Type, out var several)) return null;
        if (item.Type is "security" or "moderation" or "export_ready") return Notice(item);
        var actor = item.Actors is [var first, ..] ? cards.GetValueOrDefault(first.ToString()) : null;
        if (actor is null && item.Type is not ("video_ready" or "video_failed" or "scheduled_published" or "announcement")) return null;
        var about = item.Type == "announcement" ? item.About : item.CommentId is null ? item.Title : item.Comment;
        if (item.Type != "announcement" && about.Length > LongestQuote) about = string.Concat(about.EnumerateRunes().Take(LongestQuote - 1)) + "…";
        return new SendMailRequest
        {
            UserId = item.RecipientId.ToString(),
            Key = $"{item.Id}:{item.Arrived}",
            Code = several && item.Count > 1 ? $"{item.Type}_more" : item.Type,
            Path = PathOf(item, actor),
            Params =
            {
                ["actor"] = actor is null ? "" : actor.DisplayName.Length > 0 ? actor.DisplayName : actor.Username,
                ["count"] = (item.Count - 1).ToString(CultureInfo.InvariantCulture),
                ["about"] = about.Length > 0 ? about + "\n\n" : "",
            },
        };
    }

    /// <summary>Auth has the words. It writes of a new password itself, whatever is wished, so that is not told twice.</summary>
    private static SendMailRequest? Notice(Item item) => item.NoticeCode is "password_changed" or "password_reset" ? null : new()
    {
        UserId = item.RecipientId.ToString(),
        Key = $"{item.Id}:{item.Arrived}",
        Code = item.Type,
        Path = item.Type switch { "security" => "/settings#password", "export_ready" => "/settings#data", _ => "/inbox" },
        Params = { ["notice"] = item.NoticeCode, ["about"] = item.About, ["reason"] = item.Reason },
    };

    private static string PathOf(Item item, Contracts.Common.V1.UserCard? actor) => item switch
    {
        { Type: "follow_request" or "announcement" } => "/inbox",
        { VideoId: { } video, CommentId: { } comment } => $"/v/{Short(video)}?comment={comment}",
        { VideoId: { } video } => $"/v/{Short(video)}",
        _ => $"/@{Uri.EscapeDataString(actor?.Username ?? "")}",
    };

    // The short link of a clip: its bytes in base64url.
    private static string Short(Guid id) => System.Buffers.Text.Base64Url.EncodeToString(id.ToByteArray(bigEndian: true));

    private static async Task TellAsync(NotificationDb db, Item item, CancellationToken cancel)
    {
        if (item.IsWanted)
            await db.ReadAsync("update letters set waits_from = null, arrived = $2 where item_id = $1", _ => 0, cancel, item.Id, item.Arrived);
        else
            await db.ReadAsync("delete from letters where item_id = $1", _ => 0, cancel, item.Id);
        // Nobody reads what is not in the inbox: the letter was it.
        await db.ReadAsync($"update items set read_through = greatest(read_through, $2) where id = $1 and starts_with(group_key, '{Group.MailOnly}')", _ => 0, cancel, item.Id, item.Arrived);
    }
}
