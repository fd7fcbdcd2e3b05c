using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Media;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;
using Zoetrope.Video.Uploads;
using CatalogClient = Zoetrope.Contracts.Video.V1.Catalog.CatalogClient;
using Contract = Zoetrope.Contracts.Video.V1.Video;
using SearchClient = Zoetrope.Contracts.Video.V1.Search.SearchClient;
using UploadsClient = Zoetrope.Contracts.Video.V1.Uploads.UploadsClient;

namespace Zoetrope.Video.Tests;

/// <summary>
/// The Video service on a real database and disk, called over gRPC in process. Auth and Interaction are played by what the test says
/// exists (<see cref="World"/>), the transcoder by <see cref="EncodeAsync"/>.
/// </summary>
internal sealed class VideoApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly TestTokens _tokens;
    private readonly TestDatabase<VideoDb> _database;
    private readonly TestFolder _folder;

    private VideoApp(ServiceProvider services, TestTokens tokens, TestDatabase<VideoDb> database, TestFolder folder, FakeTime time)
        => (_services, _tokens, _database, _folder, Time) = (services, tokens, database, folder, time);

    public FakeTime Time { get; }
    public World World => _services.GetRequiredService<World>();
    public string UploadFolder => _folder["uploads"];
    public string MediaFolder => _folder["media"];

    public static async Task<VideoApp> StartAsync(PostgresFixture postgres, params KeyValuePair<string, string?>[] settings)
    {
        var (database, time, folder) = (await postgres.CreateAsync<VideoDb>(), new FakeTime(), new TestFolder());
        var tokens = new TestTokens(time);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            database.Setting("video"),
            new("Rpc:Guard", "true"),
            new("Data:Path", folder.Path),
            new("Secrets:Root", Convert.ToBase64String(new byte[32])),
            new("Uploads:KeepFreeBytes", "0"),
        ]).AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(new TestLog())).AddSingleton<IConfiguration>(configuration).AddSingleton<TimeProvider>(time)
            .AddSingleton(new LocalRoles(Role.Video | Role.Auth | Role.Interaction)).AddTestTokens(tokens).AddSingleton<World>();
        services.AddRpcService<WorldPeople>(Role.Auth).AddRpcService<WorldFollows>(Role.Interaction);
        services.AddVideo(configuration);
        services.AddRpcClient<UploadsClient>(Role.Video).AddRpcClient<CatalogClient>(Role.Video).AddRpcClient<SearchClient>(Role.Video);
        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        return new VideoApp(provider, tokens, database, folder, time);
    }

    public UploadsClient Uploads(Guid? viewer) => Client<UploadsClient>(viewer);
    public CatalogClient Catalog(Guid? viewer) => Client<CatalogClient>(viewer);
    public CatalogClient Moderator() => _services.GetRequiredService<Rpc<CatalogClient>>().As(_tokens.SignIn(World.Person("moderator"), AccountRole.Moderator));
    public CatalogClient System() => _services.GetRequiredService<Rpc<CatalogClient>>().AsSystem();
    public SearchClient Search(Guid? viewer) => Client<SearchClient>(viewer);

    private TClient Client<TClient>(Guid? viewer) where TClient : ClientBase<TClient>
        => _services.GetRequiredService<Rpc<TClient>>().As(viewer is { } id ? _tokens.SignIn(id) : Viewer.Anonymous("device"));

    /// <summary>Leaves no room for uploads, by asking for more to stay free than any disk has.</summary>
    public void FillDisk() => _services.GetRequiredService<IOptions<UploadOptions>>().Value.KeepFreeBytes = long.MaxValue;

    public VideoDb Open() => _database.Open();

    public async Task<T> Run<TService, T>(Func<TService, Task<T>> work) where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task Run<TService>(Func<TService, Task> work) where TService : notnull => Run<TService, bool>(async s => { await work(s); return true; });

    public async Task<Upload> BeginAsync(Guid owner, long size, string name = "clip.mp4")
        => (await Uploads(owner).CreateUploadAsync(new CreateUploadRequest { Size = size, FileName = name, ContentType = "video/mp4" })).Upload;

    /// <summary>One append request, in chunks as the gateway sends them.</summary>
    /// <param name="cutAfter">Loses the connection after so many bytes.</param>
    public async Task<long> AppendAsync(Guid owner, string upload, long offset, ReadOnlyMemory<byte> bytes, string checksum = "", int chunk = 64 * 1024, int? cutAfter = null)
    {
        using var lost = new CancellationTokenSource();
        using var call = Uploads(owner).Append(cancellationToken: lost.Token);
        try
        {
            await call.RequestStream.WriteAsync(new AppendRequest { Id = upload, Offset = offset, Checksum = checksum });
            var send = bytes[..Math.Min(bytes.Length, cutAfter ?? bytes.Length)];
            for (var at = 0; at < send.Length; at += chunk)
                await call.RequestStream.WriteAsync(new AppendRequest { Chunk = ByteString.CopyFrom(send.Span.Slice(at, Math.Min(chunk, send.Length - at))) });
            if (cutAfter is null) await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The handler has ended; its answer below says why.
        }
        if (cutAfter is not null) await lost.CancelAsync();
        return (await call.ResponseAsync).Offset;
    }

    /// <summary>A finished upload of some bytes.</summary>
    public async Task<string> UploadAsync(Guid owner, int size = 1000)
    {
        var upload = await BeginAsync(owner, size);
        await AppendAsync(owner, upload.Id, 0, RandomNumberGenerator.GetBytes(size));
        return upload.Id;
    }

    public async Task<long> OffsetAsync(Guid owner, string upload) => (await Uploads(owner).GetUploadAsync(new GetUploadRequest { Id = upload })).Upload.Offset;

    /// <summary>A published video.</summary>
    public async Task<Contract> PublishAsync(Guid author, string title = "A clip", string description = "", string audience = "public", int durationMs = 10_000)
    {
        var upload = await UploadAsync(author);
        await EncodeAsync(upload, durationMs);
        return (await Catalog(author).CreateVideoAsync(new CreateVideoRequest { UploadId = upload, Title = title, Description = description, Audience = audience })).Video;
    }

    /// <summary>Leases the job of an upload, as a worker does.</summary>
    public async Task<(HeldJob Held, TranscodeJob Job)> LeaseAsync(string upload)
    {
        await using var db = Open();
        var job = await db.TranscodeJobs.SingleAsync(j => j.UploadId == Guid.Parse(upload) && j.State == JobState.Queued);
        (job.State, job.LeasedBy, job.LeasedUntil, job.Attempts) = (JobState.Running, Guid.CreateVersion7(), Time.GetUtcNow().AddMinutes(1), job.Attempts + 1);
        await db.SaveChangesAsync();
        return (new HeldJob(job.Id, job.LeasedBy.Value), job);
    }

    /// <summary>Does what a worker does with an upload, without ffmpeg: puts files and reports them.</summary>
    public async Task EncodeAsync(string upload, int durationMs = 10_000)
    {
        var (held, job) = await LeaseAsync(upload);
        var made = await PutAsync(job, "480p.mp4", durationMs);
        (await Run<PublishRenditions, bool>(p => p.RenditionsReady(held, made, CancellationToken.None))).ShouldBeTrue();
        made = await PutAsync(job, "720p.mp4", durationMs);
        (await Run<PublishRenditions, bool>(p => p.Completed(held, made, CancellationToken.None))).ShouldBeTrue();
    }

    public async Task<Rendered> PutAsync(TranscodeJob job, string rung, int durationMs = 10_000)
    {
        var folder = MediaPaths.Prefix(job.VideoId, job.MediaVersion, isPublic: false);
        foreach (var file in new[] { rung, "master.m3u8", "poster-320.webp" })
            await _services.GetRequiredService<IMediaStore>().PutAsync(folder + file, new MemoryStream([1, 2, 3]));
        var playback = new Playback { Hls = "master.m3u8", Poster = new Poster { Color = "#102030", Images = { new Image { Url = "poster-320.webp", Width = 320, Type = "image/webp" } } } };
        playback.Sources.Add(new Source { Url = rung, Width = 480, Height = 854, Bitrate = 1_000_000, Bytes = 3 });
        return new Rendered(playback, durationMs, 480, 854, true, 9);
    }

    /// <summary>Whether the gateway would find a file at this address.</summary>
    public async Task<bool> IsServedAsync(string url)
    {
        if (!_services.GetRequiredService<MediaPaths>().TryResolve(url, out var media)) return false;
        foreach (var key in media.Keys)
            if (await _services.GetRequiredService<IMediaStore>().FindAsync(key) is not null) return true;
        return false;
    }

    /// <summary>Hands account events to the service, as its consumer does.</summary>
    public Task HearAsync(AccountState account) => Run<KnownAccounts>(async handler =>
    {
        await using var db = Open();
        await db.InTransaction(() => handler.HandleAsync(db, [new Event { AccountChanged = new() { Account = account } }], CancellationToken.None), CancellationToken.None);
    });

    public Task HearCountsAsync(params CountsChanged[] counts) => Run<Zoetrope.Video.Search.KnownCounts>(async handler =>
    {
        await using var db = Open();
        await db.InTransaction(() => handler.HandleAsync(db, [.. counts.Select(c => new Event { CountsChanged = c })], CancellationToken.None), CancellationToken.None);
    });

    public Task PlaceAllAsync() => new PlaceMediaLoop(_services.GetRequiredService<IServiceScopeFactory>(), Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<PlaceMediaLoop>.Instance).RunOnceAsync(CancellationToken.None);

    /// <summary>Waits until so many calls wait for a lock that the test holds.</summary>
    public async Task WaitForLocksAsync(int calls)
    {
        await using var db = Open();
        await Waiting.Eventually(async () => (await db.Database.SqlQuery<int>($"select pid as \"Value\" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'").ToListAsync()).Count.ShouldBe(calls));
    }

    /// <summary>What the service has said so far, in the order of writing.</summary>
    public async Task<List<Event>> SaidAsync()
    {
        await using var db = Open();
        return [.. (await db.Set<OutboxRow>().OrderBy(r => r.Id).Select(r => r.Payload).ToListAsync()).Select(Event.Parser.ParseFrom)];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _tokens.Dispose();
        _folder.Dispose();
    }
}

internal static class Refusals
{
    /// <summary>The HTTP status and code of the refusal that this call must meet.</summary>
    public static async Task<(int Status, string Code)> RefusedAsync<T>(this AsyncUnaryCall<T> call) => await RefusedAsync(async () => await call);

    public static async Task<(int Status, string Code)> RefusedAsync(Func<Task> call)
    {
        var problem = Fault.Of(await Should.ThrowAsync<RpcException>(call));
        return (problem.HttpStatus, problem.Fields.Count == 0 ? problem.Code : string.Join(",", problem.Fields.Select(f => $"{f.Field}:{f.Code}")));
    }
}
