using System.Globalization;
using System.Numerics;

namespace Zoetrope.Video.Transcode;

/// <summary>A constant frame rate as a fraction, such as 30000/1001.</summary>
internal sealed record FrameRate(int Numerator, int Denominator)
{
    private static readonly FrameRate[] Usual =
        [new(24000, 1001), new(24, 1), new(25, 1), new(30000, 1001), new(30, 1), new(48, 1), new(50, 1), new(60000, 1001), new(60, 1)];

    public double Value => (double)Numerator / Denominator;

    public override string ToString() => Denominator == 1
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>
    /// The rate to encode at, of the times at which pictures appear. Headers are wrong too often (1000 for a 30 fps Matroska file); the median
    /// gap between pictures is the camera's rate even where a phone dropped frames. Above 60 it is divided, as 120 and 240 are.
    /// </summary>
    public static FrameRate Measure(IReadOnlyList<double> sortedTimes, double declared)
    {
        var gaps = sortedTimes.Zip(sortedTimes.Skip(1), (a, b) => b - a).Where(gap => gap > 1e-5).Order().ToArray();
        var usable = declared is >= 1 and <= 1000 ? declared : 25;
        if (gaps.Length == 0)
            return Snap(usable, 0.001);
        var median = 1 / gaps[gaps.Length / 2];
        var mean = gaps.Length / gaps.Sum();

        // Evenly spaced up to rounding: the mean is exact. Else the median, which only has the container's clock to be exact by.
        var even = Math.Abs(mean / median - 1) < 0.05;
        return even ? Snap(mean, 0.004) : Snap(median, 0.03);
    }

    private static FrameRate Snap(double rate, double tolerance)
    {
        rate = Math.Max(1, rate);
        while (rate > 60.5)
            rate = rate / 2 >= 45 ? rate / 2 : 60;
        var nearest = Usual.MinBy(usual => Math.Abs(usual.Value - rate))!;
        return Math.Abs(nearest.Value / rate - 1) <= tolerance ? nearest : Reduce((int)Math.Round(rate * 1000), 1000);
    }

    private static FrameRate Reduce(int numerator, int denominator)
    {
        var divisor = (int)BigInteger.GreatestCommonDivisor(numerator, denominator);
        return new FrameRate(numerator / divisor, denominator / divisor);
    }
}
