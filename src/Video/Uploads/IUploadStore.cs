namespace Zoetrope.Video.Uploads;

/// <summary>
/// Where originals are kept until they are encoded. What a write has returned for survives a power cut. The caller holds the
/// upload's row lock while it writes, so there is one writer at a time, always at the acknowledged offset.
/// </summary>
internal interface IUploadStore
{
    /// <summary>Writes bytes at an offset, over whatever an interrupted write may have left there. An <see cref="IOException"/> when the disk is full.</summary>
    Task WriteAsync(Guid upload, long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>Writes all bytes of another, spooled upload at an offset, as durably.</summary>
    Task AppendAsync(Guid upload, long offset, Guid spool, CancellationToken cancel);

    /// <summary>A path that ffmpeg can read the finished original from; a store without files fetches it into <paramref name="scratch"/>.</summary>
    Task<string> LocalFileAsync(Guid upload, string scratch, CancellationToken cancel);

    /// <summary>Removes all bytes of an upload. Repeating it changes nothing.</summary>
    Task RemoveAsync(Guid upload, CancellationToken cancel);

    /// <summary>What is stored and was last written before a moment: the collector compares it with the table.</summary>
    IAsyncEnumerable<Guid> ListAsync(DateTimeOffset before, CancellationToken cancel);

    /// <summary>Bytes that can still be stored, as far as the store knows.</summary>
    long FreeBytes();
}
