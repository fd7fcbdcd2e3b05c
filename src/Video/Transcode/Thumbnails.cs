using System.Globalization;

namespace Zoetrope.Video.Transcode;

/// <summary>Small frames taken evenly from a rung, to choose a cover among and to draw placeholders from.</summary>
internal sealed record Thumbnails(int Width, int Height, double SecondsApart, IReadOnlyList<byte[]> Frames)
{
    private const int LongSide = 96;
    private const int Most = 12;

    /// <summary>The output of a command that decodes the rung, which writes them to standard output.</summary>
    public static string[] Output(Rung rung, double seconds)
    {
        var (width, height) = SizeOf(rung);
        return
        [
            "-map", "0:v", "-vf", string.Create(CultureInfo.InvariantCulture, $"fps=fps={1 / Apart(seconds):0.######}:round=up,scale={width}:{height},format=rgb24"),
            "-frames:v", Most.ToString(CultureInfo.InvariantCulture), "-f", "rawvideo", "pipe:1",
        ];
    }

    /// <summary>Takes them from there.</summary>
    public static Thumbnails Read(Rung rung, double seconds, byte[] output)
    {
        var (width, height) = SizeOf(rung);
        var size = width * height * 3;
        var frames = Enumerable.Range(0, output.Length / size).Select(i => output[(i * size)..((i + 1) * size)]).ToList();
        return frames.Count > 0 ? new Thumbnails(width, height, Apart(seconds), frames) : throw new TranscodeFailedException("No thumbnail could be taken.");
    }

    /// <summary>
    /// The frame that shows most: contrast, and neither night nor white-out. On a tie the earlier, and a clip that is black
    /// throughout gets its first.
    /// </summary>
    public int Best() => Enumerable.Range(0, Frames.Count).MaxBy(i => (Liveliness(Frames[i]), -i));

    /// <summary>The frame nearest to a time.</summary>
    public int At(double seconds) => Math.Clamp((int)Math.Round(seconds / SecondsApart), 0, Frames.Count - 1);

    public byte[] Hash(int frame) => ThumbHash.Encode(Frames[frame], Width, Height);

    /// <summary>The average colour as #rrggbb.</summary>
    public string Color(int frame)
    {
        Span<long> sums = stackalloc long[3];
        var pixels = Frames[frame];
        for (var i = 0; i < pixels.Length; i++)
            sums[i % 3] += pixels[i];
        var count = pixels.Length / 3;
        return $"#{sums[0] / count:x2}{sums[1] / count:x2}{sums[2] / count:x2}";
    }

    private static (int Width, int Height) SizeOf(Rung rung)
    {
        var scale = Math.Min(1.0, LongSide / (double)Math.Max(rung.Width, rung.Height));
        return (Math.Max(1, (int)(rung.Width * scale)), Math.Max(1, (int)(rung.Height * scale)));
    }

    private static double Apart(double seconds) => Math.Max(seconds / Most, 0.04);

    private static double Liveliness(byte[] rgb)
    {
        var (sum, squares, count) = (0.0, 0.0, rgb.Length / 3);
        for (var i = 0; i < rgb.Length; i += 3)
        {
            var luma = 0.2126 * rgb[i] + 0.7152 * rgb[i + 1] + 0.0722 * rgb[i + 2];
            (sum, squares) = (sum + luma, squares + luma * luma);
        }

        var mean = sum / count;
        var contrast = Math.Sqrt(Math.Max(0, squares / count - mean * mean));
        var exposure = mean is < 24 or > 232 ? 0.3 : 1;
        return Math.Round(contrast * exposure, 1);
    }
}
