using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Zoetrope.Interaction.Counts;

/// <summary>Folds as soon as something changes here, and looks every half second for what changed in other processes.</summary>
internal sealed partial class CountFolder(IServiceScopeFactory scopes, Changes changes, ILogger<CountFolder> log) : BackgroundService
{
    private static readonly TimeSpan Backstop = TimeSpan.FromMilliseconds(500);

    /// <summary>One fold takes all that came in this time: a storm of taps costs twenty folds a second, not one each.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await changes.WaitForCountsAsync(Backstop, stoppingToken);
            try
            {
                await FoldAllAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                // The database may be away, or not migrated yet. Nothing is lost: deltas wait where they are.
                LogFoldFailed(error);
                await Task.Delay(Backstop, stoppingToken);
            }
            await Task.Delay(Pause, stoppingToken);
        }
    }

    private async Task FoldAllAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var fold = scope.ServiceProvider.GetRequiredService<Fold>();
        while (await fold.OnceAsync(cancel)) changes.WakeRelay();
    }

    [LoggerMessage(LogLevel.Warning, "Counts could not be folded; trying again.")]
    private partial void LogFoldFailed(Exception error);
}
