using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Zoetrope.Platform.Media;

/// <summary>
/// Media in an S3-compatible bucket. A CDN in front of it sees only <c>{prefix}public/</c>. A move is a copy inside the store and a delete, file
/// by file, so while one is under way a file may be in both homes, never in none.
/// </summary>
public sealed class S3MediaStore(S3Objects objects, bool redirects) : IMediaStore
{
    // Playlists, posters and the heads of renditions come with the first request; a longer range needs a second.
    private const int Head = 64 * 1024;

    private const int AtOnce = 8;

    /// <inheritdoc/>
    public Task PutAsync(string key, Stream content, CancellationToken cancellationToken = default) =>
        objects.PutAsync(MediaKey.Check(key), content, MediaTypes.Of(key), cancellationToken);

    /// <inheritdoc/>
    public async Task PutFileAsync(string key, string path, CancellationToken cancellationToken = default)
    {
        MediaKey.Check(key);
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous | FileOptions.SequentialScan))
            await PutAsync(key, file, cancellationToken);
        File.Delete(path);
    }

    /// <inheritdoc/>
    public async Task<MediaInfo?> FindAsync(string key, CancellationToken cancellationToken = default) =>
        await objects.FindAsync(MediaKey.Check(key), cancellationToken) is var (length, at) ? new MediaInfo(key, length, at) : null;

    /// <inheritdoc/>
    public async Task<MediaFile?> OpenAsync(string key, CancellationToken cancellationToken = default)
    {
        MediaKey.Check(key);
        if (await objects.GetAsync(key, 0, Head, cancellationToken) is not var (response, length))
            return null;
        using (response)
        {
            var head = new MemoryStream();
            await response.ResponseStream.CopyToAsync(head, cancellationToken);
            var at = response.LastModified is { } time ? new DateTimeOffset(time.ToUniversalTime()) : DateTimeOffset.UnixEpoch;
            return new RemoteFile(objects, new MediaInfo(key, length, at), head.ToArray());
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<MediaInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        MediaKey.CheckPrefix(prefix);
        await foreach (var (key, length, at) in objects.ListAsync(prefix, cancellationToken))
            yield return new MediaInfo(key, length, at);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken = default) => objects.DeleteAsync(MediaKey.Check(key), cancellationToken);

    /// <inheritdoc/>
    public async Task<int> DeletePrefixAsync(string prefix, CancellationToken cancellationToken = default)
    {
        var keys = await ListAsync(prefix, cancellationToken).Select(info => info.Key).ToListAsync(cancellationToken);
        await EachAsync(keys, objects.DeleteAsync, cancellationToken);
        return keys.Count;
    }

    /// <inheritdoc/>
    public async Task<int> MovePrefixAsync(string from, string to, CancellationToken cancellationToken = default)
    {
        MediaKey.CheckPrefix(to);
        var keys = await ListAsync(from, cancellationToken).Select(info => info.Key).ToListAsync(cancellationToken);
        var count = 0;
        await EachAsync(keys, async (key, cancel) =>
        {
            if (!await objects.CopyAsync(key, to + key[from.Length..], cancel))
                return;
            Interlocked.Increment(ref count);
        }, cancellationToken);

        // Only now, so that every file can be read throughout.
        await EachAsync(keys, objects.DeleteAsync, cancellationToken);
        return count;
    }

    /// <inheritdoc/>
    public Uri? AddressOf(string key, DateTimeOffset until) => redirects ? objects.Presign(MediaKey.Check(key), until) : null;

    private static Task EachAsync(IEnumerable<string> keys, Func<string, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (key, cancel) => await work(key, cancel));

    private sealed class RemoteFile(S3Objects objects, MediaInfo info, byte[] head) : MediaFile(info)
    {
        public override async Task CopyToAsync(PipeWriter writer, long offset, long count, CancellationToken cancellationToken = default)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(offset);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Info.Length - offset);
            var end = offset + count;
            if (offset < head.Length && count > 0)
            {
                var known = (int)Math.Min(end, head.Length);
                var flushed = await writer.WriteAsync(head.AsMemory((int)offset..known), cancellationToken);
                if (flushed.IsCompleted || known == end)
                    return;
                offset = known;
            }

            if (offset == end)
                return;
            if (await objects.GetAsync(Info.Key, offset, end - offset, cancellationToken) is not var (response, _))
                throw new IOException($"{Info.Key} was deleted while it was read.");
            using (response)
                await PassOnAsync(response.ResponseStream, writer, cancellationToken);
        }

        public override Stream OpenStream()
        {
            var pipe = new Pipe();
            _ = FillAsync(pipe.Writer);
            return pipe.Reader.AsStream();
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private async Task FillAsync(PipeWriter writer)
        {
            try
            {
                await CopyToAsync(writer, 0, Info.Length);
                await writer.CompleteAsync();
            }
            catch (Exception error)
            {
                await writer.CompleteAsync(error);
            }
        }

        private static async Task PassOnAsync(Stream from, PipeWriter writer, CancellationToken cancellationToken)
        {
            while (await from.ReadAsync(writer.GetMemory(64 * 1024), cancellationToken) is var read and > 0)
            {
                writer.Advance(read);
                var flushed = await writer.FlushAsync(cancellationToken);
                if (flushed.IsCompleted || flushed.IsCanceled)
                    return;
            }
        }
    }
}
