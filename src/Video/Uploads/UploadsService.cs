using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Media;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Data;
using UploadsBase = Zoetrope.Contracts.Video.V1.Uploads.UploadsBase;

namespace Zoetrope.Video.Uploads;

/// <summary>Resumable uploads; each method has its own file.</summary>
internal sealed partial class UploadsService(
    VideoDb db, IUploadStore store, IMediaStore media, IOptions<UploadOptions> options, IConfiguration configuration, OutboxSignal<VideoDb> signal, TimeProvider time) : UploadsBase
{
    private readonly double _multiplier = configuration.GetValue("Limits:Multiplier", 1.0);

    private DateTimeOffset NewExpiry => time.GetUtcNow().AddHours(options.Value.ExpireHours);

    /// <summary>The viewer's own upload, or a refusal: others' uploads do not exist for them.</summary>
    private async Task<UploadRow> FindOwn(string id, Viewer viewer, CancellationToken cancel)
    {
        var owner = viewer.Account();
        var upload = Guid.TryParse(id, out var key) ? await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == key && u.OwnerId == owner, cancel) : null;
        return upload switch
        {
            null => throw Fault.NotFound(),
            { Dropped: true } => throw Fault.Gone("upload_gone"),
            _ => upload,
        };
    }

    private static Upload Message(UploadRow upload) => new()
    {
        Id = upload.Id.ToString(),
        FileName = upload.FileName,
        Size = upload.Size,
        Offset = upload.Offset,
        ExpiresAtMs = upload.ExpiresAt.ToUnixTimeMilliseconds(),
        VideoId = upload.Claimed ? upload.VideoId.ToString() : "",
        Metadata = upload.Metadata,
    };
}
