using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Zoetrope.Platform.Media;

/// <summary>
/// Media on a local (or shared) disk: a key is a path below <paramref name="root"/>. Files are written beside it in <c>.incoming</c>,
/// flushed and renamed, so that a reader, nginx included, never meets half a file.
/// </summary>
public sealed class DiskMediaStore(string root) : IMediaStore
{
    private readonly string _root = Path.GetFullPath(root);

    /// <summary>The folder a web server may serve: what lies below it is public.</summary>
    public string PublicFolder => Path.Combine(_root, "public");

    private string Incoming => Path.Combine(_root, ".incoming");

    /// <inheritdoc/>
    public async Task PutAsync(string key, Stream content, CancellationToken cancellationToken = default)
    {
        MediaKey.Check(key);
        var temporary = NewTemporary();
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous))
            {
                await content.CopyToAsync(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            Settle(temporary, key);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task PutFileAsync(string key, string path, CancellationToken cancellationToken = default)
    {
        MediaKey.Check(key);
        var temporary = NewTemporary();
        try
        {
            // Within one file system this is a rename; across two .NET copies, which is why it goes to the temporary name first.
            File.Move(path, temporary);
            DurableFiles.Flush(temporary);
            Settle(temporary, key);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<MediaInfo?> FindAsync(string key, CancellationToken cancellationToken = default)
    {
        var file = new FileInfo(PathOf(key));
        return Task.FromResult(file.Exists ? Describe(file, key) : null);
    }

    /// <inheritdoc/>
    public Task<MediaFile?> OpenAsync(string key, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        try
        {
            var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var info = new MediaInfo(key, RandomAccess.GetLength(handle), new DateTimeOffset(File.GetLastWriteTimeUtc(handle)));
            return Task.FromResult<MediaFile?>(new OpenFile(info, handle));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || (e is UnauthorizedAccessException && Directory.Exists(path)))
        {
            return Task.FromResult<MediaFile?>(null);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<MediaInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var folder = FolderOf(prefix);
        if (!folder.Exists)
            yield break;
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            file.Refresh();
            if (file.Exists)
                yield return Describe(file, Path.GetRelativePath(_root, file.FullName).Replace('\\', '/'));
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        if (!File.Exists(path))
            return Task.CompletedTask;
        File.Delete(path);

        // Its folder too where it was the last, up to the home.
        for (var folder = Directory.GetParent(path)!; folder.Parent!.FullName != _root && !folder.EnumerateFileSystemInfos().Any(); folder = folder.Parent)
            RemoveEmpty(folder);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<int> DeletePrefixAsync(string prefix, CancellationToken cancellationToken = default)
    {
        var folder = FolderOf(prefix);
        if (!folder.Exists)
            return 0;
        var count = await ListAsync(prefix, cancellationToken).CountAsync(cancellationToken);

        // Renamed away first: readers lose the whole prefix at one moment, not file by file.
        DurableFiles.CreateFolder(Incoming);
        var doomed = Path.Combine(Incoming, NewName());
        try
        {
            folder.MoveTo(doomed);
        }
        catch (DirectoryNotFoundException)
        {
            return 0;   // another was quicker
        }

        DurableFiles.FlushFolder(folder.Parent!.Exists ? folder.Parent.FullName : _root);
        Directory.Delete(doomed, recursive: true);
        return count;
    }

    /// <inheritdoc/>
    public async Task<int> MovePrefixAsync(string from, string to, CancellationToken cancellationToken = default)
    {
        MediaKey.CheckPrefix(to);
        var count = 0;
        await foreach (var info in ListAsync(from, cancellationToken))
        {
            var target = PathOf(to + info.Key[from.Length..]);
            DurableFiles.CreateFolder(Path.GetDirectoryName(target)!);
            try
            {
                DurableFiles.Rename(PathOf(info.Key), target);
                count++;
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // Another moved or removed it first; what matters is that it is no longer here.
            }
        }

        RemoveEmpty(FolderOf(from));
        return count;
    }

    // Folders only, and only empty ones: a file put meanwhile stays.
    private static void RemoveEmpty(DirectoryInfo folder)
    {
        try
        {
            foreach (var child in folder.EnumerateDirectories())
                RemoveEmpty(child);
            folder.Delete();
        }
        catch (IOException)
        {
            // Not empty, or another was quicker.
        }
    }

    private static MediaInfo Describe(FileInfo file, string key) => new(key, file.Length, new DateTimeOffset(file.LastWriteTimeUtc));

    private static string NewName() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private void Settle(string temporary, string key)
    {
        var target = PathOf(key);
        DurableFiles.CreateFolder(Path.GetDirectoryName(target)!);
        DurableFiles.Rename(temporary, target);
    }

    private string NewTemporary()
    {
        DurableFiles.CreateFolder(Incoming);
        return Path.Combine(Incoming, NewName());
    }

    private string PathOf(string key) => Path.Combine(_root, MediaKey.Check(key));

    private DirectoryInfo FolderOf(string prefix) => new(Path.Combine(_root, MediaKey.CheckPrefix(prefix).TrimEnd('/')));

    private sealed class OpenFile(MediaInfo info, SafeFileHandle handle) : MediaFile(info)
    {
        public override Task CopyToAsync(PipeWriter writer, long offset, long count, CancellationToken cancellationToken = default)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(offset);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Info.Length - offset);
            return RangeCopy.CopyAsync(handle, offset, count, writer, cancellationToken);
        }

        public override Stream OpenStream() => new FileStream(handle, FileAccess.Read, bufferSize: 0);

        public override ValueTask DisposeAsync()
        {
            handle.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
