using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Zoetrope.Testing;

namespace Zoetrope.FigureBench;

/// <summary>From a like to the notification on its author's open screen, through the embedded event log.</summary>
internal static class Live
{
    private const int Fans = 60, Clips = 4;

    public static async Task<Report> MeasureAsync()
    {
        using var folder = new TestFolder();
        await using var instance = Instance.Start(folder);
        await instance.ServesPagesAsync();
        await instance.SetUpAsync();
        using var author = await instance.SignUpAsync("author");
        var session = await author.PostAsync("/api/auth/login", new { login = author.Username, password = author.Password, client = "native" });
        var token = (string)session["accessToken"]!;
        await using var screen = new HubConnectionBuilder().WithUrl(new Uri(instance.Url, "/live"), options => options.AccessTokenProvider = () => Task.FromResult<string?>(token)).Build();
        var heard = new ConcurrentDictionary<(string Video, string Actor), TaskCompletionSource<long>>();
        screen.On<JsonElement>("notification", message =>
        {
            var now = Stopwatch.GetTimestamp();
            if (message.GetProperty("type").GetString() != "like") return;
            var key = (message.GetProperty("video").GetProperty("id").GetString()!, message.GetProperty("actors")[0].GetProperty("username").GetString()!);
            if (heard.TryGetValue(key, out var waiting)) waiting.TrySetResult(now);
        });
        await screen.StartAsync();

        var clips = new List<string>();
        for (var seed = 1; seed <= Clips; seed++) clips.Add(await author.UploadReadyAsync(await TestClip.MakeAsync(folder, seed: seed)));
        await Waiting.Eventually(async () => (await author.GetAsync($"/api/videos/{clips[^1]}"))["playback"]!["sources"]!.AsArray().Count >= 3, TimeSpan.FromMinutes(2));
        var times = new List<double>();
        for (var fan = 0; fan < Fans; fan++)
        {
            using var person = await instance.SignUpAsync($"fan{fan}");
            foreach (var clip in clips)
            {
                var waiting = heard[(clip, person.Username)] = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
                var tapped = Stopwatch.GetTimestamp();
                await person.PutAsync($"/api/videos/{clip}/like");
                times.Add(Stopwatch.GetElapsedTime(tapped, await waiting.Task.WaitAsync(TimeSpan.FromSeconds(30))).TotalMilliseconds);
            }
        }
        // The first ones warm the paths up, as in any instance that has been up for a minute.
        var warm = times.Skip(Clips * 5).ToArray();
        var report = new Report("From a like to a notification",
            $"`PUT …/like` sent by one person until `notification` arrives on the author's live connection (SignalR, another connection), PostgreSQL event log, everything in one process. One after the other, {warm.Length} likes after {times.Count - warm.Length} to warm up. Goal: p99 of 300 ms.",
            "p50", "p90", "p99", "slowest");
        report.Add([.. new[] { 0.5, 0.9, 0.99, 1 }.Select(part => Report.Milliseconds(Report.Quantile(warm, part)))]);
        return report;
    }
}
