namespace Zoetrope.Video.Transcode;

/// <summary>
/// ThumbHash (Evan Wallace, https://evanw.github.io/thumbhash/): a placeholder of about 25 bytes that holds an image's average colour,
/// aspect and the lowest frequencies of its brightness and colour. Ours are always opaque.
/// </summary>
internal static class ThumbHash
{
    private const double Unit = 1 / 255.0;

    /// <param name="rgb">Three bytes a pixel; at most 100 pixels a side, since more changes nothing.</param>
    public static byte[] Encode(ReadOnlySpan<byte> rgb, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 100);
        var count = width * height;
        var (brightness, yellowBlue, redGreen) = (new double[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            // Multiplied, not divided: the reference does, and a term may lie on a rounding edge.
            var (r, g, b) = (Unit * rgb[3 * i], Unit * rgb[3 * i + 1], Unit * rgb[3 * i + 2]);
            (brightness[i], yellowBlue[i], redGreen[i]) = ((r + g + b) / 3, (r + g) / 2 - b, r - g);
        }

        const int Limit = 7;
        var longSide = (double)Math.Max(width, height);
        var across = Math.Max(1, Round(Limit * width / longSide));
        var down = Math.Max(1, Round(Limit * height / longSide));
        var isLandscape = width > height;
        var l = Transform(brightness, width, height, Math.Max(3, across), Math.Max(3, down));
        var p = Transform(yellowBlue, width, height, 3, 3);
        var q = Transform(redGreen, width, height, 3, 3);

        var first = Round(63 * l.Constant) | Round(31.5 + 31.5 * p.Constant) << 6 | Round(31.5 + 31.5 * q.Constant) << 12 | Round(31 * l.Scale) << 18;
        var second = (isLandscape ? down : across) | Round(63 * p.Scale) << 3 | Round(63 * q.Scale) << 9 | (isLandscape ? 1 << 15 : 0);
        double[] varying = [.. l.Varying, .. p.Varying, .. q.Varying];
        var hash = new byte[5 + (varying.Length + 1) / 2];
        (hash[0], hash[1], hash[2], hash[3], hash[4]) = ((byte)first, (byte)(first >> 8), (byte)(first >> 16), (byte)second, (byte)(second >> 8));
        for (var i = 0; i < varying.Length; i++)
            hash[5 + i / 2] |= (byte)(Round(15 * varying[i]) << (i % 2 * 4));
        return hash;
    }

    // A discrete cosine transform of the lower left triangle of frequencies, its varying terms scaled to 0…1.
    private static (double Constant, List<double> Varying, double Scale) Transform(double[] channel, int width, int height, int across, int down)
    {
        var constant = 0.0;
        var varying = new List<double>();
        for (var cy = 0; cy < down; cy++)
            for (var cx = 0; cx * down < across * (down - cy); cx++)
            {
                var sum = 0.0;
                for (var y = 0; y < height; y++)
                {
                    var fy = Math.Cos(Math.PI / height * cy * (y + 0.5));
                    for (var x = 0; x < width; x++)
                        sum += channel[x + y * width] * Math.Cos(Math.PI / width * cx * (x + 0.5)) * fy;
                }

                sum /= width * height;
                if (cx == 0 && cy == 0)
                    constant = sum;
                else
                    varying.Add(sum);
            }

        var scale = varying.Count == 0 ? 0 : varying.Max(Math.Abs);
        return (constant, scale == 0 ? varying : varying.ConvertAll(term => 0.5 + 0.5 / scale * term), scale);
    }

    // As JavaScript rounds, so that hashes equal those of the reference implementation.
    private static int Round(double value) => (int)Math.Floor(value + 0.5);
}
