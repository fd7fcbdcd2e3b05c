using System.Collections.Concurrent;
using System.Diagnostics;

namespace Zoetrope.Platform;

/// <summary>
/// Named places where a test can make this process die, throw or hang. Off unless <c>ZOETROPE_FAILPOINTS</c> arms them, and then
/// only those named; a place that is not armed costs one null check.
/// Form: <c>relay.numbered=kill;consumer.applied=throw@3</c>: kill, throw or hang, at the third hit (default: the first).
/// </summary>
public static class FailPoints
{
    private static readonly ConcurrentDictionary<string, Armed> Points = new(StringComparer.Ordinal);
    private static volatile bool s_any = Arm(Environment.GetEnvironmentVariable("ZOETROPE_FAILPOINTS"));

    /// <summary>Arms the named points of this process in addition to those of its environment.</summary>
    /// <exception cref="FormatException">The text is not of the form above.</exception>
    public static bool Arm(string? text)
    {
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, rest) = part.Split('=') is [var left, var right] ? (left, right) : throw Bad(part);
            var (action, at) = rest.Split('@') switch
            {
                [var only] => (only, 1),
                [var what, var number] when int.TryParse(number, out var n) && n > 0 => (what, n),
                _ => throw Bad(part),
            };
            Points[name] = new Armed(Enum.TryParse<Failure>(action, ignoreCase: true, out var failure) ? failure : throw Bad(part), at);
            s_any = true;
        }
        return s_any;

        static FormatException Bad(string part) => new($"Fail-point \"{part}\" is not of the form name=kill|throw|hang[@n].");
    }

    public static void Disarm(string name) => Points.TryRemove(name, out _);

    /// <summary>How often an armed point was reached.</summary>
    public static int Hits(string name) => Points.TryGetValue(name, out var armed) ? armed.Hits : 0;

    /// <summary>Does what this place is armed for, if it is.</summary>
    public static ValueTask HitAsync(string name, CancellationToken cancel)
        => s_any && Points.TryGetValue(name, out var armed) ? armed.HitAsync(name, cancel) : ValueTask.CompletedTask;

    private enum Failure { Kill, Throw, Hang }

    private sealed class Armed(Failure failure, int at)
    {
        private int _hits;

        public int Hits => Volatile.Read(ref _hits);

        public async ValueTask HitAsync(string name, CancellationToken cancel)
        {
            if (Interlocked.Increment(ref _hits) != at) return;
            switch (failure)
            {
                case Failure.Throw:
                    throw new FailPointException(name);
                case Failure.Hang:
                    await Task.Delay(Timeout.Infinite, cancel);
                    break;
                default:
                    // Written unbuffered, so that whoever watches knows that this place was reached.
                    await Console.Error.WriteLineAsync($"fail-point {name}: kill");
                    using (var self = Process.GetCurrentProcess()) self.Kill();
                    await Task.Delay(Timeout.Infinite, CancellationToken.None);
                    break;
            }
        }
    }
}

/// <summary>What an armed fail-point throws.</summary>
public sealed class FailPointException(string name) : Exception($"fail-point {name}");
