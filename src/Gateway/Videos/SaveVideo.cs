using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Videos;

/// <summary>PUT and DELETE /api/videos/{id}/save: keeps a video for later or lets it go; repeating either changes nothing.</summary>
internal static class SaveVideo
{
    public sealed record Answer(bool Saved, long Saves, long Rev);

    public static void Map(IEndpointRouteBuilder videos)
    {
        videos.MapPut("/{id:guid}/save", (Guid id, long? seq, Caller caller, Rpc<LikesClient> likes, CancellationToken cancel)
            => Set(id, saved: true, seq, caller, likes, cancel)).RequireSignIn().Limit(Limits.Budget.Like);
        videos.MapDelete("/{id:guid}/save", (Guid id, long? seq, Caller caller, Rpc<LikesClient> likes, CancellationToken cancel)
            => Set(id, saved: false, seq, caller, likes, cancel)).RequireSignIn().Limit(Limits.Budget.Like);
    }

    private static async Task<Answer> Set(Guid id, bool saved, long? seq, Caller caller, Rpc<LikesClient> likes, CancellationToken cancel)
    {
        var request = new SetSaveRequest { VideoId = id.ToString(), Saved = saved, Seq = seq ?? 0 };
        var reply = await likes.As(caller.Viewer).SetSaveAsync(request, cancellationToken: cancel);
        return new Answer(reply.Saved, reply.Saves, reply.Rev);
    }
}
