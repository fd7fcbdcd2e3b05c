using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Uploads;

/// <summary>
/// Streams request bodies to the Video service as they come, in chunks of at most 256 KiB: nothing is buffered, and a slow store
/// slows the sender down. When the sender breaks off, what has arrived is kept.
/// </summary>
internal sealed class UploadStreams(Rpc<UploadsClient> uploads)
{
    private const int Chunk = 256 * 1024;

    public async Task<Upload> CreateAsync(Viewer viewer, long size, string fileName, string contentType, string metadata, string idempotencyKey, CancellationToken cancel)
    {
        var request = new CreateUploadRequest { Size = size, FileName = fileName, ContentType = contentType, Metadata = metadata, IdempotencyKey = idempotencyKey };
        return (await uploads.As(viewer).CreateUploadAsync(request, cancellationToken: cancel)).Upload;
    }

    /// <summary>Asks whether an upload of at most this size would be taken, before its bytes come.</summary>
    public async Task CheckAsync(Viewer viewer, long size, CancellationToken cancel)
        => await uploads.As(viewer).CreateUploadAsync(new CreateUploadRequest { Size = size, CheckOnly = true }, cancellationToken: cancel);

    public async Task<AppendResponse> AppendAsync(Viewer viewer, string id, long offset, string checksum, PipeReader body, CancellationToken cancel)
    {
        // Not bound to the request's own cancellation: a phone that loses its connection must not lose what it has sent.
        using var call = uploads.As(viewer).Append(cancellationToken: CancellationToken.None);
        try
        {
            await call.RequestStream.WriteAsync(new AppendRequest { Id = id, Offset = offset, Checksum = checksum }, CancellationToken.None);
            await CopyAsync(body, call.RequestStream, cancel);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
            // The service has answered before the end (a wrong offset, no space): its answer says why.
        }
        return await call.ResponseAsync;
    }

    private static async Task CopyAsync(PipeReader body, IClientStreamWriter<AppendRequest> stream, CancellationToken cancel)
    {
        while (true)
        {
            ReadResult read;
            try
            {
                read = await body.ReadAsync(cancel);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or BadHttpRequestException)
            {
                return;
            }
            foreach (var segment in read.Buffer)
                for (var rest = segment; rest.Length > 0; rest = rest[Math.Min(Chunk, rest.Length)..])
                    // Copied: the pipe takes its memory back at AdvanceTo, while the message may still be on its way.
                    await stream.WriteAsync(new AppendRequest { Chunk = ByteString.CopyFrom(rest[..Math.Min(Chunk, rest.Length)].Span) }, CancellationToken.None);
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted || read.IsCanceled) return;
        }
    }
}
