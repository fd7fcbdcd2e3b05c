using System.IO.Pipelines;

namespace Zoetrope.Platform.Media;

/// <summary>
/// Where finished media lives: renditions, playlists, posters, avatars. A key is a relative path below
/// <c>public/</c> (a CDN or nginx may serve it as it stands) or <c>private/</c> (only ever through the gateway,
/// signed); see <see cref="MediaKey"/> for its alphabet. Files are immutable once put: new content gets a new key.
/// A key that is not valid is a programmer's error (<see cref="ArgumentException"/>), so check what comes from a URL
/// with <see cref="MediaKey.IsValid"/> first. A full disk or an unreachable store is an <see cref="IOException"/>.
/// </summary>
public interface IMediaStore
{
    /// <summary>
    /// Stores everything <paramref name="content"/> holds. Readers see nothing or the whole file, and when this returns
    /// the bytes survive a power cut. Putting a key again replaces it as atomically.
    /// </summary>
    Task PutAsync(string key, Stream content, CancellationToken cancellationToken = default);

    /// <summary>The same for a finished local file, which the store takes over: it is gone from <paramref name="path"/> afterwards.</summary>
    Task PutFileAsync(string key, string path, CancellationToken cancellationToken = default);

    /// <summary>Length and time of one file, or null where there is none.</summary>
    Task<MediaInfo?> FindAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Opens one file for ranged reading, or null where there is none. Its first 64 KiB, and on disk all of it, stay readable if it is deleted meanwhile.</summary>
    Task<MediaFile?> OpenAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Every file below a prefix such as <c>public/{videoId}/</c>, in no promised order. Temporary files are not listed.</summary>
    IAsyncEnumerable<MediaInfo> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Deletes one file; repeating it changes nothing.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Deletes every file below a prefix and says how many there were. Repeating it deletes nothing more.</summary>
    Task<int> DeletePrefixAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>
    /// Renames every file below one prefix, as when a video goes from <c>public/</c> to <c>private/</c>. Says how many were
    /// moved. It may be repeated after an interruption: what has arrived stays, what is left follows.
    /// </summary>
    Task<int> MovePrefixAsync(string from, string to, CancellationToken cancellationToken = default);

    /// <summary>An address at which the store itself hands out a file until a moment, or null where readers come through the gateway.</summary>
    Uri? AddressOf(string key, DateTimeOffset until) => null;
}

/// <summary>A stored file: its key, its length in bytes and when it was put.</summary>
public sealed record MediaInfo(string Key, long Length, DateTimeOffset LastModified)
{
    /// <summary>A strong validator: a key's bytes change only by a new put, which changes length or time.</summary>
    public string ETag => $"\"{Length:x}-{LastModified.UtcTicks:x}\"";
}

/// <summary>An open stored file. Dispose it when done.</summary>
public abstract class MediaFile(MediaInfo info) : IAsyncDisposable
{
    /// <summary>What is being read.</summary>
    public MediaInfo Info { get; } = info;

    /// <summary>
    /// Writes <paramref name="count"/> bytes from <paramref name="offset"/> to <paramref name="writer"/>, flushing as it goes; the writer is left
    /// open. Ends early without an error when the reader has gone. The range must lie inside the file.
    /// </summary>
    public abstract Task CopyToAsync(PipeWriter writer, long offset, long count, CancellationToken cancellationToken = default);

    /// <summary>The whole file as a stream, for the few callers that need one.</summary>
    public abstract Stream OpenStream();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
