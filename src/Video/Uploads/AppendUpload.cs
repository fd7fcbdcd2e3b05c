using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Uploads;

/// <summary>
/// Appends bytes. They are gathered into segments; each is written, flushed to the disk and acknowledged in one transaction under
/// the upload's row lock. So the offset never runs ahead of the disk, a lost client leaves no lock behind, and of two streams at
/// one offset the first segment to be stored wins: the other finds the offset moved, and none of its bytes are kept.
/// </summary>
internal sealed partial class UploadsService
{
    public override async Task<AppendResponse> Append(IAsyncStreamReader<AppendRequest> requestStream, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        if (!await requestStream.MoveNext(cancel)) throw Fault.BadRequest("upload_missing");
        var head = requestStream.Current;
        var upload = await FindOwn(head.Id, context.Viewer(), cancel);
        if (upload.ExpiresAt <= time.GetUtcNow() && upload.CompletedAt is null) throw Fault.Gone("upload_gone");
        if (head.Offset != upload.Offset) throw OffsetConflict(upload.Offset);
        if (store.FreeBytes() < options.Value.KeepFreeBytes) throw Fault.InsufficientStorage();

        var body = new UploadBody(requestStream, time);
        var end = head.Checksum.Length == 0
            ? await AppendAsArrives(upload, body, cancel)
            : await AppendChecked(upload, body, Checksum.Parse(head.Checksum), cancel);
        return new AppendResponse { Offset = end, ExpiresAtMs = NewExpiry.ToUnixTimeMilliseconds() };
    }

    private async Task<long> AppendAsArrives(UploadRow upload, UploadBody body, CancellationToken cancel)
    {
        var offset = upload.Offset;
        await foreach (var segment in body.SegmentsAsync(cancel))
        {
            // What has arrived is kept even if the client has gone meanwhile.
            await StoreAsync(upload.Id, offset, segment.Length, () => store.WriteAsync(upload.Id, offset, segment, CancellationToken.None));
            offset += segment.Length;
        }
        return body.Cut is null ? offset : throw body.Cut;
    }

    /// <summary>With a checksum all is kept or nothing: the bytes wait beside the upload until they are proven.</summary>
    private async Task<long> AppendChecked(UploadRow upload, UploadBody body, Checksum checksum, CancellationToken cancel)
    {
        var spool = Ids.New(time);
        try
        {
            using var hash = checksum.Start();
            var length = 0L;
            await foreach (var segment in body.SegmentsAsync(cancel))
            {
                if (upload.Offset + length + segment.Length > upload.Size) throw BeyondSize(upload.Size);
                hash.AppendData(segment.Span);
                await store.WriteAsync(spool, length, segment, cancel);
                length += segment.Length;
            }
            if (body.Cut is not null) throw body.Cut;
            checksum.Verify(hash);
            if (length > 0) await StoreAsync(upload.Id, upload.Offset, length, () => store.AppendAsync(upload.Id, upload.Offset, spool, CancellationToken.None));
            return upload.Offset + length;
        }
        finally
        {
            await store.RemoveAsync(spool, CancellationToken.None);
        }
    }

    /// <summary>Writes and acknowledges bytes at an offset, if the upload still stands there; the last byte enqueues the encoding.</summary>
    private async Task StoreAsync(Guid id, long offset, long length, Func<Task> write)
    {
        db.ChangeTracker.Clear();
        try
        {
            await db.InTransaction(async () =>
            {
                var upload = await db.Uploads.FromSql($"select * from uploads where id = {id} for update").SingleAsync();
                if (upload.Dropped) throw Fault.Gone("upload_gone");
                if (upload.Offset != offset) throw OffsetConflict(upload.Offset);
                if (offset + length > upload.Size) throw BeyondSize(upload.Size);
                await write();
                upload.Offset += length;
                upload.ExpiresAt = NewExpiry;
                if (upload.Offset == upload.Size) await db.CompleteAsync(upload, options.Value, time);
                await db.SaveChangesAsync();
            }, CancellationToken.None);
        }
        catch (IOException error)
        {
            throw store.FreeBytes() < length + options.Value.KeepFreeBytes ? Fault.InsufficientStorage() : new InvalidOperationException("An upload could not be stored.", error);
        }
        signal.Wake();
    }

    private static RpcException OffsetConflict(long offset) => Fault.Conflict("offset_conflict", ("offset", offset.ToString(CultureInfo.InvariantCulture)));

    private static RpcException BeyondSize(long size) => Fault.TooLarge("beyond_size", ("max", size.ToString(CultureInfo.InvariantCulture)));
}
