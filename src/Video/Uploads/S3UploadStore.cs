using System.Globalization;
using System.Runtime.CompilerServices;
using Zoetrope.Platform.Media;

namespace Zoetrope.Video.Uploads;

/// <summary>
/// Originals in a bucket, below <c>uploads/</c>: each acknowledged write is an object named by its offset, so what is acknowledged is what is
/// stored, and the next write at an offset replaces what an interrupted one may have left there. Read in a chain: each object says
/// where the next begins.
/// </summary>
internal sealed class S3UploadStore(S3Objects objects) : IUploadStore
{
    private const string Root = "uploads/", Type = "application/octet-stream";

    public async Task WriteAsync(Guid upload, long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        using var content = new MemoryStream(bytes.ToArray(), writable: false);
        await objects.PutAsync(KeyOf(upload, offset), content, Type, cancel);
    }

    public async Task AppendAsync(Guid upload, long offset, Guid spool, CancellationToken cancel)
    {
        await foreach (var (key, from, _) in ChainAsync(spool, cancel))
            await objects.CopyAsync(key, KeyOf(upload, offset + from), cancel);
    }

    public async Task<string> LocalFileAsync(Guid upload, string scratch, CancellationToken cancel)
    {
        await using var file = new FileStream(scratch, FileMode.Create, FileAccess.Write, FileShare.None, 128 * 1024, FileOptions.Asynchronous);
        await foreach (var (key, _, length) in ChainAsync(upload, cancel))
        {
            if (await objects.GetAsync(key, 0, length, cancel) is not var (response, _)) throw new IOException($"{key} is gone.");
            using (response) await response.ResponseStream.CopyToAsync(file, cancel);
        }
        if (file.Length > 0) return scratch;
        await file.DisposeAsync();
        File.Delete(scratch);
        return scratch;
    }

    public async Task RemoveAsync(Guid upload, CancellationToken cancel)
    {
        var keys = await objects.ListAsync(PrefixOf(upload), cancel).Select(one => one.Key).ToListAsync(cancel);
        foreach (var key in keys) await objects.DeleteAsync(key, cancel);
    }

    public async IAsyncEnumerable<Guid> ListAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancel)
    {
        // By name, so an upload's objects come one after the other.
        var (last, newest) = (Guid.Empty, DateTimeOffset.MinValue);
        await foreach (var (key, _, at) in objects.ListAsync(Root, cancel))
        {
            if (!Guid.TryParse(key.Split('/')[1], out var id)) continue;
            if (id != last && last != Guid.Empty && newest < before) yield return last;
            newest = id != last || at > newest ? at : newest;
            last = id;
        }
        if (last != Guid.Empty && newest < before) yield return last;
    }

    /// <summary>A bucket has no end that we could know of.</summary>
    public long FreeBytes() => long.MaxValue;

    private async IAsyncEnumerable<(string Key, long From, long Length)> ChainAsync(Guid upload, [EnumeratorCancellation] CancellationToken cancel)
    {
        var next = 0L;
        var stored = await objects.ListAsync(PrefixOf(upload), cancel).ToDictionaryAsync(one => one.Key, one => one.Length, StringComparer.Ordinal, cancel);
        while (stored.TryGetValue(KeyOf(upload, next), out var length) && length > 0)
        {
            yield return (KeyOf(upload, next), next, length);
            next += length;
        }
    }

    private static string PrefixOf(Guid upload) => $"{Root}{upload}/";

    private static string KeyOf(Guid upload, long offset) => PrefixOf(upload) + offset.ToString("D16", CultureInfo.InvariantCulture);
}
