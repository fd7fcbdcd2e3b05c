using Microsoft.Extensions.Logging;
using Zoetrope.Platform.Media;

namespace Zoetrope.Auth.Profiles;

/// <summary>
/// Where avatars and the instance's icon are kept: public files under <c>avatars/{account}/{version}/</c> and <c>instance/{version}/</c>,
/// never changed once written.
/// </summary>
internal sealed partial class AvatarStore(IMediaStore media, ILogger<AvatarStore> logger) : IDisposable
{
    // Decoding is the one thing here that takes memory by the hundred megabytes: one at a time.
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>The folder of the new avatar.</summary>
    public Task<string> StoreAsync(Guid account, byte[] bytes, CancellationToken cancel) => StoreAsync($"avatars/{account}", bytes, SquarePicture.Avatar, cancel);

    /// <summary>The folder of the new icon.</summary>
    public Task<string> StoreIconAsync(byte[] bytes, CancellationToken cancel) => StoreAsync("instance", bytes, SquarePicture.Icon, cancel);

    private async Task<string> StoreAsync(string home, byte[] bytes, SquarePicture kind, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        Dictionary<int, byte[]> images;
        try
        {
            images = await Task.Run(() => kind.Encode(bytes), cancel);
        }
        finally
        {
            _one.Release();
        }

        var folder = $"{home}/{MediaPaths.NewVersion()}/";
        foreach (var (size, image) in images)
        {
            using var content = new MemoryStream(image);
            await media.PutAsync($"{MediaKey.Public}{folder}{size}{kind.Extension}", content, cancel);
        }
        return folder;
    }

    /// <summary>Removes what nothing points to any more; a failure leaves two small files behind, no more.</summary>
    public async Task RemoveAsync(string folder)
    {
        if (folder.Length == 0) return;
        try
        {
            await media.DeletePrefixAsync(MediaKey.Public + folder, CancellationToken.None);
        }
        catch (IOException error)
        {
            LogLeft(logger, error, folder);
        }
    }

    /// <summary>Removes every avatar an account ever had.</summary>
    public Task<int> RemoveAllAsync(Guid account, CancellationToken cancel) => media.DeletePrefixAsync($"{MediaKey.Public}avatars/{account}/", cancel);

    public void Dispose() => _one.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "An old avatar could not be removed from {Folder}")]
    private static partial void LogLeft(ILogger logger, Exception error, string folder);
}
