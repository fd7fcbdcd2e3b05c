using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;
using Zoetrope.Recommendation.Data;
using Zoetrope.Recommendation.Known;
using Zoetrope.Recommendation.Learning;

namespace Zoetrope.Recommendation.Tests;

/// <summary>The Recommendation service with a small world of its own, told through events.</summary>
internal sealed class Feed : IAsyncDisposable
{
    private readonly TestService _service;
    private long _version, _lastWatchMs;

    private Feed(TestService service) => _service = service;

    public static async Task<Feed> StartAsync(PostgresFixture postgres)
    {
        var database = await postgres.CreateAsync<RecommendationDb>();
        var feed = new Feed(new TestService(Role.Recommendation | Role.Video, (services, configuration) =>
            services.AddRecommendation(configuration).AddRpcClient<Feeds.FeedsClient>(Role.Recommendation).AddSingleton<ShownClips>().AddRpcService<ClipCatalog>(Role.Video), database.Setting("recommendation")));
        var source = feed._service.Services.GetRequiredKeyedService<NpgsqlDataSource>(typeof(RecommendationDb));
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        for (var day = -1; day <= 1; day++) await DayPartitions.CreateAsync(source, "impressions", today.AddDays(day), CancellationToken.None);
        return feed;
    }

    public Viewer NewViewer() => _service.Tokens.SignIn(Guid.CreateVersion7());

    public Viewer SignIn(Guid account, string? device = null) => _service.Tokens.SignIn(account, deviceId: device);

    public Feeds.FeedsClient As(Viewer viewer) => _service.As<Feeds.FeedsClient>(viewer);

    public async Task<GetForYouResponse> ForYouAsync(Viewer viewer, int limit = 10, string seed = "", params string[] holding)
        => await As(viewer).GetForYouAsync(new GetForYouRequest { Limit = limit, SeedVideoId = seed, Holding = { holding } });

    public async Task<Guid> PublishAsync(Guid author, TimeSpan? age = null, Audience audience = Audience.Public, params string[] tags)
    {
        var id = Guid.CreateVersion7();
        _service.Get<ShownClips>()[id.ToString()] = new Contracts.Video.V1.Video { Id = id.ToString(), AuthorId = author.ToString(), Tags = { tags } };
        await TellAsync(new Event { VideoPublished = new() { Video = State(id, author, age ?? TimeSpan.FromHours(1), audience, tags) } });
        return id;
    }

    public VideoState State(Guid id, Guid author, TimeSpan age, Audience audience = Audience.Public, params string[] tags) => new()
    {
        VideoId = id.ToString(),
        AuthorId = author.ToString(),
        Audience = audience,
        Title = string.Join(' ', tags),
        Tags = { tags },
        State = "ready",
        DurationMs = 10_000,
        PublishedAtMs = (DateTimeOffset.UtcNow - age).ToUnixTimeMilliseconds(),
        Version = ++_version,
    };

    /// <summary>Each watch is at least a millisecond after the one before, as it is where a person watches them.</summary>
    public Task WatchAsync(Viewer viewer, Guid video, double fraction = 1) => TellAsync(new Event
    {
        TimeMs = _lastWatchMs = Math.Max(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), _lastWatchMs + 1),
        PlaysWatched = new()
        {
            Plays =
            {
                new Watched
                {
                    PlayId = Guid.CreateVersion7().ToString(),
                    UserId = viewer.AccountId?.ToString() ?? "",
                    DeviceId = viewer.AccountId is null ? viewer.DeviceId : "",
                    VideoId = video.ToString(),
                    WatchedMs = (int)(10_000 * fraction),
                    DurationMs = 10_000,
                },
            },
        },
    });

    public Task FollowAsync(Viewer viewer, Guid author, bool following = true) => TellAsync(new Event
    {
        FollowChanged = new()
        {
            FollowerId = viewer.Account().ToString(),
            FolloweeId = author.ToString(),
            State = following ? FollowState.Following : FollowState.None,
            Version = ++_version,
        },
    });

    /// <summary>From now on the catalog shows a clip to nobody, though no event has told of it yet.</summary>
    public void Hide(Guid video) => _service.Get<ShownClips>().TryRemove(video.ToString(), out _);

    public Task BlockAsync(Guid blocker, Guid blocked) => TellAsync(new Event
    {
        BlockChanged = new() { BlockerId = blocker.ToString(), BlockedId = blocked.ToString(), Blocked = true, Version = ++_version },
    });

    public Task AccountAsync(Guid user, bool isPrivate = false, bool suspended = false) => TellAsync(new Event
    {
        AccountChanged = new() { Account = new() { UserId = user.ToString(), IsPrivate = isPrivate, Suspended = suspended, Version = ++_version } },
    });

    public Task SignUpAsync(Guid user, string device) => TellAsync(new Event
    {
        UserRegistered = new() { Account = new() { UserId = user.ToString(), Version = ++_version }, DeviceId = device },
    });

    public Task CountsAsync(Guid video, long likes) => TellAsync(new Event { CountsChanged = new() { VideoId = video.ToString(), Likes = likes, Rev = ++_version } });

    public async Task TellAsync(params Event[] batch)
    {
        await _service.ApplyAsync<RecommendationDb, KnownPeople>(batch);
        await _service.ApplyAsync<RecommendationDb, JoinDevices>(batch);
        await _service.ApplyAsync<RecommendationDb, KnownVideos>(batch);
        await _service.ApplyAsync<RecommendationDb, KnownCounts>(batch);
        await _service.ApplyAsync<RecommendationDb, LearnWatched>(batch);
        await _service.ApplyAsync<RecommendationDb, LearnLiked>(batch);
    }

    /// <summary>The service's own parts, for what no call asks for.</summary>
    public AsyncServiceScope Open() => _service.Services.CreateAsyncScope();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private sealed class ShownClips : ConcurrentDictionary<string, Contracts.Video.V1.Video>;

    /// <summary>Video's catalog, as far as it is asked who may see what.</summary>
    private sealed class ClipCatalog(ShownClips clips) : Catalog.CatalogBase
    {
        public override Task<GetVideoResponse> GetVideo(GetVideoRequest request, ServerCallContext context)
            => Task.FromResult(new GetVideoResponse { Video = clips.GetValueOrDefault(request.Id) ?? throw Fault.NotFound() });

        public override Task<GetVideosResponse> GetVideos(GetVideosRequest request, ServerCallContext context)
            => Task.FromResult(new GetVideosResponse { Items = { request.Ids.Select(id => clips.GetValueOrDefault(id)).OfType<Contracts.Video.V1.Video>() } });
    }
}
