using System.Diagnostics;
using Zoetrope.Testing;

namespace Zoetrope.FigureBench;

/// <summary>From the last byte of an upload to a clip that plays.</summary>
internal static class Playable
{
    private const int Runs = 5;

    public static async Task<Report> MeasureAsync()
    {
        using var folder = new TestFolder();
        await using var instance = Instance.Start(folder);
        await instance.ServesPagesAsync();
        await instance.SetUpAsync();
        using var author = await instance.SignUpAsync("author");
        var (playable, whole) = (new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            var file = await TestClip.MakeAsync(folder, seconds: 15, width: 1080, height: 1920, seed: run + 1);
            var id = await author.UploadAsync(file, $"Clip {run}");
            var started = Stopwatch.GetTimestamp();
            playable.Add(await SinceAsync(author, id, started, sources: 1));
            whole.Add(await SinceAsync(author, id, started, sources: 4));
        }
        var report = new Report("From an upload to a clip that plays",
            $"15 s of 1080x1920 at 30 fps with sound, uploaded by tus. From the answer that made the video of the finished upload to the first answer of `GET /api/videos/{{id}}` with a source, and with all four renditions. One after the other, {Runs} clips, medians, slowest in brackets.",
            "first playable", "all renditions");
        report.Add($"{Report.Seconds(Report.Median(playable))} ({Report.Seconds(playable.Max())})", $"{Report.Seconds(Report.Median(whole))} ({Report.Seconds(whole.Max())})");
        return report;
    }

    private static async Task<double> SinceAsync(Person author, string id, long started, int sources)
    {
        await Waiting.Eventually(async () =>
        {
            var video = await author.GetAsync($"/api/videos/{id}");
            if (video["failure"] is { } failure) throw new InvalidOperationException(failure.ToJsonString());
            if ((video["playback"]?["sources"]?.AsArray().Count ?? 0) < sources) throw new TimeoutException($"Only {video["playback"]?["sources"]?.AsArray().Count ?? 0} renditions.");
        }, TimeSpan.FromMinutes(5));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
