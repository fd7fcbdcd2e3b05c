using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Notifications;

/// <summary>GET /api/notifications, /unread and POST /read: the viewer's inbox.</summary>
internal static class ReadInbox
{
    private const int MostIds = 200;

    public sealed record UnreadAnswer(int Count);

    public sealed record ReadBody(IReadOnlyList<Guid>? Ids, DateTime? UpTo);

    public static void Map(IEndpointRouteBuilder notifications)
    {
        notifications.MapGet("", List).RequireSignIn();
        notifications.MapGet("/unread", Unread).RequireSignIn();
        notifications.MapPost("/read", MarkRead).RequireSignIn().Limit(Limits.Budget.Write);
    }

    private static async Task<Page<Notification>> List(
        DateTime? since, [AsParameters] PageQuery page, Caller caller, Rpc<InboxClient> inbox, NotificationCards cards, CancellationToken cancel)
    {
        var request = new ListNotificationsRequest { Page = page.Request(), SinceMs = since is { } from ? Times.Ms(from) : 0 };
        var reply = await inbox.As(caller.Viewer).ListNotificationsAsync(request, cancellationToken: cancel);
        return new Page<Notification>(await cards.Of(reply.Items, caller.Viewer, cancel), reply.NextCursor.OrNull());
    }

    private static async Task<UnreadAnswer> Unread(Caller caller, Rpc<InboxClient> inbox, CancellationToken cancel)
        => new((await inbox.As(caller.Viewer).GetUnreadAsync(new GetUnreadRequest(), cancellationToken: cancel)).Count);

    private static async Task<NoContent> MarkRead(ReadBody body, Caller caller, Rpc<InboxClient> inbox, CancellationToken cancel)
    {
        if (body.Ids is null && body.UpTo is null) throw Fault.Invalid("ids", "required");
        if (body.Ids is { Count: > MostIds }) throw Fault.Invalid("ids", "too_many", ("max", MostIds.ToString()));
        var request = new MarkReadRequest { UpToMs = body.UpTo is { } upTo ? Times.Ms(upTo) : 0 };
        request.Ids.AddRange((body.Ids ?? []).Select(id => id.ToString()));
        if (request.Ids.Count > 0 || request.UpToMs > 0) await inbox.As(caller.Viewer).MarkReadAsync(request, cancellationToken: cancel);
        return TypedResults.NoContent();
    }
}
