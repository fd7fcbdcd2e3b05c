using System.Globalization;
using System.Text;

namespace Zoetrope.Video.Transcode;

/// <summary>What shows motion before a clip is opened: a silent loop for grids, and a sheet of small frames for the seek bar.</summary>
internal static class MovingPreviews
{
    public const string Loop = "preview.mp4";
    public const string Sheet = "storyboard.webp";
    public const string Cues = "storyboard.vtt";

    private const double LoopSeconds = 3;
    private const int Columns = 5;
    private const int MostTiles = 60;

    /// <summary>Below this a storyboard shows nothing that the bar itself does not.</summary>
    private const double StoryboardFrom = 5;

    /// <summary>Makes a muted loop of three seconds around the cover.</summary>
    public static async Task LoopAsync(Ffmpeg ffmpeg, WorkFolder folder, string file, Rung from, double cover, double seconds, CancellationToken cancellationToken)
    {
        var start = Math.Clamp(cover - 0.5, 0, Math.Max(0, seconds - LoopSeconds));
        var (width, height) = Fit(from, 240);
        string[] how =
            [
                "-v", "error", "-nostdin", "-y", "-ss", N(start), .. ffmpeg.Input(file), "-map", "0:v", "-t", N(LoopSeconds), "-vf", $"fps=fps=min(15\\,source_fps),scale={width}:{height}",
                "-c:v", "libx264", "-profile:v", "high", "-preset", "veryfast", "-crf", "30", "-pix_fmt", "yuv420p", "-map_metadata", "-1",
                "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart", "-f", "mp4", Loop,
            ];
        var run = await ffmpeg.RunAsync(new FfmpegCommand("ffmpeg", folder, how, TimeSpan.FromMinutes(3)) { CanWait = true }, cancellationToken);
        Require(folder, Loop, run.Log);
    }

    /// <summary>The output of a command that decodes the rung, which writes the sheet; none for clips too short to need one.</summary>
    public static string[] StoryboardOutput(Rung from, double seconds)
    {
        if (seconds < StoryboardFrom)
            return [];
        var (apart, tiles) = Tiles(seconds);
        var (width, height) = Fit(from, 90);
        return
        [
            "-map", "0:v", "-vf", $"fps=fps=1/{N(apart)}:round=up,scale={width}:{height},tile={Columns}x{(tiles + Columns - 1) / Columns}",
            "-frames:v", "1", "-c:v", "libwebp", "-quality", "50", "-map_metadata", "-1", "-f", "webp", Sheet,
        ];
    }

    /// <summary>Writes the WebVTT that says which tile belongs to which seconds; false where there is no sheet.</summary>
    public static async Task<bool> DescribeStoryboardAsync(WorkFolder folder, Rung from, double seconds, CancellationToken cancellationToken)
    {
        if (seconds < StoryboardFrom)
            return false;
        Require(folder, Sheet, "");
        var (apart, tiles) = Tiles(seconds);
        var (width, height) = Fit(from, 90);
        await File.WriteAllTextAsync(folder.At(Cues), CueText(seconds, apart, tiles, width, height), cancellationToken);
        return true;
    }

    private static (double Apart, int Count) Tiles(double seconds)
    {
        var apart = Math.Max(1, Math.Ceiling(seconds / MostTiles));
        return (apart, (int)Math.Ceiling(seconds / apart));
    }

    private static string CueText(double seconds, double apart, int tiles, int width, int height)
    {
        var text = new StringBuilder("WEBVTT\n");
        for (var i = 0; i < tiles; i++)
        {
            var (from, to) = (Time(i * apart), Time(Math.Min(seconds, (i + 1) * apart)));
            text.Append(CultureInfo.InvariantCulture, $"\n{from} --> {to}\n{Sheet}#xywh={i % Columns * width},{i / Columns * height},{width},{height}\n");
        }

        return text.ToString();
    }

    private static void Require(WorkFolder folder, string output, string log)
    {
        if (new FileInfo(folder.At(output)) is not { Exists: true, Length: > 0 })
            throw new TranscodeFailedException($"{output} could not be made: {log}");
    }

    private static (int Width, int Height) Fit(Rung from, int shortSide)
    {
        var scale = Math.Min(1.0, shortSide / (double)Math.Min(from.Width, from.Height));
        return (Math.Max(2, (int)(from.Width * scale / 2) * 2), Math.Max(2, (int)(from.Height * scale / 2) * 2));
    }

    private static string Time(double seconds) => TimeSpan.FromSeconds(seconds).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    private static string N(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
