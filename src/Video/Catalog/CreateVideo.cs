using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Data;
using Zoetrope.Video.Uploads;

namespace Zoetrope.Video.Catalog;

/// <summary>
/// Makes a video of an upload, before or after its last byte. What was encoded meanwhile is taken over, so publishing is usually
/// instant. An upload becomes one video, and a repeated request with the same idempotency key gets the same one.
/// </summary>
internal sealed partial class CatalogService
{
    public override async Task<CreateVideoResponse> CreateVideo(CreateVideoRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var account = viewer.Account();
        var video = await Draft(request, account, viewer, cancel);
        var moved = await MoveAhead(video, cancel);
        var id = await db.InTransaction(async () =>
        {
            if (await db.RememberAsync(account, request.IdempotencyKey, WithoutKey(request), video.Id, time, cancel) is { } earlier) return earlier;
            await Claim(video, account, moved, cancel);
            return video.Id;
        }, cancel);
        signal.Wake();
        if (id == video.Id) await place.TidyAsync(id, cancel);
        var made = id == video.Id ? video : await db.Videos.AsNoTracking().SingleAsync(v => v.Id == id, cancel);
        return new CreateVideoResponse { Video = sight.Message(made, viewer) };
    }

    /// <summary>Reads the form into a video that is not in the database yet.</summary>
    private async Task<VideoRow> Draft(CreateVideoRequest request, Guid account, Viewer viewer, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var form = new VideoForm();
        var title = form.Text("title", request.Title, VideoText.LongestTitle);
        var description = form.Text("description", request.Description, VideoText.LongestDescription);
        var audience = form.Audience(request.Audience);
        var labels = form.Labels(request.Labels);
        var publishAt = form.PublishAt(request.PublishAtMs, now);
        form.Edit(request.Edit, request.CoverMs);
        form.Check();

        var upload = Guid.TryParse(request.UploadId, out var key)
            ? await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == key && u.OwnerId == account, cancel) : null;
        if (upload is null) throw Fault.Invalid("uploadId", "unknown_upload");
        var author = await KnowAuthor(account, cancel);
        var video = new VideoRow
        {
            Id = upload.VideoId,
            AuthorId = account,
            UploadId = upload.Id,
            Title = "",
            Description = "",
            Audience = audience,
            AllowComments = !request.HasAllowComments || request.AllowComments,
            Labels = labels,
            Draft = request.Draft,
            PublishAt = publishAt,
            EditStartMs = request.Edit?.StartMs ?? 0,
            EditEndMs = request.Edit?.EndMs ?? 0,
            EditMuted = request.Edit?.Muted ?? false,
            CoverMs = request.CoverMs > 0 ? request.CoverMs : null,
            Demo = author.Demo,
            CreatedAt = now,
            State = VideoStates.Uploading,
        };
        (await text.ReadAsync(title, description, viewer, cancel)).WriteTo(video);
        return video;
    }

    /// <summary>An encoding that is done already moves to its public home before the transaction that tells its address.</summary>
    private async Task<Guid?> MoveAhead(VideoRow video, CancellationToken cancel)
    {
        var job = await db.TranscodeJobs.AsNoTracking()
            .Where(j => j.VideoId == video.Id && j.State == JobState.Done && db.Uploads.Any(u => u.Id == j.UploadId && !u.Claimed)).SingleOrDefaultAsync(cancel);
        return job is not null && HasEditOf(job, video) && await place.ToPublicAsync(video, job.MediaVersion, cancel) ? job.Id : null;
    }

    private static CreateVideoRequest WithoutKey(CreateVideoRequest request) => new(request) { IdempotencyKey = "" };

    /// <summary>Under the locks of upload and job: the upload is used up, and the video takes over what its encoding has made.</summary>
    private async Task Claim(VideoRow video, Guid account, Guid? movedJob, CancellationToken cancel)
    {
        var upload = await db.Uploads.FromSql($"select * from uploads where id = {video.UploadId} and owner_id = {account} for update").SingleAsync(cancel);
        if (upload.Dropped) throw Fault.Invalid("uploadId", "upload_gone");
        if (upload.Claimed) throw Fault.Conflict("upload_used", ("videoId", upload.VideoId.ToString()));
        upload.Claimed = true;
        if (upload.CompletedAt is { } at)
        {
            upload.ExpiresAt = at.AddDays(uploads.Value.KeepOriginalsDays);
            var job = await CurrentJob(upload, video, cancel);
            video.CopyResult(job);
            video.MediaPublic = movedJob == job.Id;
        }
        db.Add(video);
        await db.SettleAsync(video, time, cancel, failed: video.FailureCode is not null);
    }

    /// <summary>The encoding of a finished upload, begun anew where the form asks for a cut or cover that it was not made with.</summary>
    private async Task<TranscodeJob> CurrentJob(UploadRow upload, VideoRow video, CancellationToken cancel)
    {
        var job = await LastJob(upload.VideoId, cancel);
        if (HasEditOf(job, video)) return job;
        if (job.State == JobState.Queued)
        {
            job.TakeEdit(video);
            return job;
        }
        if (job.State == JobState.Running) job.State = JobState.Cancelled;
        var again = CompleteUpload.NewJob(upload, time);
        again.TakeEdit(video);
        db.Add(again);
        return again;
    }

    private Task<TranscodeJob> LastJob(Guid video, CancellationToken cancel)
        => db.TranscodeJobs.FromSql($"select * from transcode_jobs where video_id = {video} order by created_at desc, id desc limit 1 for update").SingleAsync(cancel);

    private static bool HasEditOf(TranscodeJob job, VideoRow video)
        => (job.EditStartMs, job.EditEndMs, job.EditMuted, job.CoverMs) == (video.EditStartMs, video.EditEndMs, video.EditMuted, video.CoverMs);
}
