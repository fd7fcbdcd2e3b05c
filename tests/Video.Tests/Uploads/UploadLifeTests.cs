using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Video.Data;
using Zoetrope.Video.Uploads;

namespace Zoetrope.Video.Tests.Uploads;

/// <summary>Quotas before the first byte; ends of uploads: terminated, expired, swept.</summary>
public sealed class UploadLifeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Quotas_are_checked_before_bytes_are_wasted()
    {
        await using var app = await VideoApp.StartAsync(postgres, new("Uploads:MaxBytes", "1000"), new("Uploads:PerDay", "3"), new("Uploads:StoredBytes", "2500"));
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));

        (await Begin(app, ana, 1001)).ShouldBe((413, "upload_too_large"));
        (await Begin(app, ana, 0)).ShouldBe((422, "size:empty_file"));
        await app.BeginAsync(ana, 1000);
        await app.BeginAsync(ana, 1000);
        (await Begin(app, ana, 501)).ShouldBe((413, "storage_quota"));
        await app.BeginAsync(ana, 500);
        (await Begin(app, ana, 1)).ShouldBe((429, "uploads_per_day"));
        await app.BeginAsync(ben, 1000);
    }

    [Fact]
    public async Task Uploads_begun_at_once_cannot_share_the_last_place()
    {
        await using var app = await VideoApp.StartAsync(postgres, new KeyValuePair<string, string?>("Uploads:PerDay", "3"));
        var ana = app.World.Person("ana");

        var begun = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            try { await app.BeginAsync(ana, 10); return true; }
            catch (Grpc.Core.RpcException) { return false; }
        }));

        begun.Count(b => b).ShouldBe(3);
    }

    [Fact]
    public async Task A_repeated_request_with_one_key_begins_one_upload()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var request = new CreateUploadRequest { Size = 10, FileName = "drum.mp4", IdempotencyKey = "key-1" };

        var begun = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => (await app.Uploads(ana).CreateUploadAsync(request)).Upload.Id));

        begun.Distinct().Count().ShouldBe(1);
        (await app.Uploads(ana).ListUploadsAsync(new ListUploadsRequest())).Items.Count.ShouldBe(1);
        (await app.Uploads(ben).CreateUploadAsync(request)).Upload.Id.ShouldNotBe(begun[0]);
        (await app.Uploads(ana).CreateUploadAsync(new CreateUploadRequest(request) { Size = 11 }).RefusedAsync()).ShouldBe((422, "idempotency_mismatch"));
    }

    [Fact]
    public async Task Without_room_in_the_store_nothing_begins()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, request) = (app.World.Person("ana"), new CreateUploadRequest { Size = 10, FileName = "drum.mp4", IdempotencyKey = "key-1" });
        var begun = (await app.Uploads(ana).CreateUploadAsync(request)).Upload.Id;

        app.FillDisk();

        (await Begin(app, ana, 10)).ShouldBe((507, "insufficient_storage"));
        // What was begun before is still there to be asked for.
        (await app.Uploads(ana).CreateUploadAsync(request)).Upload.Id.ShouldBe(begun);
    }

    [Fact]
    public async Task A_terminated_upload_is_gone_with_its_bytes_and_its_encoding()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);

        await app.Uploads(ana).TerminateUploadAsync(new TerminateUploadRequest { Id = upload });

        Directory.GetFiles(app.UploadFolder).ShouldBeEmpty();
        (await app.Uploads(ana).GetUploadAsync(new GetUploadRequest { Id = upload }).RefusedAsync()).ShouldBe((410, "upload_gone"));
        await using var db = app.Open();
        (await db.TranscodeJobs.SingleAsync()).State.ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task A_video_that_waits_for_bytes_fails_when_its_upload_ends()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.BeginAsync(ana, 1000);
        var video = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload.Id, Title = "Soon" })).Video;

        await app.Uploads(ana).TerminateUploadAsync(new TerminateUploadRequest { Id = upload.Id });

        var after = (await app.Catalog(ana).GetVideoAsync(new GetVideoRequest { Id = video.Id })).Video;
        (after.State, after.Failure.Code, after.Failure.Retryable).ShouldBe(("failed", "upload_cancelled", false));
    }

    [Fact]
    public async Task A_video_keeps_its_upload()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.UploadAsync(ana);
        await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload, Title = "Mine" });

        (await app.Uploads(ana).TerminateUploadAsync(new TerminateUploadRequest { Id = upload }).RefusedAsync()).ShouldBe((409, "upload_in_use"));
    }

    [Fact]
    public async Task Uploads_that_nobody_goes_on_with_are_collected()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var (begun, unclaimed, claimed) = (await app.BeginAsync(ana, 1000), await app.UploadAsync(ana), await app.UploadAsync(ana));
        await app.AppendAsync(ana, begun.Id, 0, new byte[10]);
        await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = claimed, Title = "Kept" });
        await app.EncodeAsync(claimed);

        app.Time.Advance(TimeSpan.FromHours(23));
        await app.AppendAsync(ana, begun.Id, 10, new byte[10]);
        (await app.Run<CollectUploads, int>(c => c.ExpireAsync(default))).ShouldBe(0);
        app.Time.Advance(TimeSpan.FromHours(2));
        (await app.Run<CollectUploads, int>(c => c.ExpireAsync(default))).ShouldBe(1);
        Directory.GetFiles(app.UploadFolder).Select(Path.GetFileName).ShouldBe([begun.Id, claimed], ignoreOrder: true);
        app.Time.Advance(TimeSpan.FromHours(24));
        (await app.Run<CollectUploads, int>(c => c.ExpireAsync(default))).ShouldBe(1);
        app.Time.Advance(TimeSpan.FromDays(31));
        (await app.Run<CollectUploads, int>(c => c.ExpireAsync(default))).ShouldBe(1);
        Directory.GetFiles(app.UploadFolder).ShouldBeEmpty();
        unclaimed.ShouldNotBe(claimed);
    }

    [Fact]
    public async Task Bytes_that_no_upload_owns_are_swept_once_they_are_old()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var owned = await app.BeginAsync(ana, 1000);
        await app.AppendAsync(ana, owned.Id, 0, new byte[10]);
        var orphan = Path.Combine(app.UploadFolder, Guid.CreateVersion7().ToString());
        await File.WriteAllBytesAsync(orphan, new byte[10], TestContext.Current.CancellationToken);

        File.SetLastWriteTimeUtc(orphan, app.Time.GetUtcNow().UtcDateTime.AddHours(-23));
        await app.Run<CollectUploads>(c => c.SweepAsync(default));
        File.Exists(orphan).ShouldBeTrue();
        File.SetLastWriteTimeUtc(orphan, app.Time.GetUtcNow().UtcDateTime.AddHours(-25));
        await app.Run<CollectUploads>(c => c.SweepAsync(default));

        Directory.GetFiles(app.UploadFolder).Select(Path.GetFileName).ShouldBe([owned.Id]);
    }

    private static Task<(int, string)> Begin(VideoApp app, Guid owner, long size) => Refusals.RefusedAsync(() => app.BeginAsync(owner, size));
}
