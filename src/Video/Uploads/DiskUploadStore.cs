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

    public Task<string> LocalFileAsync(Guid upload, string scratch, CancellationToken cancel) => Task.FromResult(PathOf(upload));

    public Task RemoveAsync(Guid upload, CancellationToken cancel)
    {
        File.Delete(PathOf(upload));
        return Task.CompletedTask;
    }

    public long FreeBytes() => new DriveInfo(_folder).AvailableFreeSpace;

    private string PathOf(Guid upload) => Path.Combine(_folder, upload.ToString());
}
