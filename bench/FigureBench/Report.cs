using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Zoetrope.FigureBench;

/// <summary>One kind of figure: a table, what it was measured on, and how to do it again.</summary>
internal sealed class Report(string title, string how, params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes <c>bench/results/{date}-{name}.md</c>; returns its text.</summary>
    public async Task<string> WriteAsync(string name)
    {
        var date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string[] lines =
        [
            $"# {title}", "", how, "",
            $"| {string.Join(" | ", columns)} |", $"|{string.Concat(columns.Select(_ => "---|"))}", .. _rows.Select(row => $"| {string.Join(" | ", row)} |"), "",
            $"Machine: {Machine()}. Measured {date} on commit {Git("rev-parse", "--short", "HEAD")}{(Git("status", "--porcelain", "--untracked-files=no").Length > 0 ? " with changes" : "")}.", "",
            $"Again: `bench/figures.sh {name}`", "",
        ];
        var text = string.Join('\n', lines);
        var folder = Directory.CreateDirectory(Path.Combine(Instance.Root, "bench", "results"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{date}-{name}.md"), text);
        return text;
    }

    public static string Seconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + " s";

    public static string Milliseconds(double value) => value.ToString("0", CultureInfo.InvariantCulture) + " ms";

    /// <summary>The value below which this part of all lies.</summary>
    public static double Quantile(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    private static string Machine()
    {
        var cpu = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? RuntimeInformation.OSArchitecture.ToString();
        var memory = File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[1];
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores ({cpu}), {long.Parse(memory, CultureInfo.InvariantCulture) >> 20} GiB, {RuntimeInformation.OSDescription}, load average {load} at the end");
    }

    private static string Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = Instance.Root })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }
}
