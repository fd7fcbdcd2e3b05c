using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StackExchange.Redis;

namespace Zoetrope.Platform.Data;

/// <summary>The one connection to Redis that everything in this process shares.</summary>
public static class RedisServices
{
    /// <summary><c>Redis:Url</c> is a StackExchange.Redis configuration: <c>host:port,host:port,password=…</c> (a cluster names some nodes).</summary>
    public static IServiceCollection AddRedis(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<IConnectionMultiplexer>(_ =>
        {
            var options = ConfigurationOptions.Parse(configuration["Redis:Url"] ?? throw new StartException("Redis:Url is not set."));
            // Redis may come later or go away for a while: callers then get a RedisConnectionException, and the rest goes on.
            options.AbortOnConnectFail = false;
            options.ClientName = "zoetrope";
            options.ConnectTimeout = 2000;
            options.AsyncTimeout = 2000;
            options.SyncTimeout = 2000;
            options.ReconnectRetryPolicy = new ExponentialRetry(200, 5000);
            return ConnectionMultiplexer.Connect(options);
        });
        return services;
    }
}
