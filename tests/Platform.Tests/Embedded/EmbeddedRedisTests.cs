using StackExchange.Redis;
using Zoetrope.Platform.Embedded;

namespace Zoetrope.Platform.Tests.Embedded;

public sealed class EmbeddedRedisTests(RedisFixture redis)
{
    [Fact]
    public async Task Keeps_values_expires_them_and_runs_scripts()
    {
        var db = (await redis.ConnectAsync()).GetDatabase();
        await db.StringSetAsync("embedded:value", "here", TimeSpan.FromMilliseconds(300));
        ((string?)await db.StringGetAsync("embedded:value")).ShouldBe("here");
        ((int)await db.ScriptEvaluateAsync("return redis.call('incrby', KEYS[1], ARGV[1])", ["embedded:count"], [5])).ShouldBe(5);
        await Eventually(async () => (await db.StringGetAsync("embedded:value")).IsNull.ShouldBeTrue());
    }

    [Fact]
    public async Task Passes_messages_on()
    {
        var subscriber = (await redis.ConnectAsync()).GetSubscriber();
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await subscriber.SubscribeAsync(RedisChannel.Literal("embedded:news"), (_, message) => heard.TrySetResult(message!));
        await Eventually(async () =>
        {
            await subscriber.PublishAsync(RedisChannel.Literal("embedded:news"), "hello");
            heard.Task.IsCompleted.ShouldBeTrue();
        });
        (await heard.Task).ShouldBe("hello");
    }

    [Fact]
    public async Task Refuses_a_wrong_password()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("ZOETROPE_TEST_REDIS") is { Length: > 0 }, "It is about the Redis that we bring, and this run has another.");
        var options = ConfigurationOptions.Parse(redis.Configuration);
        options.Password = "guess";
        options.AbortOnConnectFail = true;
        options.ConnectTimeout = 1000;
        await Should.ThrowAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(options));
    }

    [Fact]
    public void Its_socket_is_for_its_owner_only()
    {
        using var folder = new TestFolder();
        using var data = DataFolder.Lock(folder.Path);
        using var server = EmbeddedRedis.Start(data);
        File.GetUnixFileMode(data.Run).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
