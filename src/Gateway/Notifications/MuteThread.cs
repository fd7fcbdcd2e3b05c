using Zoetrope.Contracts.Notification.V1;
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
            api.MapMethods("/videos/{id:guid}/mute", method, (Guid id, Caller caller, Rpc<InboxClient> inbox, CancellationToken cancel)
                => Set(new SetThreadMuteRequest { VideoId = id.ToString(), Muted = muted }, caller, inbox, cancel)).RequireSignIn().WithTags("Notifications").Limit(Limits.Budget.Write);
            api.MapMethods("/comments/{id:guid}/mute", method, (Guid id, Caller caller, Rpc<InboxClient> inbox, CancellationToken cancel)
                => Set(new SetThreadMuteRequest { CommentId = id.ToString(), Muted = muted }, caller, inbox, cancel)).RequireSignIn().WithTags("Notifications").Limit(Limits.Budget.Write);
        }
    }

    private static async Task<Answer> Set(SetThreadMuteRequest request, Caller caller, Rpc<InboxClient> inbox, CancellationToken cancel)
        => new((await inbox.As(caller.Viewer).SetThreadMuteAsync(request, cancellationToken: cancel)).Muted);
}
