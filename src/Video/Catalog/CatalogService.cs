using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Media;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Data;
using Zoetrope.Video.Uploads;
using CatalogBase = Zoetrope.Contracts.Video.V1.Catalog.CatalogBase;

namespace Zoetrope.Video.Catalog;

/// <summary>Videos: making, reading, changing, removing; each method has its own file.</summary>
internal sealed partial class CatalogService(
    VideoDb db, VideoSight sight, VideoText text, PlaceMedia place, IMediaStore media, Rpc<People.PeopleClient> people,
    IOptions<UploadOptions> uploads, OutboxSignal<VideoDb> signal, TimeProvider time) : CatalogBase
{
    /// <summary>The id of a request; one that is no id names nothing.</summary>
    private static Guid Id(string text) => Guid.TryParse(text, out var id) ? id : throw Fault.NotFound();

    private static RpcException? Refusal(Sight seen, string author) => seen switch
    {
        Sight.Visible => null,
        Sight.FollowersOnly => Fault.Forbidden("followers_only", ("author", author)),
        _ => Fault.NotFound(),
    };

    /// <summary>A video that the viewer may change. Others' videos are forbidden where they can be seen, and else not there.</summary>
    private async Task<VideoRow> FindOwn(Guid id, Viewer viewer, bool orModerator, CancellationToken cancel)
    {
        var account = viewer.IsSystem ? default : viewer.Account();
        var video = await db.Videos.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, cancel) ?? throw Fault.NotFound();
        if (video.RemovedAt is not null) throw Fault.NotFound();
        if (video.AuthorId == account || viewer.IsSystem || (orModerator && viewer.IsModerator)) return video;
        var (seen, author, _) = await sight.See(video, viewer, cancel);
        throw Refusal(seen, author) ?? Fault.Forbidden();
    }
}
