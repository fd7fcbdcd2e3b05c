using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using Zoetrope.Platform;
using Zoetrope.Platform.Media;
using Zoetrope.Testing;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;
using Zoetrope.Video.Transcode;
using Zoetrope.Video.Uploads;

namespace Zoetrope.Video.Tests.Transcode;

/// <summary>The role transcoder on a real database and the real ffmpeg.</summary>
public sealed class TranscodeWorkerTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly TestFolder _data = new();
    private readonly FakeTime _time = new();
    private TestService _service = null!;
    private TestDatabase<VideoDb> _database = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateAsync<VideoDb>();
        _service = new TestService(
            Role.Transcoder,
            (services, configuration) =>
            {
                services.AddSingleton<TimeProvider>(_time);
                services.AddTranscoder(configuration);
            },
            _database.Setting("video"), new("Data:Path", _data.Path));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_queued_clip_is_encoded_and_its_files_are_where_the_playback_says()
    {
        using var clip = await Generated.PortraitAsync(seconds: 2);
        var job = await QueueAsync(clip.Path);
        (await RunAsync()).ShouldBeTrue();

        var done = await ReadAsync(job);
        (done.State, done.Progress, done.LeasedBy).ShouldBe((JobState.Done, 100, null));
        done.Playback!.Sources.Select(source => source.Width).ShouldBe([360, 540, 720]);
        string[] files = [done.Playback.Hls, done.Playback.OgUrl, done.Playback.PreviewUrl, .. done.Playback.Sources.Select(source => source.Url), .. done.Playback.Poster.Images.Select(image => image.Url)];
        foreach (var file in files)
            (await _service.Get<IMediaStore>().FindAsync(MediaPaths.Prefix(done.VideoId, done.MediaVersion, isPublic: false) + file, Cancel)).ShouldNotBeNull(file);
        Directory.EnumerateFileSystemEntries(TranscodeFolder).ShouldBeEmpty();
        (await RunAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_is_no_clip_fails_once_with_its_reason()
    {
        var path = _data["page.mp4"];
        await File.WriteAllTextAsync(path, "<html><script>alert(1)</script></html>", Cancel);
        var job = await QueueAsync(path);
        await RunAsync();

        var failed = await ReadAsync(job);
        (failed.State, failed.FailureCode, failed.Retryable, failed.Attempts).ShouldBe((JobState.Failed, "not_video", false, 1));
        (await RunAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_dead_workers_job_is_taken_over_within_a_minute()
    {
        var job = await QueueAsync(_data["gone"]);
        (await TakeAsync()).ShouldNotBeNull();
        (await TakeAsync()).ShouldBeNull();

        _time.Advance(TimeSpan.FromSeconds(59));
        var taken = (await TakeAsync()).ShouldNotBeNull();
        (taken.Id, taken.Attempts).ShouldBe((job, 2));
    }

    [Fact]
    public async Task A_lease_that_was_taken_over_publishes_nothing_more()
    {
        await QueueAsync(_data["gone"]);
        var first = (await TakeAsync())!;
        _time.Advance(TimeSpan.FromSeconds(59));
        var second = (await TakeAsync())!;

        (await RenewAsync(first)).ShouldBeFalse();
        (await RenewAsync(second)).ShouldBeTrue();
    }

    [Fact]
    public async Task Several_workers_never_share_a_job()
    {
        for (var i = 0; i < 8; i++)
            await QueueAsync(_data["gone"]);
        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => TakeAsync()));
        taken.Count(job => job is not null).ShouldBe(8);
        taken.OfType<TranscodeJob>().Select(job => job.Id).Distinct().Count().ShouldBe(8);
    }

    [Fact]
    public async Task Small_clips_go_first_and_waiting_counts()
    {
        var large = await QueueAsync(_data["gone"], size: 1L << 30);
        _time.Advance(TimeSpan.FromMinutes(1));
        var small = await QueueAsync(_data["gone"], size: 1 << 20);
        (await TakeAsync())!.Id.ShouldBe(small);
        _time.Advance(TimeSpan.FromMinutes(20));
        await QueueAsync(_data["gone"], size: 1 << 20);
        (await TakeAsync(mostBytes: 64 << 20))!.SizeBytes.ShouldBe(1 << 20);
        (await TakeAsync())!.Id.ShouldBeOneOf(large, small);
    }

    [Fact]
    public async Task Trouble_is_tried_three_times_and_then_has_words()
    {
        using var clip = await Generated.PortraitAsync(seconds: 1);
        var job = await QueueAsync(clip.Path);

        // A file where the media folder belongs: nothing can be published.
        await File.WriteAllTextAsync(_data["media"], "in the way", Cancel);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            (await RunAsync()).ShouldBeTrue();
            _time.Advance(TimeSpan.FromMinutes(2));
        }

        var failed = await ReadAsync(job);
        (failed.State, failed.FailureCode, failed.Retryable, failed.Attempts).ShouldBe((JobState.Failed, RunJob.Exhausted, true, 3));
        (await RunAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_worker_that_died_three_times_over_a_clip_gives_it_up()
    {
        var job = await QueueAsync(_data["gone"]);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            (await TakeAsync()).ShouldNotBeNull();
            _time.Advance(TimeSpan.FromSeconds(59));
        }

        await RunAsync();
        (await ReadAsync(job)).FailureCode.ShouldBe(RunJob.Exhausted);
    }

    [Fact]
    public async Task A_cancelled_job_stops_and_leaves_no_file()
    {
        using var clip = await Generated.PortraitAsync(seconds: 30);
        var job = await QueueAsync(clip.Path);
        var running = RunAsync();
        await Waiting.Eventually(async () => (await ReadAsync(job)).State == JobState.Running);
        await using (var db = _database.Open())
            await db.TranscodeJobs.Where(one => one.Id == job).ExecuteUpdateAsync(s => s.SetProperty(one => one.State, JobState.Cancelled), Cancel);
        _time.Advance(TimeSpan.FromSeconds(6));
        await running;

        var stopped = await ReadAsync(job);
        (stopped.State, stopped.LeasedBy, stopped.LeasedUntil).ShouldBe((JobState.Cancelled, null, null));
        Directory.EnumerateFileSystemEntries(TranscodeFolder).ShouldBeEmpty();
        (await _service.Get<IMediaStore>().ListAsync(MediaKey.Private, Cancel).CountAsync(Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_shutdown_hands_the_job_back_uncounted()
    {
        using var clip = await Generated.PortraitAsync(seconds: 30);
        var job = await QueueAsync(clip.Path);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = _service.Get<TranscodeWorker>().RunOnceAsync(long.MaxValue, stop.Token);
        await Waiting.Eventually(async () => (await ReadAsync(job)).Stage == "first");
        await stop.CancelAsync();
        await running;

        var back = await ReadAsync(job);
        (back.State, back.Attempts, back.LeasedBy).ShouldBe((JobState.Queued, 0, null));
        Directory.EnumerateFileSystemEntries(TranscodeFolder).ShouldBeEmpty();
    }

    private string TranscodeFolder => _data["transcode"];

    private Task<bool> RunAsync() => _service.Get<TranscodeWorker>().RunOnceAsync(long.MaxValue, Cancel);

    private async Task<TranscodeJob?> TakeAsync(long mostBytes = long.MaxValue)
    {
        await using var scope = _service.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LeaseJobs>().TakeAsync(mostBytes, Cancel);
    }

    private async Task<bool> RenewAsync(TranscodeJob job)
    {
        await using var scope = _service.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LeaseJobs>().RenewAsync(new HeldJob(job.Id, job.LeasedBy!.Value), Cancel);
    }

    private async Task<TranscodeJob> ReadAsync(Guid id)
    {
        await using var db = _database.Open();
        return await db.TranscodeJobs.AsNoTracking().SingleAsync(job => job.Id == id, Cancel);
    }

    /// <summary>Stores a finished upload as the Video service does, and queues it. A path where nothing is makes a job without an original.</summary>
    private async Task<Guid> QueueAsync(string path, long? size = null)
    {
        var upload = new UploadRow
        {
            Id = Ids.New(_time),
            OwnerId = Guid.CreateVersion7(),
            VideoId = Guid.CreateVersion7(),
            FileName = "clip.mp4",
            ContentType = "video/mp4",
            Metadata = "",
            Size = size ?? (File.Exists(path) ? new FileInfo(path).Length : 1000),
            CreatedAt = _time.GetUtcNow(),
            ExpiresAt = _time.GetUtcNow().AddDays(1),
        };
        if (File.Exists(path))
            await _service.Get<IUploadStore>().WriteAsync(upload.Id, 0, await File.ReadAllBytesAsync(path, Cancel), Cancel);
        await using var db = _database.Open();
        var job = CompleteUpload.NewJob(upload, _time);
        db.AddRange(upload, job);
        await db.SaveChangesAsync(Cancel);
        return job.Id;
    }
}
