using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>
/// One video by its address, or an honest reason: not there, for followers only, or removed after it was public and this viewer could see it.
/// What a moderator removed is shown to its author as removed.
/// </summary>
internal sealed partial class CatalogService
{
    private const int MostIds = 100;

    public override async Task<GetVideoResponse> GetVideo(GetVideoRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var id = Id(request.Id);
        var video = await db.Videos.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, cancel) ?? throw Fault.NotFound();
        if (video.Removal is not null && video.AuthorId == viewer.AccountId) return new GetVideoResponse { Video = sight.Message(video, viewer) };
        if (video.RemovedAt is not null && !viewer.IsSystem) throw await sight.WasOpen(video, viewer, cancel) ? Fault.Gone() : Fault.NotFound();
        var (seen, author, shown) = await sight.See(video, viewer, cancel);
        if (Refusal(seen, author) is { } refusal) throw refusal;
        return new GetVideoResponse { Video = shown };
    }

    /// <summary>Many videos by id, in the order asked; those the viewer may not see are left out.</summary>
    public override async Task<GetVideosResponse> GetVideos(GetVideosRequest request, ServerCallContext context)
    {
        if (request.Ids.Count > MostIds) throw Fault.BadRequest("too_many_ids");
        var ids = request.Ids.Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Distinct().ToList();
        var found = await db.Videos.AsNoTracking().Where(v => ids.Contains(v.Id)).ToDictionaryAsync(v => v.Id, context.CancellationToken);
        var ordered = ids.Where(found.ContainsKey).Select(id => found[id]).ToList();
        return new GetVideosResponse { Items = { await sight.Open(ordered, context.Viewer(), context.CancellationToken) } };
    }
}
