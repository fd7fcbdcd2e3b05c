using System.Diagnostics;
using System.Globalization;
using Zoetrope.Testing;

namespace Zoetrope.FigureBench;

/// <summary>What an instance takes of the machine's memory: idle, and after a while of a few people using it.</summary>
internal static class Memory
{
    private const int People = 5;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);

    public static async Task<Report> MeasureAsync(TimeSpan load)
    {
        using var folder = new TestFolder();
        await using var instance = Instance.Start(folder);
        await instance.ServesPagesAsync();
        await instance.SetUpAsync();
        await Task.Delay(Settle);
        var idle = instance.Memory();
        var acts = await UseAsync(instance, folder, load);
        await Task.Delay(TimeSpan.FromSeconds(5));
        var used = instance.Memory();

        var report = new Report("Memory of an instance",
            string.Create(CultureInfo.InvariantCulture, $"PSS of every process (`/proc/*/smaps_rollup`), {Settle.TotalSeconds:0} s after the first page of a fresh instance, and after {load.TotalMinutes:0.#} minutes of light load: {People} people who read feeds and pages, watch, like and comment once a second together ({acts} acts), with three clips processed at the beginning. Goal: 600 MB in all, idle."),
            "process", "idle", "after light load");
        foreach (var name in idle.Concat(used).Select(p => p.Name).Distinct()) report.Add(name, Of(idle, name), Of(used, name));
        report.Add("**in all**", $"**{idle.Sum(p => p.Megabytes):0} MB**", $"**{used.Sum(p => p.Megabytes):0} MB**");
        return report;
    }

    private static string Of(IReadOnlyList<(string Name, double Megabytes)> all, string name) => all.FirstOrDefault(p => p.Name == name) is { Name: not null } found ? $"{found.Megabytes:0} MB" : "–";

    private static async Task<int> UseAsync(Instance instance, TestFolder folder, TimeSpan load)
    {
        var people = new List<Person>();
        for (var i = 0; i < People; i++) people.Add(await instance.SignUpAsync($"person{i}"));
        var clips = new List<string>();
        for (var seed = 1; seed <= 3; seed++) clips.Add(await people[0].UploadReadyAsync(await TestClip.MakeAsync(folder, seconds: 5, seed: seed), $"Clip {seed} #loop"));

        var acts = 0;
        var started = Stopwatch.GetTimestamp();
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (Stopwatch.GetElapsedTime(started) < load && await second.WaitForNextTickAsync())
        {
            var (person, clip) = (people[acts % People], clips[acts % clips.Count]);
            switch (acts++ % 6)
            {
                case 0: await person.GetAsync("/api/feed/for-you"); break;
                case 1: await person.Http.GetStringAsync("/"); break;
                case 2: await person.PostAsync("/api/watches", new { items = new[] { new { videoId = clip, playId = Guid.CreateVersion7(), watchedMs = 4000, loops = 0, completed = false, source = "for_you" } } }); break;
                case 3: await person.PutAsync($"/api/videos/{clip}/like"); break;
                case 4: await person.PostAsync($"/api/videos/{clip}/comments", new { text = $"Comment {acts}" }); break;
                default: await person.Http.GetStringAsync($"/@{people[0].Username}/video/{clip}"); break;
            }
        }
        foreach (var person in people) person.Dispose();
        return acts;
    }
}
