using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Zoetrope.Interaction.Counts;

/// <summary>Folds as soon as something changes here, and looks every half second for what changed in other processes.</summary>
internal sealed partial class CountFolder(IServiceScopeFactory scopes, Changes changes, ILogger<CountFolder> log) : BackgroundService
{
    private static readonly TimeSpan Backstop = TimeSpan.FromMilliseconds(500);

    /// <summary>One fold takes all that came in this time: many taps cost twenty folds a second, not one each, and a storm half of that.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50), PauseInStorm = TimeSpan.FromMilliseconds(100);

    /// <summary>So many videos changed since the last fold make a storm.</summary>
    private const int Storm = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await changes.WaitForCountsAsync(Backstop, stoppingToken);
            var changed = 0;
            try
            {
                changed = await FoldAllAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                // The database may be away, or not migrated yet. Nothing is lost: deltas wait where they are.
                LogFoldFailed(error);
                await Task.Delay(Backstop, stoppingToken);
            }
            await Task.Delay(changed < Storm ? Pause : PauseInStorm, stoppingToken);
        }
    }

    private async Task<int> FoldAllAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var fold = scope.ServiceProvider.GetRequiredService<Fold>();
        var changed = 0;
        while (await fold.OnceAsync(cancel) is { } videos)
        {
            changed += videos;
            changes.WakeRelay();
        }
        return changed;
    }

    [LoggerMessage(LogLevel.Warning, "Counts could not be folded; trying again.")]
    private partial void LogFoldFailed(Exception error);
}
