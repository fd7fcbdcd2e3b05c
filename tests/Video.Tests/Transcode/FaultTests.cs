using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Platform;
using Zoetrope.Platform.Media;
using Zoetrope.Video.Data;
using Zoetrope.Video.Transcode;
using Zoetrope.Video.Uploads;

namespace Zoetrope.Video.Tests.Transcode;

/// <summary>A transcoder whose ffmpeg, disk or own life fails. Whatever happens, the job ends in a state with words, and nothing is left.</summary>
public sealed class FaultTests(PostgresFixture postgres)
{
    /// <summary>Twenty in the full run, three else; the seed is in the test's name.</summary>
    public static TheoryData<int> Moments => new(Enumerable.Range(1, TestRun.IsFull ? 20 : 3));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What the encoder does instead of encoding; two of them outside the full run.</summary>
    public static TheoryData<string> Acts => new(new[]
    {
        "kill -SEGV $$",
        "head -c 100000 /dev/urandom > \"$last\"; exit 0",
        ": > \"$last\"; exit 0",
        "exit 1",
        "yes frame=1 | head -c 50000000 >&2; exit 1",
    }.Take(TestRun.IsFull ? 5 : 2));

    [Theory, MemberData(nameof(Acts))]
    public async Task An_encoder_that_crashes_or_writes_garbage_is_tried_three_times(string act)
    {
        using var fake = new FakeFfmpeg(act);
        await using var bench = await Bench.StartAsync(postgres, ("Media:Ffmpeg", fake.Program), ("Media:Sandbox", "none"));
        using var clip = await Generated.PortraitAsync(seconds: 1, width: 180);
        var job = await bench.QueueAsync(clip.Path);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            (await bench.RunAsync()).ShouldBeTrue($"attempt {attempt}");
            bench.Time.Advance(TimeSpan.FromMinutes(2));
        }

        var failed = await bench.ReadAsync(job);
        (failed.State, failed.FailureCode, failed.Retryable, failed.Attempts).ShouldBe((JobState.Failed, RunJob.Exhausted, true, 3));
        (await bench.RunAsync()).ShouldBeFalse();
        await bench.NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_encoder_that_hangs_is_ended_with_its_children()
    {
        using var fake = new FakeFfmpeg("sleep 4242 & sleep 4242");
        await using var bench = await Bench.StartAsync(postgres, ("Media:Ffmpeg", fake.Program), ("Media:Sandbox", "none"), ("Media:StallSeconds", "5"));
        using var clip = await Generated.PortraitAsync(seconds: 1, width: 180);
        var job = await bench.QueueAsync(clip.Path);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var running = bench.RunAsync();
            // Its own clock is the test's: quiet for longer than it may be.
            await Eventually(() =>
            {
                bench.Time.Advance(TimeSpan.FromSeconds(1));
                return running.IsCompleted;
            });
            await running;
            bench.Time.Advance(TimeSpan.FromMinutes(2));
        }
        var failed = await bench.ReadAsync(job);
        (failed.State, failed.FailureCode, failed.Attempts).ShouldBe((JobState.Failed, RunJob.Exhausted, 3));
        await Eventually(() => Processes("sleep 4242").ShouldBe(0));
        await bench.NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_encoder_that_eats_memory_is_stopped_by_its_limit()
    {
        using var fake = new FakeFfmpeg("exec /usr/bin/perl -e '$x = \"x\" x (1 << 20); push @a, $x . $_ for 1..4000; sleep 60'");
        await using var bench = await Bench.StartAsync(postgres, ("Media:Ffmpeg", fake.Program), ("Media:Sandbox", "none"), ("Media:MemoryMiB", "512"));
        using var clip = await Generated.PortraitAsync(seconds: 1, width: 180);
        var job = await bench.QueueAsync(clip.Path);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await bench.RunAsync();
            bench.Time.Advance(TimeSpan.FromMinutes(2));
        }
        var failed = await bench.ReadAsync(job);
        (failed.State, failed.FailureCode).ShouldBe((JobState.Failed, RunJob.Exhausted));
        await bench.NothingIsLeftAsync();
    }

    [Theory, MemberData(nameof(Moments))]
    public async Task A_worker_that_stops_at_any_moment_is_taken_over_with_the_same_result(int seed)
    {
        await using var bench = await Bench.StartAsync(postgres);
        using var clip = await Generated.PortraitAsync(seconds: 2, width: 540);
        var job = await bench.QueueAsync(clip.Path);

        // As a killed process does: nothing is returned, nothing is said. Its children die with it.
        var (random, taken) = (new Random(seed), (await bench.TakeAsync())!);
        using (var dead = CancellationTokenSource.CreateLinkedTokenSource(Cancel))
        {
            var folder = WorkFolder.Create(bench.TranscodeFolder, source: null);
            folder.Attach(bench.OriginalOf(taken));
            var sink = new Sink(folder);
            var running = bench.Get<TranscodeClip>().RunAsync(new TranscodeRequest(folder.Source!, ClipEdit.None), folder, sink, dead.Token);
            var moment = random.Next(1, 101);
            await Eventually(() => running.IsCompleted || sink.Reports.LastOrDefault().Percent >= moment);
            await dead.CancelAsync();
            await Task.WhenAny(running);
            bench.Time.Advance(TimeSpan.FromSeconds(59));
            (await bench.RunAsync()).ShouldBeTrue();
            folder.Dispose();
        }

        var done = await bench.ReadAsync(job);
        (done.State, done.Attempts).ShouldBe((JobState.Done, 2));
        done.Playback!.Sources.Select(source => (source.Width, source.Height)).ShouldBe([(360, 640), (540, 960)]);
        foreach (var source in done.Playback.Sources) (await bench.Get<IMediaStore>().FindAsync(bench.KeyOf(done, source.Url), Cancel)).ShouldNotBeNull().Length.ShouldBe(source.Bytes);
    }

    [Theory, MemberData(nameof(Moments))]
    public async Task A_full_disk_is_said_and_passes(int seed)
    {
        await using var bench = await Bench.StartAsync(postgres);
        using var clip = await Generated.PortraitAsync(seconds: 2, width: 540);
        var job = await bench.QueueAsync(clip.Path);

        // The temporary folder's disk, or the store's, has room for a part of the ladder only.
        var inStore = seed % 2 == 0;
        using (var disk = SmallDisk.Mount(inStore ? bench.MediaFolder : bench.TranscodeFolder, megabytes: 1))
        {
            if (seed % 3 == 0) disk.Fill();
            (await bench.RunAsync()).ShouldBeTrue();
            var tried = await bench.ReadAsync(job);
            if (tried.State == JobState.Done) return;   // It fitted after all.
            (tried.State, tried.Attempts).ShouldBe((JobState.Queued, 1));
        }
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        (await bench.RunAsync()).ShouldBeTrue();
        var done = await bench.ReadAsync(job);
        (done.State, done.Playback!.Sources.Count).ShouldBe((JobState.Done, 2));
    }

    private static int Processes(string words) => Directory.EnumerateDirectories("/proc").Count(folder =>
    {
        try { return int.TryParse(Path.GetFileName(folder), out _) && File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ').Trim() == words; }
        catch (IOException) { return false; }
        catch (UnauthorizedAccessException) { return false; }
    });
}

/// <summary>The role transcoder alone on a real database, with a clock that tests move.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly TestFolder _data = new();
    private readonly TestDatabase<VideoDb> _database;
    private readonly TestService _service;

    private Bench(TestDatabase<VideoDb> database, (string Key, string Value)[] settings)
    {
        _database = database;
        _service = new TestService(
            Role.Transcoder,
            (services, configuration) =>
            {
                services.AddSingleton<TimeProvider>(Time);
                services.AddTranscoder(configuration);
            },
            [database.Setting("video"), new("Data:Path", _data.Path), .. settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))]);
    }

    public FakeTime Time { get; } = new();
    public string TranscodeFolder => _data["transcode"];
    public string MediaFolder => _data["media"];

    public static async Task<Bench> StartAsync(PostgresFixture postgres, params (string Key, string Value)[] settings) => new(await postgres.CreateAsync<VideoDb>(), settings);

    public T Get<T>() where T : notnull => _service.Get<T>();

    public Task<bool> RunAsync() => _service.Get<TranscodeWorker>().RunOnceAsync(long.MaxValue, TestContext.Current.CancellationToken);

    public async Task<TranscodeJob?> TakeAsync()
    {
        await using var scope = _service.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LeaseJobs>().TakeAsync(long.MaxValue, TestContext.Current.CancellationToken);
    }

    public async Task<TranscodeJob> ReadAsync(Guid id)
    {
        await using var db = _database.Open();
        return await db.TranscodeJobs.AsNoTracking().SingleAsync(job => job.Id == id, TestContext.Current.CancellationToken);
    }

    public string OriginalOf(TranscodeJob job) => Path.Combine(_data["uploads"], job.UploadId.ToString());

    public string KeyOf(TranscodeJob job, string file) => MediaPaths.Prefix(job.VideoId, job.MediaVersion, isPublic: false) + file;

    public async Task<Guid> QueueAsync(string path)
    {
        var upload = new UploadRow
        {
            Id = Ids.New(Time),
            OwnerId = Guid.CreateVersion7(),
            VideoId = Guid.CreateVersion7(),
            FileName = "clip.mp4",
            ContentType = "video/mp4",
            Metadata = "",
            Size = new FileInfo(path).Length,
            CreatedAt = Time.GetUtcNow(),
            ExpiresAt = Time.GetUtcNow().AddDays(1),
        };
        await _service.Get<IUploadStore>().WriteAsync(upload.Id, 0, await File.ReadAllBytesAsync(path), CancellationToken.None);
        await using var db = _database.Open();
        var job = CompleteUpload.NewJob(upload, Time);
        db.AddRange(upload, job);
        await db.SaveChangesAsync();
        return job.Id;
    }

    /// <summary>No work folder, no file in the store, no temporary one.</summary>
    public async Task NothingIsLeftAsync()
    {
        if (Directory.Exists(TranscodeFolder)) Directory.EnumerateFileSystemEntries(TranscodeFolder).ShouldBeEmpty();
        (await _service.Get<IMediaStore>().ListAsync(MediaKey.Private).CountAsync()).ShouldBe(0);
        if (Directory.Exists(Path.Combine(MediaFolder, ".incoming"))) Directory.EnumerateFileSystemEntries(Path.Combine(MediaFolder, ".incoming")).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _data.Dispose();
    }
}
