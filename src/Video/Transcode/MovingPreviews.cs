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
    public static async Task LoopAsync(Ffmpeg ffmpeg, WorkFolder folder, Rendition from, double cover, double seconds, CancellationToken cancellationToken)
    {
        var start = Math.Clamp(cover - 0.5, 0, Math.Max(0, seconds - LoopSeconds));
        var (width, height) = Fit(from, 240);
        await RunAsync(ffmpeg, folder, Loop,
            [
                "-ss", N(start), .. ffmpeg.Input(from.File), "-map", "0:v", "-t", N(LoopSeconds), "-vf", $"fps=fps=min(15\\,source_fps),scale={width}:{height}",
                "-c:v", "libx264", "-profile:v", "high", "-preset", "veryfast", "-crf", "30", "-pix_fmt", "yuv420p", "-map_metadata", "-1",
                "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart", "-f", "mp4", Loop,
            ],
            cancellationToken);
    }

    /// <summary>Makes the sheet and the WebVTT that says which tile belongs to which seconds; false for clips too short to need one.</summary>
    public static async Task<bool> StoryboardAsync(Ffmpeg ffmpeg, WorkFolder folder, Rendition from, double seconds, CancellationToken cancellationToken)
    {
        if (seconds < StoryboardFrom)
            return false;
        var apart = Math.Max(1, Math.Ceiling(seconds / MostTiles));
        var tiles = (int)Math.Ceiling(seconds / apart);
        var rows = (tiles + Columns - 1) / Columns;
        var (width, height) = Fit(from, 90);
        await RunAsync(ffmpeg, folder, Sheet,
            [
                .. ffmpeg.Input(from.File), "-map", "0:v", "-vf", $"fps=fps=1/{N(apart)}:round=up,scale={width}:{height},tile={Columns}x{rows}",
                "-frames:v", "1", "-c:v", "libwebp", "-quality", "50", "-map_metadata", "-1", "-f", "webp", Sheet,
            ],
            cancellationToken);
        await File.WriteAllTextAsync(folder.At(Cues), CueText(seconds, apart, tiles, width, height), cancellationToken);
        return true;
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

    private static async Task RunAsync(Ffmpeg ffmpeg, WorkFolder folder, string output, string[] arguments, CancellationToken cancellationToken)
    {
        var run = await ffmpeg.RunAsync(new FfmpegCommand("ffmpeg", folder, ["-v", "error", "-nostdin", "-y", .. arguments], TimeSpan.FromMinutes(3)), cancellationToken);
        if (!File.Exists(folder.At(output)) || new FileInfo(folder.At(output)).Length == 0)
            throw new TranscodeFailedException($"{output} could not be made: {run.Log}");
    }

    private static (int Width, int Height) Fit(Rendition from, int shortSide)
    {
        var scale = Math.Min(1.0, shortSide / (double)Math.Min(from.Width, from.Height));
        return (Math.Max(2, (int)(from.Width * scale / 2) * 2), Math.Max(2, (int)(from.Height * scale / 2) * 2));
    }

    private static string Time(double seconds) => TimeSpan.FromSeconds(seconds).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    private static string N(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
