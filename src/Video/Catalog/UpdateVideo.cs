using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Data;
using Zoetrope.Video.Uploads;

namespace Zoetrope.Video.Catalog;

/// <summary>
/// Changes what the author says about a video. Making it less public takes its files away from their public addresses before this
/// answers. Making it public moves them after the row allows it: whatever breaks in between, the background places them, and none lies open
/// that may not. A published video does not become a draft again. Another cut or cover frame is encoded anew from the original, as long as
/// that is kept; until then the video plays on as it was.
/// </summary>
internal sealed partial class CatalogService
{
    public override async Task<UpdateVideoResponse> UpdateVideo(UpdateVideoRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        VideoRow? video = null;
        while (video is null)
        {
            db.ChangeTracker.Clear();
            var before = await FindOwn(Id(request.Id), viewer, orModerator: false, cancel);
            var change = await ReadChange(request, before, viewer, cancel);
            video = await db.InTransaction(async () =>
            {
                // Upload, job, video: the order of locks everywhere.
                var cut = request.HasCoverMs || request.Edit is not null ? await LockForCut(before, cancel) : null;
                var locked = await db.LockVideo(before.Id, cancel);
                if (locked is not { RemovedAt: null }) throw Fault.NotFound();
                // Another change came first. The words that this one does not name are those it read: begin again with what stands there now.
                if (locked.Version != before.Version) return null;
                change(locked);
                if (cut is not null) CutAnew(locked, cut);
                if (db.ChangeTracker.HasChanges()) await db.SettleAsync(locked, time, cancel);
                return locked;
            }, cancel);
        }
        signal.Wake();
        if (video.PlacementDue)
        {
            await place.PlaceAsync(video.Id, cancel);
            video = await db.Videos.AsNoTracking().SingleAsync(v => v.Id == video.Id, cancel);
        }
        return new UpdateVideoResponse { Video = sight.Message(video, viewer) };
    }

    /// <summary>Checks all fields, then answers with the change, which is made under the lock.</summary>
    private async Task<Action<VideoRow>> ReadChange(UpdateVideoRequest request, VideoRow before, Viewer viewer, CancellationToken cancel)
    {
        var form = new VideoForm();
        var now = time.GetUtcNow();
        var title = request.HasTitle ? form.Text("title", request.Title, VideoText.LongestTitle) : before.TitleDerived ? "" : before.Title;
        var description = request.HasDescription ? form.Text("description", request.Description, VideoText.LongestDescription) : before.Description;
        var audience = request.HasAudience ? form.Audience(request.Audience) : null;
        var labels = request.Labels is null ? null : form.Labels(request.Labels.Items);
        var publishAt = request.HasPublishAtMs ? form.PublishAt(request.PublishAtMs, now) : null;
        form.Edit(request.Edit, request.CoverMs);
        form.Check();
        if (request is { HasDraft: true, Draft: true } && before.PublishedAt is not null) throw Fault.Invalid("draft", "already_published");

        var rewrites = description != before.Description || title != (before.TitleDerived ? "" : before.Title);
        var rewritten = rewrites ? await text.ReadAsync(title, description, viewer, cancel) : null;
        return video =>
        {
            if (rewritten is not null)
            {
                rewritten.WriteTo(video);
                if (video.PublishedAt is not null) video.EditedAt = now;
            }
            video.Audience = audience ?? video.Audience;
            if (request.HasAllowComments) video.AllowComments = request.AllowComments;
            if (labels is not null && !labels.SequenceEqual(video.Labels)) video.Labels = labels;
            if (request.HasDraft && video.PublishedAt is null) video.Draft = request.Draft;
            if (request.HasPublishAtMs && video.PublishedAt is null) video.PublishAt = publishAt;
            if (request.HasCoverMs) video.CoverMs = request.CoverMs > 0 ? request.CoverMs : null;
            if (request.Edit is { } edit) (video.EditStartMs, video.EditEndMs, video.EditMuted) = (edit.StartMs, edit.EndMs, edit.Muted);
        };
    }

    /// <summary>The original, and its last encoding where its last byte has come; 409 once the original has been dropped.</summary>
    private async Task<(UploadRow Upload, TranscodeJob? Job)?> LockForCut(VideoRow video, CancellationToken cancel)
    {
        var upload = await db.Uploads.FromSql($"select * from uploads where id = {video.UploadId} for update").SingleAsync(cancel);
        if (upload.Dropped) throw Fault.Conflict("original_gone");
        return (upload, upload.CompletedAt is null ? null : await LastJob(video.Id, cancel));
    }

    private void CutAnew(VideoRow video, (UploadRow Upload, TranscodeJob? Job)? cut)
    {
        if (cut is not ({ } upload, { } job) || HasEditOf(job, video)) return;
        if (job.State is JobState.Queued)
        {
            job.TakeEdit(video);
            return;
        }
        if (job.State is JobState.Running) job.State = JobState.Cancelled;
        var again = CompleteUpload.NewJob(upload, time);
        again.TakeEdit(video);
        db.Add(again);
        video.CopyResult(again);
    }
}
