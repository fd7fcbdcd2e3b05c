using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Zoetrope.Platform;

/// <summary>
/// Work done round after round for as long as the process runs. Whatever a round throws is logged and the next round comes: an exception that
/// left a <see cref="BackgroundService"/> would stop the whole program, and so would a cancellation that is not ours, such as a client's timeout.
/// </summary>
/// <param name="every">The pause before each round.</param>
/// <param name="failure">What it means when a round fails, as the beginning of a sentence.</param>
/// <param name="first">The pause before the first round, when it is another.</param>
/// <param name="afterFailure">The pause after a round that failed, when it is another.</param>
public abstract partial class RepeatedWork(TimeSpan every, string failure, TimeProvider time, ILogger logger, TimeSpan? first = null, TimeSpan? afterFailure = null) : BackgroundService
{
    protected TimeProvider Time => time;
    protected ILogger Logger => logger;

    /// <summary>One round.</summary>
    public abstract Task RunOnceAsync(CancellationToken cancel);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        for (var pause = first ?? every; await PausedAsync(pause, stoppingToken);)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
                (failures, pause) = (0, every);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                pause = afterFailure ?? every;
                // Where it happened once; while it lasts, only that it does.
                LogFailed(logger, failures++ == 0 ? error : null, failure, error.Message, pause);
            }
        }
    }

    /// <returns>False when the program stops.</returns>
    private async Task<bool> PausedAsync(TimeSpan pause, CancellationToken stopping)
    {
        await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stopping.IsCancellationRequested;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Failure}: {Reason} Trying again in {Pause}")]
    private static partial void LogFailed(ILogger logger, Exception? error, string failure, string reason, TimeSpan pause);
}

/// <summary>Registers repeated work that is one call of a service.</summary>
public static class RepeatedWorkServices
{
    /// <summary>Calls <typeparamref name="T"/>, taken from a scope of its own, every so often.</summary>
    /// <param name="failure">What it means when a call fails, as the beginning of a sentence.</param>
    /// <param name="first">The pause before the first call, when it is another.</param>
    public static IServiceCollection AddRepeated<T>(this IServiceCollection services, TimeSpan every, string failure, Func<T, CancellationToken, Task> round, TimeSpan? first = null) where T : notnull
        => services.AddSingleton<IHostedService>(provider => new Round<T>(provider.GetRequiredService<IServiceScopeFactory>(), round, every, failure,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<T>>(), first));

    private sealed class Round<T>(IServiceScopeFactory scopes, Func<T, CancellationToken, Task> round, TimeSpan every, string failure, TimeProvider time, ILogger<T> logger, TimeSpan? first)
        : RepeatedWork(every, failure, time, logger, first) where T : notnull
    {
        public override async Task RunOnceAsync(CancellationToken cancel)
        {
            await using var scope = scopes.CreateAsyncScope();
            await round(scope.ServiceProvider.GetRequiredService<T>(), cancel);
        }
    }
}
