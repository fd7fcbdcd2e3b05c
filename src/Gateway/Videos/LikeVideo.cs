using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Videos;

/// <summary>PUT and DELETE /api/videos/{id}/like: likes or unlikes. Repeating either changes nothing; the answer includes the tap.</summary>
internal static class LikeVideo
{
    public sealed record Answer(bool Liked, long Likes, long Rev);

    public static void Map(IEndpointRouteBuilder videos)
    {
        videos.MapPut("/{id:guid}/like", (Guid id, long? seq, Caller caller, Rpc<LikesClient> likes, CancellationToken cancel)
            => Set(id, liked: true, seq, caller, likes, cancel)).RequireSignIn().Limit(Limits.Budget.Like);
        videos.MapDelete("/{id:guid}/like", (Guid id, long? seq, Caller caller, Rpc<LikesClient> likes, CancellationToken cancel)
            => Set(id, liked: false, seq, caller, likes, cancel)).RequireSignIn().Limit(Limits.Budget.Like);
    }

    private static async Task<Answer> Set(Guid id, bool liked, long? seq, Caller caller, Rpc<LikesClient> likes, CancellationToken cancel)
    {
        var request = new SetLikeRequest { VideoId = id.ToString(), Liked = liked, Seq = seq ?? 0 };
        var reply = await likes.As(caller.Viewer).SetLikeAsync(request, cancellationToken: cancel);
        return new Answer(reply.Liked, reply.Likes, reply.Rev);
    }
}
