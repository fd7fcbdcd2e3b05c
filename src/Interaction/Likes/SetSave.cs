using Grpc.Core;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Likes;

/// <summary>Saves a video to the viewer's own list, or takes it out. Repeating either changes nothing and says nothing.</summary>
internal sealed partial class LikesService
{
    public override async Task<SetSaveResponse> SetSave(SetSaveRequest request, ServerCallContext context)
    {
        var (viewer, userId) = (context.Viewer(), context.Viewer().Account());
        var videoId = Sql.Id(request.VideoId);
        var authorId = await AuthorAsync(viewer, videoId, request.Saved, taps.SavedAuthorAsync, context.CancellationToken);

        var tap = new Tap(userId, videoId, authorId, request.Saved, request.Seq, videoId.ToString());
        var tapped = await taps.SaveAsync(tap, Tell, context.CancellationToken);

        changes.Wake();
        return new SetSaveResponse { Saved = tapped.Active, Saves = tapped.Count, Rev = tapped.Rev };

        byte[] Tell(long version) => Outbox.Stamp(time, tap.EventKey, new Event
        {
            SaveChanged = new SaveChanged
            {
                UserId = userId.ToString(),
                VideoId = tap.EventKey,
                AuthorId = authorId.ToString(),
                Saved = request.Saved,
                Version = version,
            },
        });
    }
}
