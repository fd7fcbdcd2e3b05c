using System.Globalization;

namespace Zoetrope.Video.Transcode;

/// <summary>A picture of a clip: its file, size and media type.</summary>
internal sealed record Still(string File, int Width, int Height, string Type, long Bytes);

/// <summary>
/// The pictures of a clip, all of one moment: a poster (WebP, AVIF, and JPEG for what can read neither), a small one that arrives before
/// anything else, and the card of 1200x630 that other sites show with a link.
/// </summary>
internal static class Stills
{
    public const string SocialCard = "og.jpg";
    private const string Avif = "poster.avif";
    private const string Small = "poster-small.webp";
    private const int SmallSide = 180;

    /// <summary>What fits the first round trips of a slow connection; it measurably brings the first paint forward.</summary>
    private const int SmallBytes = 10 * 1024;

    /// <summary>Above this some messengers show no picture.</summary>
    private const int CardBytes = 300 * 1024;

    private const string CardFilters =
        "split[back][front];[back]scale=120:63:force_original_aspect_ratio=increase,crop=120:63,gblur=sigma=5,scale=1200:630[blurred];"
        + "[front]scale=1200:630:force_original_aspect_ratio=decrease[whole];[blurred][whole]overlay=(W-w)/2:(H-h)/2,format=yuvj420p";

    /// <summary>Makes them from a finished rung, which is upright and in ordinary colours already.</summary>
    public static async Task<IReadOnlyList<Still>> MakeAsync(Ffmpeg ffmpeg, WorkFolder folder, Rung rung, double at, CancellationToken cancellationToken)
    {
        var shrink = Math.Min(1.0, SmallSide / (double)rung.ShortSide);
        var (width, height) = (Math.Max(1, (int)(rung.Width * shrink)), Math.Max(1, (int)(rung.Height * shrink)));
        string[] Smaller(int quality) => ["-map", "0:v", "-vf", $"scale={width}:{height}", .. WebP(quality), Small];
        string[] Card(int quality) => ["-map", "0:v", "-vf", CardFilters, .. Jpeg(quality), SocialCard];
        Task Run(params string[] output) => RunAsync(ffmpeg, folder, rung, at, output, cancellationToken);

        // All of one decode; hardly a picture then needs to be made smaller.
        await Run(["-map", "0:v", .. WebP(72), "poster.webp", "-map", "0:v", "-vf", "format=yuvj420p", .. Jpeg(4), "poster.jpg", .. Smaller(45), .. Card(4)]);
        await WithinAsync(folder.At(Small), SmallBytes, [20, 5, 0], quality => Run(Smaller(quality)));
        await WithinAsync(folder.At(SocialCard), CardBytes, [10, 20, 31], quality => Run(Card(quality)));
        return
        [
            Describe(folder, Small, width, height, "image/webp"),
            Describe(folder, "poster.webp", rung.Width, rung.Height, "image/webp"),
            Describe(folder, "poster.jpg", rung.Width, rung.Height, "image/jpeg"),
            Describe(folder, SocialCard, 1200, 630, "image/jpeg"),
        ];
    }

    /// <summary>The poster as AVIF, half as large as WebP; null where this ffmpeg makes none. It takes a second, so it comes with the end of the ladder.</summary>
    /// <param name="file">The rung it is taken from, under whatever name it now has.</param>
    public static async Task<Still?> AvifAsync(Ffmpeg ffmpeg, WorkFolder folder, string file, Rung rung, double at, CancellationToken cancellationToken)
    {
        var seek = at.ToString("0.###", CultureInfo.InvariantCulture);
        string[] how = ["-map", "0:v", "-frames:v", "1", "-c:v", "libaom-av1", "-still-picture", "1", "-cpu-used", "8", "-crf", "34", "-pix_fmt", "yuv420p", "-map_metadata", "-1", "-f", "avif", Avif];
        await ffmpeg.RunAsync(
            new FfmpegCommand("ffmpeg", folder, ["-v", "error", "-nostdin", "-y", "-ss", seek, .. ffmpeg.Input(file), .. how], TimeSpan.FromSeconds(60)) { CanWait = true }, cancellationToken);
        return new FileInfo(folder.At(Avif)) is { Exists: true, Length: > 0 } ? Describe(folder, Avif, rung.Width, rung.Height, "image/avif") : null;
    }

    private static async Task WithinAsync(string path, int limit, int[] qualities, Func<int, Task> make)
    {
        foreach (var quality in qualities)
        {
            if (new FileInfo(path).Length <= limit)
                return;
            await make(quality);
        }
    }

    private static async Task RunAsync(Ffmpeg ffmpeg, WorkFolder folder, Rung rung, double at, string[] output, CancellationToken cancellationToken)
    {
        var seek = at.ToString("0.###", CultureInfo.InvariantCulture);
        var run = await ffmpeg.RunAsync(
            new FfmpegCommand("ffmpeg", folder, ["-v", "error", "-nostdin", "-y", "-ss", seek, .. ffmpeg.Input(rung.File), .. output], TimeSpan.FromSeconds(60)),
            cancellationToken);
        if (!File.Exists(folder.At(output[^1])) || new FileInfo(folder.At(output[^1])).Length == 0)
            throw new TranscodeFailedException($"{output[^1]} could not be made: {run.Log}");
    }

    private static string[] WebP(int quality) =>
        ["-frames:v", "1", "-c:v", "libwebp", "-quality", quality.ToString(CultureInfo.InvariantCulture), "-compression_level", "4", "-map_metadata", "-1", "-f", "webp"];

    private static string[] Jpeg(int quality) =>
        ["-frames:v", "1", "-c:v", "mjpeg", "-q:v", quality.ToString(CultureInfo.InvariantCulture), "-map_metadata", "-1", "-fflags", "+bitexact", "-f", "image2", "-update", "1"];

    private static Still Describe(WorkFolder folder, string file, int width, int height, string type) =>
        new(file, width, height, type, new FileInfo(folder.At(file)).Length);
}
