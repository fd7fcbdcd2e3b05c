using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Counts;
using Zoetrope.Interaction.Data;
using Zoetrope.Interaction.Known;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Likes;

/// <summary>Likes or unlikes a video. Repeating either changes nothing and says nothing; the answer includes the viewer's own tap.</summary>
internal sealed partial class LikesService(
    [FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source, VisibleVideos videos, VisibleAccounts accounts,
    TapWriter taps, Changes changes, TimeProvider time) : Contracts.Interaction.V1.Likes.LikesBase
{
    public override async Task<SetLikeResponse> SetLike(SetLikeRequest request, ServerCallContext context)
    {
        var (viewer, userId) = (context.Viewer(), context.Viewer().Account());
        var videoId = Sql.Id(request.VideoId);
        var authorId = await AuthorAsync(viewer, videoId, request.Liked, taps.LikedAuthorAsync, context.CancellationToken);

        var tap = new Tap(userId, videoId, authorId, request.Liked, request.Seq, videoId.ToString());
        var tapped = await taps.LikeAsync(tap, Tell, context.CancellationToken);

        changes.Wake();
        return new SetLikeResponse { Liked = tapped.Active, Likes = tapped.Count, Rev = tapped.Rev };

        byte[] Tell(long version) => Outbox.Stamp(time, tap.EventKey, new Event
        {
            LikeChanged = new LikeChanged
            {
                UserId = userId.ToString(),
                VideoId = tap.EventKey,
                AuthorId = authorId.ToString(),
                Liked = request.Liked,
                Version = version,
            },
        });
    }

    /// <summary>Whose video it is. Taking back needs no sight: a like must not stay because its video went private.</summary>
    private async Task<Guid> AuthorAsync(Viewer viewer, Guid videoId, bool active, Func<Guid, Guid, CancellationToken, Task<Guid?>> ownAsync, CancellationToken cancel)
        => (active ? null : await ownAsync(viewer.Account(), videoId, cancel)) ?? (await videos.GetAsync(viewer, videoId, cancel)).AuthorId;
}
