using System.Runtime.CompilerServices;
using Zoetrope.Platform.Media;

namespace Zoetrope.Video.Uploads;

/// <summary>Originals as plain files in <c>{Data:Path}/uploads</c>, one for each upload.</summary>
internal sealed class DiskUploadStore : IUploadStore
{
    private readonly string _folder;

    public DiskUploadStore(string folder)
    {
        _folder = Path.GetFullPath(folder);
        DurableFiles.CreateFolder(_folder);
    }

    public async Task WriteAsync(Guid upload, long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        var path = PathOf(upload);
        var isNew = !File.Exists(path);
        using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, FileOptions.Asynchronous);
        await RandomAccess.WriteAsync(file, bytes, offset, cancel);
        RandomAccess.FlushToDisk(file);
        if (isNew) DurableFiles.FlushFolder(_folder);
    }

    public async Task AppendAsync(Guid upload, long offset, Guid spool, CancellationToken cancel)
    {
        await using var source = File.OpenRead(PathOf(spool));
        await using var target = new FileStream(PathOf(upload), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 0, FileOptions.Asynchronous);
        target.Position = offset;
        await source.CopyToAsync(target, cancel);
        target.Flush(flushToDisk: true);
        DurableFiles.FlushFolder(_folder);
    }

    public Task<string> LocalFileAsync(Guid upload, string scratch, CancellationToken cancel) => Task.FromResult(PathOf(upload));

    public Task RemoveAsync(Guid upload, CancellationToken cancel)
    {
        File.Delete(PathOf(upload));
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<Guid> ListAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles())
        {
            cancel.ThrowIfCancellationRequested();
            if (new DateTimeOffset(file.LastWriteTimeUtc) < before && Guid.TryParse(file.Name, out var id)) yield return id;
        }
        await Task.CompletedTask;
    }

    public long FreeBytes() => new DriveInfo(_folder).AvailableFreeSpace;

    private string PathOf(Guid upload) => Path.Combine(_folder, upload.ToString());
}
