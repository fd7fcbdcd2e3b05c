// What the pipeline costs beyond encoding: all of it, and its first playable rung, as shares of one hand-written ffmpeg command that
// makes the same rungs in one process. Alternating runs on one machine; medians. Usage: TranscodeBench [runs] [clip]
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Zoetrope.Video.Transcode;

var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
var options = Options.Create(new TranscodeOptions());
var ffmpeg = new Ffmpeg(options, TimeProvider.System, NullLogger<Ffmpeg>.Instance);
var transcode = new TranscodeClip(ffmpeg, new Probe(ffmpeg, options), options, NullLogger<TranscodeClip>.Instance);
var output = Console.Out;

using var place = WorkFolder.Create(Path.GetTempPath(), source: null);
var clip = args.Length > 1 ? args[1] : await GenerateAsync();
var (split, whole, first) = (new List<double>(), new List<double>(), new List<double>());
for (var run = 0; run < runs; run++)
{
    split.Add(await TimeAsync(SplitAsync));
    var sink = new FirstRung();
    whole.Add(await TimeAsync(() => PipelineAsync(sink)));
    first.Add(sink.Seconds);
    await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"run {run + 1}: split {split[^1]:0.00}, first playable {first[^1]:0.00}, whole {whole[^1]:0.00}; stages began at ")
        + string.Join(", ", sink.Stages.Select(stage => string.Create(CultureInfo.InvariantCulture, $"{stage.Key} {stage.Value:0.00}"))));
}

await output.WriteLineAsync(await ffmpeg.DescribeAsync());
await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"cores {Environment.ProcessorCount}, {runs} runs, 15 s of 1080x1920 at 30 fps, preset {options.Value.Preset}"));
await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"one split command   {Median(split),7:0.00} s"));
await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"whole pipeline      {Median(whole),7:0.00} s   ratio {Median(whole) / Median(split):0.00}   (goal 1.20)"));
await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"first playable rung {Median(first),7:0.00} s   ratio {Median(first) / Median(split):0.00}   (goal 0.35)"));
return 0;

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

static async Task<double> TimeAsync(Func<Task> work)
{
    var started = Stopwatch.GetTimestamp();
    await work();
    return Stopwatch.GetElapsedTime(started).TotalSeconds;
}

// Like a phone's clip: movement everywhere, some grain, 12 Mbit/s, sound.
async Task<string> GenerateAsync()
{
    await RunAsync(place,
        "-f", "lavfi", "-i", "testsrc2=s=1080x1920:r=30:d=15", "-f", "lavfi", "-i", "anoisesrc=c=pink:a=0.1:d=15:seed=1",
        "-vf", "noise=alls=6:allf=t", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "12M", "-pix_fmt", "yuv420p", "-c:a", "aac", "clip.mp4");
    return place.At("clip.mp4");
}

async Task SplitAsync()
{
    using var folder = WorkFolder.Create(Path.GetTempPath(), clip);
    (int Short, int Kilobits)[] rungs = [(360, 700), (540, 1400), (720, 2600), (1080, 5000)];
    List<string> words = ["-i", WorkFolder.SourceName, "-filter_complex", "[0:v]split=4[a][b][c][d];[a]scale=360:640[v0];[b]scale=540:960[v1];[c]scale=720:1280[v2];[d]null[v3]"];
    foreach (var (rung, i) in rungs.Select((rung, i) => (rung, i)))
        words.AddRange(
            [
                "-map", $"[v{i}]", "-map", "0:a", "-c:v", "libx264", "-preset", options.Value.Preset, "-crf", "23", "-maxrate", $"{rung.Kilobits}k", "-bufsize", $"{rung.Kilobits * 2}k",
                "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-c:a", "aac", "-b:a", "128k", "-movflags", "cmaf+global_sidx", $"{rung.Short}.mp4",
            ]);
    await RunAsync(folder, [.. words]);
}

async Task PipelineAsync(FirstRung sink)
{
    using var folder = WorkFolder.Create(Path.GetTempPath(), clip);
    var outcome = await transcode.RunAsync(new TranscodeRequest(clip, ClipEdit.None), folder, sink, CancellationToken.None);
    if (outcome.Result is null)
        throw new InvalidOperationException(outcome.Refusal!.Text);
}

async Task RunAsync(WorkFolder folder, params string[] words)
{
    var run = await ffmpeg.RunAsync(new FfmpegCommand("ffmpeg", folder, ["-v", "error", "-nostdin", "-y", .. words], TimeSpan.FromMinutes(10)), CancellationToken.None);
    if (run.ExitCode != 0)
        throw new InvalidOperationException(run.Log);
}

internal sealed class FirstRung : ITranscodeSink
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public double Seconds { get; private set; }

    /// <summary>When each stage began.</summary>
    public Dictionary<string, double> Stages { get; } = [];

    public void Progress(string stage, int percent) => Stages.TryAdd(stage, Stopwatch.GetElapsedTime(_started).TotalSeconds);

    public Task RenditionsReadyAsync(TranscodeResult result, WorkFolder folder, CancellationToken cancellationToken)
    {
        if (Seconds == 0)
            Seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        return Task.CompletedTask;
    }
}
