using Shouldly;
using Xunit;
using Zoetrope.Video.Transcode;

namespace Zoetrope.Video.Tests.Transcode;

public sealed class LadderTests
{
    [Theory]
    [InlineData(1080, 1920, "360x640 540x960 720x1280 1080x1920", 540)]
    [InlineData(1920, 1080, "640x360 960x540 1280x720 1920x1080", 540)]
    [InlineData(2160, 3840, "360x640 540x960 720x1280 1080x1920", 540)]
    [InlineData(720, 1280, "360x640 540x960 720x1280", 540)]
    [InlineData(854, 480, "640x360 854x480", 480)]
    [InlineData(642, 642, "360x360 540x540 642x642", 540)]
    [InlineData(321, 241, "320x240", 241)]
    [InlineData(161, 121, "160x120", 121)]
    [InlineData(10, 12, "10x12", 10)]
    [InlineData(576, 1024, "360x640 540x960", 540)]
    public void Rungs_never_exceed_the_clip_and_have_even_sides(int width, int height, string expected, int first)
    {
        var rungs = Ladder.For(width, height, 30);
        string.Join(' ', rungs.Select(rung => $"{rung.Width}x{rung.Height}")).ShouldBe(expected);
        Ladder.First(rungs).ShortSide.ShouldBeLessThanOrEqualTo(first);
    }

    [Theory]
    [InlineData(1, 4000)]
    [InlineData(4000, 3)]
    [InlineData(1, 1)]
    public void Extreme_shapes_still_have_a_rung(int width, int height) =>
        Ladder.For(width, height, 30).ShouldAllBe(rung => rung.Width >= 2 && rung.Height >= 2 && rung.Width % 2 == 0 && rung.Height % 2 == 0);

    [Theory]
    [InlineData(1080, 1920, 2, "720-av1:1560 1080-av1:3000")]
    [InlineData(1080, 1920, 0, "")]
    [InlineData(720, 1280, 4, "360-av1:420 540-av1:840 720-av1:1560")]
    [InlineData(321, 241, 4, "")]
    [InlineData(1080, 4000, 1, "720-av1:3120")]
    public void The_largest_rungs_that_are_worth_it_come_in_AV1_too(int width, int height, int count, string expected) =>
        string.Join(' ', Ladder.Av1(Ladder.For(width, height, 30), count).Select(rung => $"{rung.Name}:{rung.MaxKilobits}")).ShouldBe(expected);

    [Theory]
    [InlineData("81080d00", "av01.0.08M.08")]
    [InlineData("812dcc00", "av01.1.13H.10")]
    [InlineData("81486c00", "av01.2.08M.12")]
    public void The_name_of_AV1_is_what_its_configuration_says(string configuration, string expected) =>
        FragmentedFile.Av1Codec(Convert.FromHexString(configuration)).ShouldBe(expected);

    [Theory]
    [InlineData(new[] { 0, 0.033, 0.067, 0.1, 0.133, 0.167, 0.2 }, 1000.0, 30, 1)]
    [InlineData(new[] { 0, 0.0333667, 0.0667333, 0.1001, 0.1334667, 0.1668333 }, 0.0, 30000, 1001)]
    [InlineData(new[] { 0, 0.0083333, 0.0166667, 0.025, 0.0333333 }, 120.0, 60, 1)]
    [InlineData(new[] { 0, 0.001, 0.002, 0.003 }, 1000.0, 60, 1)]
    [InlineData(new[] { 0, 0.08, 0.16, 0.24 }, 12.5, 25, 2)]
    [InlineData(new[] { 0, 0.03333, 0.06667, 0.2, 0.23333, 0.26667, 0.3 }, 22.0, 30, 1)]
    [InlineData(new double[0], 25.0, 25, 1)]
    [InlineData(new double[0], 90000.0, 25, 1)]
    public void The_frame_rate_is_that_of_the_camera(double[] times, double declared, int numerator, int denominator) =>
        FrameRate.Measure(times, declared).ShouldBe(new FrameRate(numerator, denominator));

    [Theory]
    [InlineData(0, 65536, -65536, 0, nameof(Orientation.Clockwise))]
    [InlineData(0, -65536, 65536, 0, nameof(Orientation.CounterClockwise))]
    [InlineData(-65536, 0, 0, -65536, nameof(Orientation.UpsideDown))]
    [InlineData(-65536, 0, 0, 65536, nameof(Orientation.Mirrored))]
    [InlineData(0, 65536, 65536, 0, nameof(Orientation.Transposed))]
    public void A_display_matrix_says_which_way_is_up(int a, int b, int c, int d, string expected)
    {
        Orientations.TryReadMatrix($"\n00000000: {a} {b} 0\n00000001: {c} {d} 0\n00000002: 0 0 1073741824\n", out var orientation).ShouldBeTrue();
        orientation.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("\n00000000: 46341 46341 0\n00000001: -46341 46341 0\n")]
    [InlineData("\n00000000: 99999999999999999999 0 0\n00000001: 0 0 0\n")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public void Any_other_matrix_counts_for_nothing(string? matrix) => Orientations.TryReadMatrix(matrix, out _).ShouldBeFalse();

    [Theory]
    [InlineData(-23.0, 9)]
    [InlineData(-9.5, -4.5)]
    [InlineData(-50.0, 24)]
    [InlineData(-70.0, 0)]
    [InlineData(null, 0)]
    public void Loudness_is_brought_to_fourteen_below(double? integrated, double gain) => Loudness.Gain(integrated).ShouldBe(gain);
}
