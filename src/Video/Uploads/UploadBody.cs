using System.Buffers;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Video.Uploads;

/// <summary>
/// The bytes of one append request, gathered into segments worth a flush: 2 MiB, or what came in two seconds from a slow client. A
/// stream that is cut ends like a finished one, with <see cref="Cut"/> set: its last bytes are a segment too.
/// </summary>
internal sealed class UploadBody(IAsyncStreamReader<AppendRequest> requests, TimeProvider time)
{
    private const int SegmentBytes = 2 * 1024 * 1024;
    private static readonly TimeSpan SegmentTime = TimeSpan.FromSeconds(2);

    /// <summary>Why the stream ended too early; null where it ended as it should.</summary>
    public RpcException? Cut { get; private set; }

    /// <summary>A segment's memory is used again for the next one.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> SegmentsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(SegmentBytes);
        try
        {
            var length = 0;
            var started = time.GetTimestamp();
            while (await NextAsync(cancel) is { } chunk)
            {
                for (var taken = 0; taken < chunk.Length;)
                {
                    var part = chunk.Slice(taken, Math.Min(chunk.Length - taken, SegmentBytes - length));
                    part.CopyTo(buffer.AsMemory(length));
                    taken += part.Length;
                    length += part.Length;
                    if (length < SegmentBytes && time.GetElapsedTime(started) < SegmentTime) continue;
                    yield return buffer.AsMemory(0, length);
                    (length, started) = (0, time.GetTimestamp());
                }
            }
            if (length > 0) yield return buffer.AsMemory(0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancel)
    {
        try
        {
            // Not a conditional expression: a null in one becomes an empty memory, through the conversion from arrays.
            if (await requests.MoveNext(cancel)) return requests.Current.Chunk.Memory;
            return null;
        }
        catch (Exception error) when (error is OperationCanceledException or RpcException or IOException or InvalidOperationException)
        {
            Cut = Fault.Unavailable(1, "upload_cut");
            return null;
        }
    }
}
