using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;

namespace Zoetrope.Recommendation.Feed;

internal sealed partial class FeedsService
{
    /// <summary>Keeps a video, its author or a tag out of the viewer's feeds, or takes back what was said at this video.</summary>
    public override async Task<SetNotInterestedResponse> SetNotInterested(SetNotInterestedRequest request, ServerCallContext context)
    {
        var (key, cancel) = (Known(context), context.CancellationToken);
        if (!Guid.TryParse(request.VideoId, out var videoId)) throw Fault.NotFound();
        if (!request.NotInterested)
        {
            await db.NotInterested.Where(n => n.Viewer == key && n.VideoId == videoId).ExecuteDeleteAsync(cancel);
            return new SetNotInterestedResponse();
        }
        // Whoever may not see it is told what everybody else is told of it. Taking it back needs no sight: it must not outlast it.
        var author = (await SeenAsync(context.Viewer(), request.VideoId, cancel)).AuthorId;
        var (kind, value) = request.Reason switch
        {
            "" or "video" => ("video", videoId.ToString()),
            "author" => ("author", author),
            "tag" when request.Tag.Length > 0 => ("tag", TextEntities.Fold(TextRules.Clean("tag", request.Tag, LongestTag, required: true))),
            "tag" => throw Fault.Invalid("tag", "required"),
            _ => throw Fault.Invalid("reason", "unknown_choice", ("choices", "video, author, tag")),
        };
        await db.Database.ExecuteSqlAsync($"""
            insert into not_interested (viewer, kind, value, video_id) values ({key}, {kind}, {value}, {videoId}) on conflict do nothing
            """, cancel);
        return new SetNotInterestedResponse();
    }
}
