using SkiaSharp;

namespace Zoetrope.Auth.Tests.Profiles;

/// <summary>Pictures made for tests, with the corners painted and an orientation said in EXIF.</summary>
internal static class Pictures
{
    public enum Corner { TopLeft, TopRight, BottomLeft, BottomRight }

    public static byte[] Jpeg(int width, int height) => Encode(width, height, SKEncodedImageFormat.Jpeg);

    public static byte[] Encode(int width, int height, SKEncodedImageFormat format, Corner red = Corner.TopLeft, Corner green = Corner.TopRight)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            Paint(canvas, red, SKColors.Red);
            Paint(canvas, green, SKColors.Lime);
        }
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();

        void Paint(SKCanvas canvas, Corner corner, SKColor color)
        {
            using var paint = new SKPaint { Color = color };
            var left = corner is Corner.TopLeft or Corner.BottomLeft ? 0 : width / 2;
            var top = corner is Corner.TopLeft or Corner.TopRight ? 0 : height / 2;
            canvas.DrawRect(left, top, width / 2f, height / 2f, paint);
        }
    }

    /// <summary>Puts an EXIF segment with an orientation and a telling text behind the start marker of a JPEG.</summary>
    public static byte[] WithExif(byte[] jpeg, int orientation, string artist)
    {
        byte[] text = [.. System.Text.Encoding.ASCII.GetBytes(artist), 0];
        byte[] tiff =
        [
            (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, // big-endian, first directory at 8
            0, 2,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
            0x01, 0x3B, 0, 2, 0, 0, 0, (byte)text.Length, 0, 0, 0, 38,
            0, 0, 0, 0,
            .. text,
        ];
        byte[] body = [.. "Exif\0\0"u8, .. tiff];
        var length = body.Length + 2;
        return [.. jpeg.AsSpan(0, 2), 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. body, .. jpeg.AsSpan(2)];
    }
}
