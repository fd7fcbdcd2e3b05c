using System.Globalization;
using System.Text;

namespace Zoetrope.Video.Transcode;

/// <summary>
/// HLS playlists (RFC 8216, version 7) over whole renditions: every segment is a byte range of the one MP4 that also plays
/// progressively. Bit rates are measured from the segments, because encoders and muxers only know what they aimed at.
/// </summary>
internal static class Playlists
{
    /// <summary>The playlist of one rendition.</summary>
    public static string Media(string mediaFile, FragmentedFile file)
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{TargetDuration(file)}\n");
        text.Append("#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MAP:URI=\"{mediaFile}\",BYTERANGE=\"{file.InitBytes}@0\"\n");
        foreach (var segment in file.Segments)
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{segment.Seconds:0.000000},\n#EXT-X-BYTERANGE:{segment.Length}@{segment.Offset}\n{mediaFile}\n");
        return text.Append("#EXT-X-ENDLIST\n").ToString();
    }

    /// <summary>The playlist of all renditions; players begin with the first of them.</summary>
    public static string Multivariant(IEnumerable<Rendition> renditions)
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        foreach (var one in renditions)
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-STREAM-INF:BANDWIDTH={one.PeakBitrate},AVERAGE-BANDWIDTH={one.Bitrate},CODECS=\"{one.Codecs}\",")
                .Append(CultureInfo.InvariantCulture, $"RESOLUTION={one.Width}x{one.Height},FRAME-RATE={one.FrameRate:0.000}\n{one.Playlist}\n");
        return text.ToString();
    }

    /// <summary>The longest segment rounded to the nearest second, as RFC 8216, 4.3.3.1 asks; at least one.</summary>
    public static int TargetDuration(FragmentedFile file) =>
        Math.Max(1, (int)Math.Round(file.Segments.Max(segment => segment.Seconds), MidpointRounding.AwayFromZero));

    /// <summary>
    /// The peak segment bit rate of RFC 8216, 4.1: the largest over any run of segments that lasts between half and one and a
    /// half target durations. A clip too short for such a run is measured whole.
    /// </summary>
    public static int PeakBitsPerSecond(FragmentedFile file)
    {
        var target = TargetDuration(file);
        var peak = 0.0;
        for (var first = 0; first < file.Segments.Count; first++)
        {
            var (bytes, seconds) = (0L, 0.0);
            for (var last = first; last < file.Segments.Count; last++)
            {
                bytes += file.Segments[last].Length;
                seconds += file.Segments[last].Seconds;
                if (seconds > target * 1.5)
                    break;
                if (seconds >= target * 0.5)
                    peak = Math.Max(peak, bytes * 8 / seconds);
            }
        }

        return Math.Max((int)Math.Ceiling(peak), AverageBitsPerSecond(file));
    }

    public static int AverageBitsPerSecond(FragmentedFile file) =>
        (int)Math.Ceiling(file.Segments.Sum(segment => segment.Length) * 8 / Math.Max(file.Seconds, 0.001));
}
