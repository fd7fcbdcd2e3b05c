using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Uploads;

/// <summary>
/// Begins an upload, or refuses it before bytes are wasted: too large (413), over a quota (413, 429), no room left (507). Repeated under its
/// idempotency key it is the same upload, as far as it is by then.
/// </summary>
internal sealed partial class UploadsService
{
    private const int LongestName = 255, LongestMetadata = 4096;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private int PerDay => (int)Math.Clamp(options.Value.PerDay * _multiplier, 1, int.MaxValue);

    private int AtOnce => (int)Math.Clamp(options.Value.AtOnce * _multiplier, 1, int.MaxValue);

    public override async Task<CreateUploadResponse> CreateUpload(CreateUploadRequest request, ServerCallContext context)
    {
        var owner = context.Viewer().Account();
        var upload = Read(request, owner);
        var cancel = context.CancellationToken;
        var id = await db.InTransaction(async () =>
        {
            if (await db.RememberAsync(owner, request.IdempotencyKey, new CreateUploadRequest(request) { IdempotencyKey = "" }, upload.Id, time, cancel) is { } earlier) return earlier;
            if (store.FreeBytes() - upload.Size < options.Value.KeepFreeBytes) throw Fault.InsufficientStorage();
            await CheckQuotas(upload, cancel);
            if (request.CheckOnly) return upload.Id;
            db.Add(upload);
            await db.SaveChangesAsync(cancel);
            return upload.Id;
        }, cancel);
        if (request.CheckOnly) return new CreateUploadResponse();
        return new CreateUploadResponse { Upload = Message(id == upload.Id ? upload : await FindOwn(id.ToString(), context.Viewer(), cancel)) };
    }

    private UploadRow Read(CreateUploadRequest request, Guid owner)
    {
        if (request.Size <= 0) throw Fault.Invalid("size", request.Size == 0 ? "empty_file" : "required");
        if (request.Size > options.Value.MaxBytes) throw Fault.TooLarge("upload_too_large", ("max", options.Value.MaxBytes.ToString(CultureInfo.InvariantCulture)));
        if (request.Metadata.Length > LongestMetadata) throw Fault.Invalid("metadata", "too_long", ("max", LongestMetadata.ToString(CultureInfo.InvariantCulture)));
        return new UploadRow
        {
            Id = Ids.New(time),
            OwnerId = owner,
            VideoId = Ids.New(time),
            FileName = TextRules.Clean("fileName", request.FileName, LongestName),
            ContentType = TextRules.Clean("contentType", request.ContentType, LongestName),
            Metadata = TextRules.Clean("metadata", request.Metadata, LongestMetadata),
            Size = request.Size,
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = NewExpiry,
        };
    }

    private async Task CheckQuotas(UploadRow upload, CancellationToken cancel)
    {
        // One at a time for each account, so that two uploads begun at once cannot both take the last place.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({upload.OwnerId.ToString()}, 0))", cancel);
        var since = upload.CreatedAt - Day;
        var oldest = await db.Uploads.Where(u => u.OwnerId == upload.OwnerId && u.CreatedAt > since)
            .OrderByDescending(u => u.CreatedAt).Skip(PerDay - 1)
            .Select(u => (DateTimeOffset?)u.CreatedAt).FirstOrDefaultAsync(cancel);
        if (oldest is { } first) throw Fault.TooMany("uploads_per_day", (int)Math.Ceiling((first - since).TotalSeconds));

        var working = await db.TranscodeJobs.CountAsync(
            j => (j.State == JobState.Queued || j.State == JobState.Running) && db.Uploads.Any(u => u.Id == j.UploadId && u.OwnerId == upload.OwnerId), cancel);
        if (working >= AtOnce) throw Fault.TooMany("uploads_at_once", 30, ("max", AtOnce.ToString(CultureInfo.InvariantCulture)));

        var originals = await db.Uploads.Where(u => u.OwnerId == upload.OwnerId && !u.Dropped).SumAsync(u => u.Size, cancel);
        var made = await db.Videos.Where(v => v.AuthorId == upload.OwnerId && v.RemovedAt == null).SumAsync(v => v.MediaBytes, cancel);
        var allowed = options.Value.StoredBytes * _multiplier;
        if (originals + made + upload.Size > allowed) throw Fault.TooLarge("storage_quota", ("max", allowed.ToString("F0", CultureInfo.InvariantCulture)));
    }
}
