using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Data;
using Zoetrope.Video.Uploads;

namespace Zoetrope.Video.Catalog;

/// <summary>
/// Removes a video: its words and files are gone, its encoding is cancelled, and a tombstone stays, so that late events and reports
/// find nothing to bring back. Repeating it changes nothing. Of a moderator's decision the author is told, with its reason, and sees title
/// and reason among their own until they delete that too.
/// </summary>
internal sealed partial class CatalogService
{
    public override async Task<DeleteVideoResponse> DeleteVideo(DeleteVideoRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var id = Id(request.Id);
        if (await ClearOwnTombstone(id, viewer, cancel)) return new DeleteVideoResponse();
        var video = await FindOwn(id, viewer, orModerator: true, cancel);
        Notices.CheckReason(request.Reason);
        var isDecision = !viewer.IsSystem && video.AuthorId != viewer.AccountId;
        await db.RemoveAsync(video, time, cancel, isDecision ? request.Reason : null);
        signal.Wake();
        await place.PlaceAsync(id, cancel);
        return new DeleteVideoResponse();
    }

    /// <returns>Whether it is one.</returns>
    private async Task<bool> ClearOwnTombstone(Guid id, Viewer viewer, CancellationToken cancel)
        => await db.Videos.Where(v => v.Id == id && v.RemovedAt != null && v.AuthorId == viewer.AccountId)
            .ExecuteUpdateAsync(s => s.SetProperty(v => v.Title, "").SetProperty(v => v.Removal, (string?)null), cancel) > 0;
}

internal static class RemoveVideo
{
    /// <summary>Leaves the tombstone of a video, in a transaction of its own. Its files go when it is placed.</summary>
    /// <param name="decision">The reason of a moderator, of which the author is told; null where no moderator decided.</param>
    public static Task RemoveAsync(this VideoDb db, VideoRow video, TimeProvider time, CancellationToken cancel, string? decision = null) => db.InTransaction(async () =>
    {
        // Upload, job, video: the order of locks everywhere.
        await db.Uploads.Where(u => u.Id == video.UploadId)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.Dropped, true).SetProperty(u => u.FileName, "").SetProperty(u => u.Metadata, ""), cancel);
        await db.CancelJobs(video.Id, cancel);
        if (await db.LockVideo(video.Id, cancel) is not { RemovedAt: null } locked) return;
        var tags = locked.Tags;
        if (decision is not null) db.Publish(time, $"{locked.AuthorId}", Notices.Decision(time, locked.AuthorId, "video_removed", locked.Title, decision));
        (locked.RemovedAt, locked.Removal) = (time.GetUtcNow(), decision);
        if (decision is null) locked.Title = "";
        (locked.Description, locked.Entities, locked.Tags, locked.Mentions) = ("", [], [], []);
        (locked.Playback, locked.MediaBytes, locked.Stage) = (null, 0, "");
        (locked.Cover, locked.Captions) = (null, []);
        await db.SettleAsync(locked, time, cancel);
        // A tag that only it used is a word of it.
        await db.Tags.Where(t => tags.Contains(t.Tag) && t.Videos <= 0).ExecuteDeleteAsync(cancel);
        await db.VideoCounts.Where(c => c.VideoId == video.Id).ExecuteDeleteAsync(cancel);
        await db.TranscodeJobs.Where(j => j.VideoId == video.Id).ExecuteUpdateAsync(s => s.SetProperty(j => j.Playback, (Playback?)null), cancel);
    }, cancel);
}
