using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Notifications;

/// <summary>PUT and DELETE /api/videos/{id}/mute and /api/comments/{id}/mute: no more notifications of one video or one thread of comments.</summary>
internal static class MuteThread
{
    public sealed record Answer(bool Muted);

    public static void Map(IEndpointRouteBuilder api)
    {
        foreach (var muted in (bool[])[true, false])
        {
            string[] method = [muted ? "PUT" : "DELETE"];
            api.MapMethods("/videos/{id:guid}/mute", method, (Guid id, Caller caller, Rpc<CatalogClient> catalog, Rpc<InboxClient> inbox, CancellationToken cancel)
                => Video(id, muted, caller, catalog, inbox, cancel)).RequireSignIn().WithTags("Notifications").Limit(Limits.Budget.Write);
            api.MapMethods("/comments/{id:guid}/mute", method, (Guid id, Caller caller, Rpc<CommentsClient> comments, Rpc<InboxClient> inbox, CancellationToken cancel)
                => Comment(id, muted, caller, comments, inbox, cancel)).RequireSignIn().WithTags("Notifications").Limit(Limits.Budget.Write);
        }
    }

    private static async Task<Answer> Video(Guid id, bool muted, Caller caller, Rpc<CatalogClient> catalog, Rpc<InboxClient> inbox, CancellationToken cancel)
    {
        // Unmuting needs no sight: a mute must not outlast it.
        if (muted) await catalog.As(caller.Viewer).GetVideoAsync(new GetVideoRequest { Id = id.ToString() }, cancellationToken: cancel);
        return await Set(id.ToString(), muted, caller, inbox, cancel);
    }

    private static async Task<Answer> Comment(Guid id, bool muted, Caller caller, Rpc<CommentsClient> comments, Rpc<InboxClient> inbox, CancellationToken cancel)
    {
        var reply = await comments.As(caller.Viewer).GetCommentAsync(new GetCommentRequest { Id = id.ToString() }, cancellationToken: cancel);
        return await Set(reply.Comment.ParentId is { Length: > 0 } first ? first : id.ToString(), muted, caller, inbox, cancel);
    }

    private static async Task<Answer> Set(string target, bool muted, Caller caller, Rpc<InboxClient> inbox, CancellationToken cancel)
        => new((await inbox.As(caller.Viewer).SetThreadMuteAsync(new SetThreadMuteRequest { TargetId = target, Muted = muted }, cancellationToken: cancel)).Muted);
}
