using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform;

namespace Zoetrope.Interaction.Plays;

/// <summary>Every hour: makes the partitions of the days to come, drops those past their age, forgets answers older than a day
/// and the clocks of viewers who stay away.</summary>
internal sealed class Upkeep(
    [FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source, IOptions<InteractionOptions> options, TimeProvider time, ILogger<Upkeep> log)
    : RepeatedWork(TimeSpan.FromHours(1), "The upkeep of watches failed", time, log, first: TimeSpan.Zero, afterFailure: TimeSpan.FromSeconds(10))
{
    private const int DaysAhead = 7;
    private static readonly TimeSpan AnswersKept = TimeSpan.FromHours(24), ClocksKept = TimeSpan.FromDays(30);

    public override Task RunOnceAsync(CancellationToken cancel) => RunAsync(cancel);

    /// <summary>One round; how many partitions were dropped.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = Time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await DayTables.EnsureAsync(source, today, DaysAhead, cancel);
        await source.RunAsync("delete from idempotency where at < $1", cancel, (now - AnswersKept).UtcDateTime);
        await source.RunAsync("delete from watch_clocks where spent_until < $1", cancel, (now - ClocksKept).UtcDateTime);
        return await DayTables.DropBeforeAsync(source, today.AddDays(-options.Value.WatchDays), cancel);
    }
}
