using System.Diagnostics;
using System.Globalization;

namespace Zoetrope.SocialBench;

/// <summary>Work repeated side by side for a while, and how often it was done.</summary>
internal static class Load
{
    /// <summary>Times a second that the work was done by so many workers. The first part warms up and is not counted.</summary>
    public static async Task<double> RateAsync(int workers, TimeSpan warm, TimeSpan measured, Func<int, long, Task> work)
    {
        var (done, stop, counting) = (0L, false, false);
        var running = Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            for (var n = 0L; !Volatile.Read(ref stop); n++)
            {
                await work(worker, n);
                if (Volatile.Read(ref counting)) Interlocked.Increment(ref done);
            }
        })).ToArray();
        await Task.Delay(warm);
        Volatile.Write(ref counting, true);
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(measured);
        var (total, seconds) = (Interlocked.Read(ref done), Stopwatch.GetElapsedTime(started).TotalSeconds);
        Volatile.Write(ref stop, true);
        await Task.WhenAll(running);
        return total / seconds;
    }

    /// <summary>Requests that wrk made in this time, all of them answered well.</summary>
    /// <param name="script">Says in Lua what each request is.</param>
    public static async Task<long> WrkAsync(Uri url, string script, int connections, TimeSpan time)
    {
        using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{time.TotalSeconds:0}s", "-s", script, url.ToString()]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        if (wrk.ExitCode != 0 || said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal)) throw new InvalidOperationException(said);
        return long.Parse(said.Split('\n').Single(line => line.Contains(" requests in ", StringComparison.Ordinal)).Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Two kinds of work in turns, so that a slow moment of the machine meets both; the median of the ratios and of both rates.</summary>
    public static async Task<(double Ratio, double Ours, double Bare)> RatioAsync(int rounds, Func<Task<double>> ours, Func<Task<double>> bare)
    {
        var pairs = new List<(double Ours, double Bare)>();
        for (var round = 0; round < rounds; round++)
        {
            var first = await bare();
            pairs.Add((await ours(), first));
        }
        return (Median(pairs.Select(p => p.Ours / p.Bare)), Median(pairs.Select(p => p.Ours)), Median(pairs.Select(p => p.Bare)));
    }

    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    public static double Quantile(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
