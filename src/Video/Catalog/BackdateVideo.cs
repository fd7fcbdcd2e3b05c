using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Video.Catalog;

/// <summary>
/// Says when a published video was first published elsewhere: what is brought in from another place keeps its age in every list. For the
/// system only; nobody can make their own clips look older or newer.
/// </summary>
internal sealed partial class CatalogService
{
    private static readonly DateTimeOffset EarliestPublishing = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override async Task<BackdateVideoResponse> BackdateVideo(BackdateVideoRequest request, ServerCallContext context)
    {
        var (id, cancel) = (Id(request.Id), context.CancellationToken);
        if (!context.Viewer().IsSystem) throw Fault.Forbidden();
        var at = DateTimeOffset.FromUnixTimeMilliseconds(request.PublishedAtMs);
        if (at < EarliestPublishing || at > time.GetUtcNow()) throw Fault.Invalid("publishedAtMs", "out_of_range");

        await db.InTransaction(async () =>
        {
            if (await db.LockVideo(id, cancel) is not { RemovedAt: null, PublishedAt: not null } video) throw Fault.NotFound();
            (video.CreatedAt, video.PublishedAt) = (at, at);
            await db.VideoTags.Where(t => t.VideoId == id).ExecuteUpdateAsync(tags => tags.SetProperty(t => t.PublishedAt, at), cancel);
            await db.SettleAsync(video, time, cancel);
        }, cancel);
        signal.Wake();
        return new BackdateVideoResponse();
    }
}
