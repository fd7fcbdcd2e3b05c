using System.Globalization;
using System.Text.RegularExpressions;

namespace Zoetrope.Video.Transcode;

/// <summary>
/// Whether an encode did what was promised. ffmpeg ends with 0 after 35 of 60 frames of a truncated clip, so success is what can
/// be decoded again: the number of frames, and the length of the sound.
/// </summary>
internal static partial class Verify
{
    // Sound may end up to a packet early, and a clip's sound is padded to its picture; more is a loss someone hears.
    private const double SoundTolerance = 0.1;

    /// <summary>Whether the clip itself could be decoded to its end, by the log of the command that read it.</summary>
    public static bool SourceWasWhole(Encode encode, string log)
    {
        if (encode.IsTrimmed)
            return true;

        // Packets of VP8, VP9 and AV1 may be hidden frames; two packets of an interlaced stream may be one picture.
        var share = encode.Clip.Codec is "vp8" or "vp9" or "av1" || encode.Clip.Interlaced ? 0.45 : 0.8;
        return Probe.DecodedFrames(log) >= (encode.Clip.Pictures - 2) * share;
    }

    /// <summary>Decodes a finished rung and compares it with the plan.</summary>
    /// <param name="beside">Further outputs of the same decode: small pictures, for which it is good enough.</param>
    /// <returns>Null when all is well, else what is wrong; and what the other outputs wrote to standard output.</returns>
    public static async Task<(string? Problem, byte[] Output)> RungAsync(
        Ffmpeg ffmpeg, WorkFolder folder, Encode encode, Rung rung, string[] beside, bool canWait, CancellationToken cancellationToken)
    {
        if (!File.Exists(folder.At(rung.File)))
            return ($"{rung.Name}: nothing was written", []);
        var run = await ffmpeg.RunAsync(
            new FfmpegCommand("ffmpeg", folder,
                // Pictures are counted here, and seen at a tenth of their size at most: smoothing them would cost a third of the time.
                ["-v", "verbose", "-nostdin", "-nostats", "-y", "-skip_loop_filter", "all", .. ffmpeg.Input(rung.File), "-map", "0", "-f", "null", "-", .. beside],
                TimeSpan.FromSeconds(30 + encode.Duration))
            { CanWait = canWait },
            cancellationToken);
        return (Compare(encode, folder.At(rung.File), run.Log) is { } problem ? $"{rung.Name}: {problem}" : null, run.Output);
    }

    private static string? Compare(Encode encode, string path, string log)
    {
        var frames = Probe.DecodedFrames(log);
        if (frames == 0)
            return "no picture";
        if (Math.Abs(frames - encode.Frames) > Math.Max(1, encode.Frames * 0.01))
            return $"{frames} of {encode.Frames} frames";
        var file = FragmentedFile.Read(path);
        if (Math.Abs(file.Seconds - encode.Duration) > Math.Max(SoundTolerance, encode.Duration * 0.01))
            return $"{file.Seconds:0.00} of {encode.Duration:0.00} seconds";
        if (!encode.HasSound)
            return null;
        var seconds = Samples().Match(log) is { Success: true } match ? long.Parse(match.Groups["samples"].ValueSpan, CultureInfo.InvariantCulture) / 48000.0 : 0;
        return Math.Abs(seconds - encode.Duration) > SoundTolerance ? $"{seconds:0.00} of {encode.Duration:0.00} seconds of sound" : null;
    }

    [GeneratedRegex(@"\(audio\): \d+ packets read \(\d+ bytes\); \d+ frames decoded \((?<samples>\d+) samples\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Samples();
}
