using Grpc.Core;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Interaction.Likes;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Comments;

/// <summary>Likes or unlikes a comment. Repeating either changes nothing and says nothing.</summary>
internal sealed partial class CommentsService
{
    public override async Task<SetCommentLikeResponse> SetCommentLike(SetCommentLikeRequest request, ServerCallContext context)
    {
        var (viewer, userId, cancel) = (context.Viewer(), context.Viewer().Account(), context.CancellationToken);
        var (commentId, videoId, authorId) = await LikedCommentAsync(viewer, request, cancel);
        var tap = new Tap(userId, commentId, authorId, request.Liked, request.Seq, videoId.ToString());
        var tapped = await taps.LikeCommentAsync(tap, Tell, cancel);

        changes.Wake();
        return new SetCommentLikeResponse { Liked = tapped.Active, Likes = tapped.Count, VideoId = tap.EventKey };

        byte[] Tell(long version) => Outbox.Stamp(time, tap.EventKey, new Event
        {
            CommentLikeChanged = new CommentLikeChanged
            {
                UserId = userId.ToString(),
                CommentId = commentId.ToString(),
                CommentAuthorId = authorId.ToString(),
                VideoId = tap.EventKey,
                Liked = request.Liked,
                Version = version,
            },
        });
    }

    /// <summary>What is liked, if the viewer may see it. Taking back one's own like needs no sight.</summary>
    private async Task<(Guid Id, Guid VideoId, Guid AuthorId)> LikedCommentAsync(Viewer viewer, SetCommentLikeRequest request, CancellationToken cancel)
    {
        if (!request.Liked)
        {
            var own = await source.ReadAsync("""
                select c.id, c.video_id, c.author_id from comments c join comment_likes l on l.comment_id = c.id and l.user_id = $2 and l.active where c.id = $1
                """, row => (row.GetGuid(0), row.GetGuid(1), row.GetGuid(2)), cancel, Sql.Id(request.Id), viewer.Account());
            if (own.Count > 0) return own[0];
        }
        var comment = await FindAsync(viewer, request.Id, CommentReader.There, cancel);
        return (comment.Id, comment.VideoId, comment.AuthorId);
    }
}
