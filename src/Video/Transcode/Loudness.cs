using System.Globalization;
using System.Text.RegularExpressions;

namespace Zoetrope.Video.Transcode;

/// <summary>
/// How loud a clip is as people hear it (EBU R128), and the gain that brings it to −14 LUFS. One fixed gain for the whole clip keeps
/// its dynamics, which single-pass normalisation pumps.
/// </summary>
internal static partial class Loudness
{
    private const double Target = -14;

    // Below this is silence or a room's noise (and −70 is where the gate of R128 ends): making it loud helps nobody.
    private const double Silence = -55;

    private const double MostGain = 24;

    /// <summary>The gain in decibels; 0 for silence and for clips too short to measure.</summary>
    public static async Task<double> GainAsync(Ffmpeg ffmpeg, WorkFolder folder, Encode encode, CancellationToken cancellationToken)
    {
        if (!encode.HasSound)
            return 0;
        var run = await ffmpeg.RunAsync(
            new FfmpegCommand("ffmpeg", folder,
                [
                    "-v", "info", "-nostdin", "-nostats", "-vn", .. ffmpeg.Input(WorkFolder.SourceName), "-filter_complex",
                    $"[0:{encode.Clip.AudioStream!.Value.ToString(CultureInfo.InvariantCulture)}]{encode.SoundFilters()},ebur128=framelog=verbose", "-f", "null", "-",
                ],
                TimeSpan.FromSeconds(30 + encode.Duration / 2)),
            cancellationToken);
        return run.ExitCode == 0 ? Gain(Integrated(run.Log)) : 0;
    }

    /// <summary>The gain for a measured loudness.</summary>
    public static double Gain(double? integrated) =>
        integrated is null or < Silence ? 0 : Math.Round(Math.Min(Target - integrated.Value, MostGain), 2);

    /// <summary>Reads the summary that the ebur128 filter prints.</summary>
    public static double? Integrated(string log) =>
        Summary().Matches(log) is { Count: > 0 } found
            && double.TryParse(found[^1].Groups["lufs"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    [GeneratedRegex(@"^\s*I:\s+(?<lufs>-?[\d.]+) LUFS", RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Summary();
}
