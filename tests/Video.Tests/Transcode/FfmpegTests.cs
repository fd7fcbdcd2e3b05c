using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Shouldly;
using Xunit;
using Zoetrope.Video.Transcode;

namespace Zoetrope.Video.Tests.Transcode;

public sealed class FfmpegTests
{
    private static readonly string[] Endless = ["-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=5", "-f", "null", "-"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_past_its_deadline_is_ended_with_everything_it_started()
    {
        using var folder = Pipeline.Work(source: null);
        var run = await Pipeline.Ffmpeg.RunAsync(new FfmpegCommand("ffmpeg", folder, Endless, TimeSpan.FromSeconds(2)), Cancel);
        run.TimedOut.ShouldBeTrue();
        await NobodyIsLeftInAsync(folder);
    }

    [Fact]
    public async Task A_cancelled_run_is_ended_with_everything_it_started()
    {
        using var folder = Pipeline.Work(source: null);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = Pipeline.Ffmpeg.RunAsync(
            new FfmpegCommand("ffmpeg", folder, [.. Endless[..^3], "-progress", "pipe:1", "-f", "null", "-"], TimeSpan.FromMinutes(5)) { Progress = _ => cancel.Cancel() },
            cancel.Token);
        await Should.ThrowAsync<OperationCanceledException>(running);
        await NobodyIsLeftInAsync(folder);
    }

    [Fact]
    public async Task A_process_may_not_take_more_memory_than_allowed()
    {
        using var folder = Pipeline.Work(source: null);
        string[] greedy = ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "color=s=8000x8000:r=1", "-frames:v", "1", "-vf", "format=gbrapf32le", "-f", "null", "-"];
        // Below what a transcode may take, so that PeakMemory, which is of all that ran so far, goes on telling of those.
        var run = await Pipeline.FfmpegWith(new TranscodeOptions { MemoryMiB = 512 }).RunAsync(new FfmpegCommand("ffmpeg", folder, greedy, TimeSpan.FromSeconds(60)), Cancel);
        run.ExitCode.ShouldNotBe(0);
        run.Log.ShouldContain("Cannot allocate memory");
    }

    [Fact]
    public async Task A_playlist_called_mp4_reaches_neither_the_network_nor_other_files()
    {
        Assert.SkipWhen(Clips.Folder is null, "The clips are not here: set ZOETROPE_MEDIA to their folder.");
        using var listener = new TcpListener(IPAddress.Loopback, 9999);
        listener.Start();
        var canary = "/var/tmp/zoetrope-canary.txt";
        await File.WriteAllTextAsync(canary, "canary-5f1d", Cancel);
        foreach (var clip in Clips.Manifest.Where(clip => clip.File.Contains("canary", StringComparison.Ordinal)))
        {
            using var folder = Pipeline.Work(clip.Path);
            var run = await Pipeline.Ffmpeg.RunAsync(
                new FfmpegCommand("ffmpeg", folder, ["-v", "error", "-nostdin", .. Pipeline.Ffmpeg.Input("source"), "-f", "rawvideo", "-y", "out.bin"], TimeSpan.FromSeconds(30)),
                Cancel);
            run.ExitCode.ShouldNotBe(0);
            run.Log.ShouldNotContain("canary-5f1d");
            File.Exists(folder.At("out.bin")).ShouldBeFalse();
        }

        listener.Pending().ShouldBeFalse();
        File.Delete(canary);
    }

    [Fact]
    public async Task An_isolated_run_sees_no_files_but_its_own()
    {
        var description = await Pipeline.Ffmpeg.DescribeAsync();
        Assert.SkipUnless(description.Contains("isolated by bubblewrap", StringComparison.Ordinal), "bubblewrap does not work here: " + description);
        var outside = Path.GetTempFileName() + ".mp4";
        await File.WriteAllBytesAsync(outside, [1, 2, 3], Cancel);
        using var folder = Pipeline.Work(source: null);
        var run = await Pipeline.Ffmpeg.RunAsync(
            new FfmpegCommand("ffmpeg", folder, ["-v", "error", "-nostdin", "-i", outside, "-f", "null", "-"], TimeSpan.FromSeconds(30)), Cancel);
        run.Log.ShouldContain("No such file or directory");
        File.Delete(outside);
    }

    [Fact]
    public async Task A_missing_ffmpeg_says_what_to_do()
    {
        var options = Microsoft.Extensions.Options.Options.Create(new TranscodeOptions { Ffmpeg = "/nowhere/ffmpeg" });
        var missing = new Ffmpeg(options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<Ffmpeg>.Instance);
        (await Should.ThrowAsync<FfmpegMissingException>(missing.DescribeAsync)).Message.ShouldContain("Media:Ffmpeg");
    }

    // A process in the folder (directly or through a mount of it) would still have it as its working directory.
    private static async Task NobodyIsLeftInAsync(WorkFolder folder)
    {
        var watch = Stopwatch.StartNew();
        while (Process.GetProcessesByName("ffmpeg").Any(process => LooksInto(process.Id, folder.Path)))
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
            await Task.Delay(50, Cancel);
        }
    }

    private static bool LooksInto(int pid, string path)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/mountinfo").Contains(Path.GetFileName(path), StringComparison.Ordinal)
                || new FileInfo($"/proc/{pid}/cwd").LinkTarget == path;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
