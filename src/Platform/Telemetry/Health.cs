using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using StackExchange.Redis;
using Zoetrope.Platform.Data;

namespace Zoetrope.Platform.Telemetry;

/// <summary>What must answer before this process takes traffic: its databases, Redis, room on the disk.</summary>
public static class HealthServices
{
    public static IServiceCollection AddReadiness(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", timeout: TimeSpan.FromSeconds(3))
            .AddCheck<RedisHealth>("redis", timeout: TimeSpan.FromSeconds(3))
            .AddCheck<DiskHealth>("disk");
        return services;
    }
}

internal sealed class DatabaseHealth(IServiceProvider provider, IEnumerable<MigratedDatabase> databases) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var database in databases)
        {
            try
            {
                await using var db = (DbContext)provider.CreateScope().ServiceProvider.GetRequiredService(database.Context);
                await db.Database.ExecuteSqlRawAsync("select 1", cancellationToken);
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException)
            {
                return HealthCheckResult.Unhealthy($"The database {database.Name} does not answer.", e);
            }
        }
        return HealthCheckResult.Healthy();
    }
}

internal sealed class RedisHealth(IServiceProvider provider) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (provider.GetService<IConnectionMultiplexer>() is not { } redis) return HealthCheckResult.Healthy();
        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Caches, budgets and presence do without it for a while; a process that leaves rotation helps nobody.
            return HealthCheckResult.Degraded("Redis does not answer.", e);
        }
    }
}

internal sealed class DiskHealth(IConfiguration configuration) : IHealthCheck
{
    internal const long Enough = 200L << 20;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var path = configuration["Data:Path"] ?? "./data";
        var free = Directory.Exists(path) ? new DriveInfo(Path.GetFullPath(path)).AvailableFreeSpace : long.MaxValue;
        return Task.FromResult(free > Enough ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"Only {free >> 20} MB are free on the disk of {path}."));
    }
}

internal static class HealthReply
{
    /// <summary>The state of each check in its own words; no exception leaves the process.</summary>
    public static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        var checks = report.Entries.ToDictionary(e => e.Key, e => new { state = e.Value.Status.ToString().ToLowerInvariant(), detail = e.Value.Description });
        return http.Response.WriteAsync(JsonSerializer.Serialize(new { state = report.Status.ToString().ToLowerInvariant(), checks }));
    }
}
