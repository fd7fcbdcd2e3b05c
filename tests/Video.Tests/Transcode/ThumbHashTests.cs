using Shouldly;
using Xunit;
using Zoetrope.Video.Transcode;

namespace Zoetrope.Video.Tests.Transcode;

public sealed class ThumbHashTests
{
    // Expected values: the reference implementation (npm thumbhash 0.1.1) on the same pixels.
    [Fact]
    public void An_upright_image_hashes_as_the_reference_does() =>
        Hash(54, 96, (x, y) => ((byte)(x * 4), (byte)(y * 2), (byte)(x * y))).ShouldBe("WhcKJBZwFnd3d3Z3d3egkQnoiA==");

    [Fact]
    public void A_lying_image_hashes_as_the_reference_does() =>
        Hash(96, 54, (x, y) => ((byte)(x * 2), (byte)(y * 4), (byte)(255 - x))).ShouldBe("ouQJVJZ0d3dwiIiIiHeAcxf3dw==");

    [Fact]
    public void A_picture_larger_than_a_hundred_pixels_is_a_mistake() =>
        Should.Throw<ArgumentOutOfRangeException>(() => ThumbHash.Encode(new byte[303], 101, 1));

    private static string Hash(int width, int height, Func<int, int, (byte R, byte G, byte B)> color)
    {
        var rgb = new byte[width * height * 3];
        for (var i = 0; i < width * height; i++)
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = color(i % width, i / width);
        return Convert.ToBase64String(ThumbHash.Encode(rgb, width, height));
    }
}
