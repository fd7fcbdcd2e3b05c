using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Zoetrope.Interaction.Data;

namespace Zoetrope.Interaction.Plays;

/// <summary>Every hour: makes the partitions of the days to come, drops those past their age, forgets answers older than a day.</summary>
internal sealed partial class Upkeep(
    [FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source, IOptions<InteractionOptions> options, TimeProvider time, ILogger<Upkeep> log) : BackgroundService
{
    private const int DaysAhead = 7;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1), Soon = TimeSpan.FromSeconds(10), AnswersKept = TimeSpan.FromHours(24);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Every;
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(error);
                pause = Soon;
            }
            await Task.Delay(pause, stoppingToken);
        }
    }

    /// <summary>One round; how many partitions were dropped.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await DayTables.EnsureAsync(source, today, DaysAhead, cancel);
        await source.RunAsync("delete from idempotency where at < $1", cancel, (now - AnswersKept).UtcDateTime);
        return await DayTables.DropBeforeAsync(source, today.AddDays(-options.Value.WatchDays), cancel);
    }

    [LoggerMessage(LogLevel.Warning, "The upkeep of watches failed; trying again in ten seconds.")]
    private partial void LogFailed(Exception error);
}
