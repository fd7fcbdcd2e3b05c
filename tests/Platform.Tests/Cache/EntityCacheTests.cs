using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using StackExchange.Redis;
using Zoetrope.Platform.Cache;

namespace Zoetrope.Platform.Tests.Cache;

public sealed class EntityCacheTests(RedisFixture redis)
{
    private sealed record Thing(int Id, long Version);

    private readonly ConcurrentDictionary<int, Thing> _store = new();
    private readonly ConcurrentQueue<int[]> _loads = new();
    private readonly string _name = $"test-{Guid.CreateVersion7()}";
    private Func<Task> _beforeLoad = () => Task.CompletedTask;

    [Fact]
    public async Task Concurrent_misses_share_one_load()
    {
        await using var connection = await ConnectAsync();
        using var cache = Cache(connection);
        _store[1] = new(1, 1);
        var gate = new TaskCompletionSource();
        _beforeLoad = () => gate.Task;
        var reads = Enumerable.Range(0, 20).Select(_ => cache.GetAsync(1, CancellationToken.None).AsTask()).ToList();
        gate.SetResult();
        foreach (var read in await Task.WhenAll(reads)) read.ShouldBe(new Thing(1, 1));
        _loads.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_keys_are_loaded_in_one_batch_and_only_what_is_missing()
    {
        await using var connection = await ConnectAsync();
        using var cache = Cache(connection);
        foreach (var id in Enumerable.Range(1, 5)) _store[id] = new(id, 1);
        await cache.GetManyAsync([1, 2], CancellationToken.None);
        (await cache.GetManyAsync([1, 2, 3, 4, 99], CancellationToken.None)).Keys.ShouldBe([1, 2, 3, 4], ignoreOrder: true);
        _loads.Last().ShouldBe([3, 4, 99], ignoreOrder: true);
    }

    [Fact]
    public async Task Another_process_finds_it_in_redis()
    {
        await using var connection = await ConnectAsync();
        using var here = Cache(connection);
        _store[1] = new(1, 3);
        await here.GetAsync(1, CancellationToken.None);
        await Eventually(async () => (await connection.GetDatabase().KeyExistsAsync($"{_name}:1")).ShouldBeTrue());
        using var there = Cache(connection);
        (await there.GetAsync(1, CancellationToken.None)).ShouldBe(new Thing(1, 3));
        _loads.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_put_never_replaces_a_newer_value()
    {
        await using var connection = await ConnectAsync();
        using var cache = Cache(connection);
        cache.Put(1, new(1, 5));
        cache.Put(1, new(1, 4));
        (await cache.GetAsync(1, CancellationToken.None)).ShouldBe(new Thing(1, 5));
    }

    [Fact]
    public async Task A_load_that_began_before_a_drop_does_not_bring_the_old_value_back()
    {
        await using var connection = await ConnectAsync();
        using var cache = Cache(connection);
        _store[1] = new(1, 1);
        var gate = new TaskCompletionSource();
        _beforeLoad = () => gate.Task;
        var early = cache.GetAsync(1, CancellationToken.None).AsTask();
        cache.Drop(1, minimum: 2);
        gate.SetResult();
        await early;
        // Nor by way of Redis, where others would find it.
        (await connection.GetDatabase().KeyExistsAsync($"{_name}:1")).ShouldBeFalse();
        _store[1] = new(1, 2);
        (await cache.GetAsync(1, CancellationToken.None)).ShouldBe(new Thing(1, 2));
    }

    [Fact]
    public async Task Without_redis_it_is_only_slower()
    {
        using var cache = Cache(null);
        _store[1] = new(1, 1);
        (await cache.GetAsync(1, CancellationToken.None)).ShouldBe(new Thing(1, 1));
        (await cache.GetAsync(1, CancellationToken.None)).ShouldBe(new Thing(1, 1));
        _loads.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_load_is_told_to_all_who_wait_and_tried_again_next_time()
    {
        using var cache = Cache(null);
        _store[1] = new(1, 1);
        _beforeLoad = () => throw new TimeoutException();
        await Should.ThrowAsync<TimeoutException>(async () => await cache.GetAsync(1, CancellationToken.None));
        _beforeLoad = () => Task.CompletedTask;
        (await cache.GetAsync(1, CancellationToken.None)).ShouldNotBeNull();
    }

    private async Task<ConnectionMultiplexer> ConnectAsync() => await ConnectionMultiplexer.ConnectAsync(redis.Configuration);

    private EntityCache<int, Thing> Cache(IConnectionMultiplexer? connection) => new(new EntityCacheOptions<int, Thing>
    {
        Name = _name,
        Version = thing => thing.Version,
        Write = thing => Encoding.UTF8.GetBytes($"{thing.Id} {thing.Version}"),
        Read = bytes => Encoding.UTF8.GetString(bytes).Split(' ') is var parts ? new Thing(int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture)) : null!,
        Load = async (keys, _) =>
        {
            _loads.Enqueue([.. keys]);
            await _beforeLoad();
            return keys.Where(_store.ContainsKey).ToDictionary(k => k, k => _store[k]);
        },
    }, connection, TimeProvider.System);
}
