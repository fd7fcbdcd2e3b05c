using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Zoetrope.Testing;

/// <summary>Waits for what comes true by itself, and no longer; the only place in tests where time is spent.</summary>
public static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Repeats an assertion until it holds; after the deadline its own failure is the test's.</summary>
    public static async Task Eventually(Func<Task> assertion, TimeSpan? within = null)
    {
        var started = Stopwatch.GetTimestamp();
        for (var pause = 10; ; pause = Math.Min(pause * 2, 250))
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (Stopwatch.GetElapsedTime(started) < (within ?? Patience))
            {
                await Task.Delay(pause);
            }
        }
    }

    /// <summary>Repeats an assertion until it holds.</summary>
    public static Task Eventually(Action assertion, TimeSpan? within = null)
        => Eventually(() => { assertion(); return Task.CompletedTask; }, within);

    /// <summary>Waits until the condition holds.</summary>
    public static Task Eventually(Func<Task<bool>> condition, TimeSpan? within = null, [CallerArgumentExpression(nameof(condition))] string? what = null)
        => Eventually(async () =>
        {
            if (!await condition()) throw new TimeoutException($"Never came true: {what}");
        }, within);

    /// <summary>Waits until the condition holds.</summary>
    public static Task Eventually(Func<bool> condition, TimeSpan? within = null, [CallerArgumentExpression(nameof(condition))] string? what = null)
        => Eventually(() => Task.FromResult(condition()), within, what);

    /// <summary>Reads until what was read satisfies the condition, and returns it.</summary>
    public static async Task<T> Eventually<T>(
        Func<Task<T>> read, Func<T, bool> until, TimeSpan? within = null, [CallerArgumentExpression(nameof(until))] string? what = null)
    {
        T value = default!;
        await Eventually(async () =>
        {
            value = await read();
            if (!until(value)) throw new TimeoutException($"Never came true: {what}; last seen: {value}");
        }, within);
        return value;
    }
}
