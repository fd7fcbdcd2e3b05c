using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Media;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>
/// Gives a video a cover of its author's own, or takes it back: then the frame chosen from the clip shows again. It may come before the
/// clip's last byte. Only pixels of the picture are kept.
/// </summary>
internal sealed partial class CatalogService
{
    // Decoding is the one thing here that takes memory by the hundred megabytes: one at a time.
    private static readonly SemaphoreSlim OneCover = new(1, 1);

    public override async Task<SetCoverResponse> SetCover(SetCoverRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var found = await FindOwn(Id(request.Id), viewer, orModerator: false, cancel);
        var folder = $"cover-{MediaPaths.NewVersion()[..8]}/";
        var made = request.Image.IsEmpty ? null : await EncodeCover(request.Image.ToByteArray(), found, folder, cancel);
        var before = found.Cover;
        var video = await AddAssets(found, made?.Files ?? [], (video, _) => (before, video.Cover) = (video.Cover, made?.Cover), cancel);
        if (before is { } old && video.Assets is { } assets) await RemoveAssets(video.Id, assets, old.OgUrl[..(old.OgUrl.IndexOf('/', StringComparison.Ordinal) + 1)], cancel);
        return new SetCoverResponse { Video = sight.Message(video, viewer) };
    }

    private static async Task<CoverImage> EncodeCover(byte[] image, VideoRow video, string folder, CancellationToken cancel)
    {
        await OneCover.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => CoverImage.Encode(image, video.Width, video.Height, folder), cancel);
        }
        finally
        {
            OneCover.Release();
        }
    }

    /// <summary>Puts files into the video's folder of additions, then changes its row: addresses are told only once the files are there.</summary>
    private async Task<VideoRow> AddAssets(VideoRow found, IReadOnlyList<(string Name, byte[] Bytes)> files, Action<VideoRow, DateTimeOffset> change, CancellationToken cancel)
    {
        var assets = await AssetsOf(found, cancel);
        foreach (var (name, bytes) in files)
        {
            using var content = new MemoryStream(bytes, writable: false);
            await media.PutAsync(MediaPaths.Prefix(found.Id, assets, found.MediaPublic) + name, content, cancel);
        }
        var video = await db.InTransaction(async () =>
        {
            if (await db.LockVideo(found.Id, cancel) is not { RemovedAt: null } locked) throw Fault.NotFound();
            // It went public or private meanwhile: what has just been put follows.
            if (locked.MediaPublic != found.MediaPublic)
                await media.MovePrefixAsync(MediaPaths.Prefix(found.Id, assets, found.MediaPublic), MediaPaths.Prefix(found.Id, assets, locked.MediaPublic), cancel);
            change(locked, time.GetUtcNow());
            if (db.ChangeTracker.HasChanges()) await db.SettleAsync(locked, time, cancel);
            return locked;
        }, cancel);
        signal.Wake();
        return video;
    }

    /// <summary>The folder of additions; of two first ones at once, one name is kept.</summary>
    private async Task<string> AssetsOf(VideoRow video, CancellationToken cancel)
    {
        if (video.Assets is { } known) return known;
        await db.Videos.Where(v => v.Id == video.Id && v.Assets == null).ExecuteUpdateAsync(s => s.SetProperty(v => v.Assets, MediaPaths.NewVersion()), cancel);
        return (await db.Videos.Where(v => v.Id == video.Id).Select(v => v.Assets).SingleAsync(cancel))!;
    }

    private async Task RemoveAssets(Guid video, string assets, string name, CancellationToken cancel)
    {
        foreach (var isPublic in (bool[])[true, false]) await media.DeletePrefixAsync(MediaPaths.Prefix(video, assets, isPublic) + name, cancel);
    }
}
