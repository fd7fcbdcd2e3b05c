using System.Globalization;

namespace Zoetrope.Video.Transcode;

/// <summary>
/// How a picture has to be turned or mirrored to stand upright. ffmpeg applies the eight proper display matrices itself; for any
/// other number that a file claims it must be kept from trying.
/// </summary>
internal enum Orientation
{
    Upright,
    Clockwise,
    UpsideDown,
    CounterClockwise,
    Mirrored,
    Flipped,
    Transposed,
    AntiTransposed,
}

internal static class Orientations
{
    /// <summary>Whether width and height change places.</summary>
    public static bool SwapsSides(this Orientation orientation) =>
        orientation is Orientation.Clockwise or Orientation.CounterClockwise or Orientation.Transposed or Orientation.AntiTransposed;

    /// <summary>The ffmpeg filter that puts it right, or null where nothing is to do.</summary>
    public static string? Filter(this Orientation orientation) => orientation switch
    {
        Orientation.Clockwise => "transpose=clock",
        Orientation.CounterClockwise => "transpose=cclock",
        Orientation.UpsideDown => "hflip,vflip",
        Orientation.Mirrored => "hflip",
        Orientation.Flipped => "vflip",
        Orientation.Transposed => "transpose=cclock_flip",
        Orientation.AntiTransposed => "transpose=clock_flip",
        _ => null,
    };

    /// <summary>
    /// Reads ffprobe's print of a display matrix: three rows of three 16.16 numbers, of which [a b; c d] maps (x, y) to (ax + cy, bx + dy).
    /// False, and upright, without a matrix and for any that is not a quarter turn or a mirror.
    /// </summary>
    public static bool TryReadMatrix(string? text, out Orientation orientation)
    {
        var numbers = (text ?? "").Split('\n').SelectMany(Row).ToArray();
        Orientation? found = numbers.Length < 5 ? null : (Math.Sign(numbers[0]), Math.Sign(numbers[1]), Math.Sign(numbers[3]), Math.Sign(numbers[4])) switch
        {
            (1, 0, 0, 1) => Orientation.Upright,
            (0, 1, -1, 0) => Orientation.Clockwise,
            (0, -1, 1, 0) => Orientation.CounterClockwise,
            (-1, 0, 0, -1) => Orientation.UpsideDown,
            (-1, 0, 0, 1) => Orientation.Mirrored,
            (1, 0, 0, -1) => Orientation.Flipped,
            (0, 1, 1, 0) => Orientation.Transposed,
            (0, -1, -1, 0) => Orientation.AntiTransposed,
            _ => null,
        };
        orientation = found ?? Orientation.Upright;
        return found is not null;
    }

    /// <summary>HTC phones hid the rotation of Matroska clips in the track's name.</summary>
    public static Orientation FromTrackName(string? name) => name switch
    {
        "htc_video_rotA-090" => Orientation.Clockwise,
        "htc_video_rotA-180" => Orientation.UpsideDown,
        "htc_video_rotA-270" => Orientation.CounterClockwise,
        _ => Orientation.Upright,
    };

    private static IEnumerable<long> Row(string line) =>
        line.Contains(':', StringComparison.Ordinal)
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => long.TryParse(word, CultureInfo.InvariantCulture, out var value) ? value : 0)
            : [];
}
