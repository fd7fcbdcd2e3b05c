using StackExchange.Redis;
using Zoetrope.Platform.Embedded;

namespace Zoetrope.Testing;

/// <summary>
/// One Garnet per test process, started when first asked for. <c>ZOETROPE_TEST_REDIS</c> uses a Redis of your own instead.
/// Tests share it: put something of your own into every key.
/// </summary>
public sealed class RedisFixture : IAsyncDisposable
{
    private readonly Lazy<string> _configuration;
    private readonly Lazy<Task<IConnectionMultiplexer>> _connection;
    private readonly TestFolder _folder = new();
    private DataFolder? _data;
    private EmbeddedRedis? _redis;

    public RedisFixture()
    {
        _configuration = new(Start);
        _connection = new(async () => await ConnectionMultiplexer.ConnectAsync(Configuration));
    }

    /// <summary>The value of <c>Redis:Url</c>.</summary>
    public string Configuration => _configuration.Value;

    /// <summary>One connection that tests share.</summary>
    public Task<IConnectionMultiplexer> ConnectAsync() => _connection.Value;

    private string Start()
    {
        if (Environment.GetEnvironmentVariable("ZOETROPE_TEST_REDIS") is { Length: > 0 } own) return own;
        _data = DataFolder.Lock(_folder.Path);
        _redis = EmbeddedRedis.Start(_data);
        return _redis.Configuration;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated) await (await _connection.Value).DisposeAsync();
        _redis?.Dispose();
        _data?.Dispose();
        _folder.Dispose();
    }
}
