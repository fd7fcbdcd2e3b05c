using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using Zoetrope.Platform.Cache;
using Zoetrope.Platform.Data;

namespace Zoetrope.Platform.Tests.Cache;

/// <summary>What the product does with Redis, on three nodes of a cluster: keys fall on different nodes and no command may need two of them.</summary>
public sealed class RedisClusterTests
{
    private const int Keys = 60;

    [Fact]
    public async Task Caches_scripts_and_messages_work_on_a_cluster()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var services = new ServiceCollection()
            .AddRedis(new ConfigurationBuilder().AddInMemoryCollection([new("Redis:Url", cluster.Configuration)]).Build()).BuildServiceProvider();
        var redis = services.GetRequiredService<IConnectionMultiplexer>();
        await Eventually(() => redis.GetServers().Count(s => s.IsConnected).ShouldBe(3));

        await CachesAsync(redis);
        await LeasesAsync(redis);
        await PassesMessagesOnAsync(redis);
    }

    /// <summary>Many keys at once, spread over all nodes; another process finds each there.</summary>
    private static async Task CachesAsync(IConnectionMultiplexer redis)
    {
        var loads = new ConcurrentQueue<int>();
        EntityCache<int, string> Cache() => new(new EntityCacheOptions<int, string>
        {
            Name = "cluster",
            Version = _ => 1,
            Write = Encoding.UTF8.GetBytes,
            Read = Encoding.UTF8.GetString,
            Load = (keys, _) =>
            {
                foreach (var key in keys) loads.Enqueue(key);
                return Task.FromResult<IReadOnlyDictionary<int, string>>(keys.ToDictionary(k => k, k => k.ToString(CultureInfo.InvariantCulture)));
            },
        }, redis, TimeProvider.System);

        int[] wanted = [.. Enumerable.Range(1, Keys)];
        using var here = Cache();
        (await here.GetManyAsync(wanted, CancellationToken.None)).Count.ShouldBe(Keys);
        loads.Count.ShouldBe(Keys);
        foreach (var key in wanted) await Eventually(async () => (await redis.GetDatabase().KeyExistsAsync($"cluster:{key}")).ShouldBeTrue());
        foreach (var server in redis.GetServers()) server.DatabaseSize().ShouldBeGreaterThan(0, "every node holds some");

        using var there = Cache();
        (await there.GetManyAsync(wanted, CancellationToken.None)).Values.ShouldBe(wanted.Select(k => k.ToString(CultureInfo.InvariantCulture)), ignoreOrder: true);
        loads.Count.ShouldBe(Keys, "the second process found all of them in Redis");

        here.Drop(7, minimum: 2);
        await Eventually(async () => (await redis.GetDatabase().KeyExistsAsync("cluster:7")).ShouldBeFalse());
    }

    /// <summary>A script names the one key it touches, as the rate limiter's does.</summary>
    private static async Task LeasesAsync(IConnectionMultiplexer redis)
    {
        for (var n = 0; n < 20; n++)
        {
            var spent = await redis.GetDatabase().ScriptEvaluateAsync("return redis.call('INCRBY', KEYS[1], ARGV[1])", [$"limits:{n}"], [5]);
            ((int)spent).ShouldBe(5);
        }
    }

    /// <summary>What is published at one node is heard by who subscribed at another.</summary>
    private static async Task PassesMessagesOnAsync(IConnectionMultiplexer redis)
    {
        var heard = new ConcurrentBag<string>();
        await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("cluster:news"), (_, message) => heard.Add(message!));
        foreach (var endpoint in redis.GetEndPoints())
        {
            await using var other = await ConnectionMultiplexer.ConnectAsync($"{endpoint}");
            await Eventually(async () =>
            {
                await other.GetSubscriber().PublishAsync(RedisChannel.Literal("cluster:news"), $"{endpoint}");
                heard.ShouldContain($"{endpoint}");
            });
        }
    }
}
