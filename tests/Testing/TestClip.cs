using System.Diagnostics;

namespace Zoetrope.Testing;

/// <summary>Makes clips that look like a phone's: upright, moving, with a tone.</summary>
public static class TestClip
{
    /// <summary>A clip of some seconds; another seed gives another picture.</summary>
    public static async Task<string> MakeAsync(TestFolder folder, double seconds = 2, int width = 720, int height = 1280, int seed = 1)
    {
        var file = folder[$"clip-{seed}-{width}x{height}.mp4"];
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in new[]
        {
            "-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc2=size={width}x{height}:rate=30:duration={seconds},hue=h={seed * 40}",
            "-f", "lavfi", "-i", $"sine=frequency={220 + seed * 55}:duration={seconds}",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", file,
        })
        {
            start.ArgumentList.Add(argument);
        }
        using var ffmpeg = Process.Start(start)!;
        var error = await ffmpeg.StandardError.ReadToEndAsync();
        await ffmpeg.WaitForExitAsync();
        return ffmpeg.ExitCode == 0 ? file : throw new InvalidOperationException($"ffmpeg made no clip: {error}");
    }
}
