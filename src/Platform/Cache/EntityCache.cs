using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using StackExchange.Redis;

namespace Zoetrope.Platform.Cache;

/// <summary>How a kind of entity is cached. Serialised values must carry everything but viewer state, signed URLs and presence.</summary>
public sealed record EntityCacheOptions<TKey, TValue> where TKey : notnull where TValue : class
{
    /// <summary>Prefix of the Redis keys; change it when the bytes change their meaning.</summary>
    public required string Name { get; init; }

    /// <summary>Loads what is missing, in one batch. Keys without a value are simply absent from the answer.</summary>
    public required Func<IReadOnlyCollection<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> Load { get; init; }

    /// <summary>The entity's version: a put never replaces a newer value.</summary>
    public required Func<TValue, long> Version { get; init; }
    public required Func<TValue, byte[]> Write { get; init; }
    public required Func<byte[], TValue> Read { get; init; }
    public TimeSpan InMemory { get; init; } = TimeSpan.FromSeconds(30);
    public TimeSpan InRedis { get; init; } = TimeSpan.FromMinutes(10);
    public TimeSpan Missing { get; init; } = TimeSpan.FromSeconds(5);
    public int MostInMemory { get; init; } = 20_000;
}

/// <summary>
/// Reads entities by key through two levels: this process's memory, then Redis, then one batched load of what is left; concurrent
/// misses of a key share one load. It is the DataLoader and the multi-level cache in one. Redis being away only makes it slower.
/// </summary>
public sealed class EntityCache<TKey, TValue> : IDisposable where TKey : notnull where TValue : class
{
    // After a drop nothing older may come back, neither from a load already under way nor from another process.
    private static readonly TimeSpan MinimumHeld = TimeSpan.FromSeconds(30);

    private readonly EntityCacheOptions<TKey, TValue> _options;
    private readonly IConnectionMultiplexer? _redis;
    private readonly MemoryCache _memory;
    private readonly ConcurrentDictionary<TKey, Task<TValue?>> _loading = new();

    public EntityCache(EntityCacheOptions<TKey, TValue> options, IConnectionMultiplexer? redis, TimeProvider time)
    {
        (_options, _redis) = (options, redis);
        _memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = options.MostInMemory, Clock = new Clock(time) });
    }

    public async ValueTask<TValue?> GetAsync(TKey key, CancellationToken cancel)
        => _memory.TryGetValue(key, out Entry? entry) && entry!.IsSettled ? entry.Value : (await GetManyAsync([key], cancel)).GetValueOrDefault(key);

    /// <summary>The values found; keys that do not exist are absent.</summary>
    public async ValueTask<Dictionary<TKey, TValue>> GetManyAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancel)
    {
        var found = new Dictionary<TKey, TValue>(keys.Count);
        List<TKey>? missing = null;
        foreach (var key in keys)
        {
            if (!_memory.TryGetValue(key, out Entry? entry) || !entry!.IsSettled) (missing ??= []).Add(key);
            else if (entry.Value is { } value) found[key] = value;
        }
        if (missing is not null) await LoadAsync(missing, found, cancel);
        return found;
    }

    /// <summary>Keeps a value the writer has at hand. Ignored where a newer one is known.</summary>
    public void Put(TKey key, TValue value)
    {
        Settle(key, value, out var kept);
        if (kept) Store(key, value);
    }

    /// <summary>Forgets a value that has changed; for 30 s nothing with a version below <paramref name="minimum"/> is taken.</summary>
    public void Drop(TKey key, long minimum)
    {
        if (_memory.TryGetValue(key, out Entry? entry) && entry!.Minimum > minimum) return;
        if (entry?.Value is { } value && _options.Version(value) >= minimum) return;
        _memory.Set(key, new Entry(null, minimum, IsSettled: false), Lifetime(MinimumHeld));
        _redis?.GetDatabase().KeyDelete(RedisKey(key), CommandFlags.FireAndForget);
    }

    public void Dispose() => _memory.Dispose();

    private async Task LoadAsync(List<TKey> missing, Dictionary<TKey, TValue> found, CancellationToken cancel)
    {
        var mine = new Dictionary<TKey, TaskCompletionSource<TValue?>>();
        var tasks = new List<(TKey Key, Task<TValue?> Task)>(missing.Count);
        foreach (var key in missing)
        {
            var source = new TaskCompletionSource<TValue?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var task = _loading.GetOrAdd(key, source.Task);
            if (ReferenceEquals(task, source.Task)) mine[key] = source;
            tasks.Add((key, task));
        }
        // Others may be waiting for this load: it does not end with the request that began it.
        if (mine.Count > 0) _ = FillAsync(mine);
        foreach (var (key, task) in tasks)
        {
            if (await task.WaitAsync(cancel) is { } value) found[key] = value;
        }
    }

    private async Task FillAsync(Dictionary<TKey, TaskCompletionSource<TValue?>> wanted)
    {
        try
        {
            var values = await FromRedisAsync([.. wanted.Keys]);
            var rest = wanted.Keys.Where(k => !values.ContainsKey(k)).ToList();
            var loaded = rest.Count > 0 ? await _options.Load(rest, CancellationToken.None) : new Dictionary<TKey, TValue>();
            foreach (var (key, source) in wanted)
            {
                var isNew = loaded.TryGetValue(key, out var value);
                var shown = Settle(key, isNew ? value : values.GetValueOrDefault(key), out var kept);
                if (isNew && kept) Store(key, value!);
                source.SetResult(shown);
            }
        }
        catch (Exception error)
        {
            foreach (var source in wanted.Values) source.TrySetException(error);
        }
        finally
        {
            foreach (var key in wanted.Keys) _loading.TryRemove(key, out _);
        }
    }

    /// <summary>Takes a loaded value into memory unless it is older than what is known; gives what the caller should see.</summary>
    /// <param name="kept">Whether it may stand in Redis, too: what was dropped while it was being loaded must not come back from there.</param>
    private TValue? Settle(TKey key, TValue? value, out bool kept)
    {
        kept = false;
        if (_memory.TryGetValue(key, out Entry? entry))
        {
            if (entry!.Value is { } known && (value is null || _options.Version(known) >= _options.Version(value))) return known;
            // Older than a drop: right to show to this caller once, but not to keep.
            if (value is not null && _options.Version(value) < entry.Minimum) return value;
        }
        kept = value is not null;
        _memory.Set(key, new Entry(value, entry?.Minimum ?? 0, IsSettled: true), Lifetime(value is null ? _options.Missing : _options.InMemory));
        return value;
    }

    private async Task<Dictionary<TKey, TValue>> FromRedisAsync(TKey[] keys)
    {
        var found = new Dictionary<TKey, TValue>();
        if (_redis is not { IsConnected: true }) return found;
        try
        {
            // Pipelined single GETs: a multi-key command across hash slots is refused by clusters.
            var database = _redis.GetDatabase();
            var replies = await Task.WhenAll(keys.Select(key => database.StringGetAsync(RedisKey(key))));
            for (var i = 0; i < keys.Length; i++)
            {
                if (!replies[i].HasValue) continue;
                var value = _options.Read((byte[])replies[i]!);
                if (_memory.TryGetValue(keys[i], out Entry? entry) && _options.Version(value) < entry!.Minimum) continue;
                found[keys[i]] = value;
            }
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            // The load answers instead.
        }
        return found;
    }

    private void Store(TKey key, TValue value)
    {
        if (_redis is { IsConnected: true }) _redis.GetDatabase().StringSet(RedisKey(key), _options.Write(value), _options.InRedis, flags: CommandFlags.FireAndForget);
    }

    private RedisKey RedisKey(TKey key) => $"{_options.Name}:{key}";

    private static MemoryCacheEntryOptions Lifetime(TimeSpan time) => new() { AbsoluteExpirationRelativeToNow = time, Size = 1 };

    private sealed record Entry(TValue? Value, long Minimum, bool IsSettled);

    private sealed class Clock(TimeProvider time) : Microsoft.Extensions.Internal.ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
