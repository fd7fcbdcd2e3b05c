using SkiaSharp;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Profiles;

/// <summary>
/// Makes avatars and icons: decoded, turned upright, cut to a centred square, encoded anew as WebP. Only pixels pass, so nothing of the original
/// file (EXIF, places, thumbnails, trailing data) can remain. Skia's decoders are those that Chromium lets loose on hostile images.
/// </summary>
internal sealed record SquarePicture(IReadOnlyList<int> Sizes, SKEncodedImageFormat Format)
{
    public static readonly SquarePicture Avatar = new([96, 320], SKEncodedImageFormat.Webp);

    /// <summary>What an installed app needs; PNG, because home screens read nothing else for sure.</summary>
    public static readonly SquarePicture Icon = new([192, 512], SKEncodedImageFormat.Png);

    private const int Quality = 82;

    // JPEG is decoded at a fraction of its size; the others need 4 bytes a pixel at once: 96 MB at the most.
    private const long MostPixels = 24_000_000, MostJpegPixels = 120_000_000;

    public string Extension => Format == SKEncodedImageFormat.Png ? ".png" : ".webp";

    /// <summary>The image in each of <see cref="Sizes"/>.</summary>
    /// <exception cref="Grpc.Core.RpcException">415, 413 or 422: not an image we take, too large, broken.</exception>
    public Dictionary<int, byte[]> Encode(byte[] bytes)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec?.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Gif))
            throw Fault.UnsupportedType("unsupported_image", ("types", "JPEG, PNG, WebP, GIF"));
        var pixels = (long)codec.Info.Width * codec.Info.Height;
        if (pixels > (codec.EncodedFormat == SKEncodedImageFormat.Jpeg ? MostJpegPixels : MostPixels)) throw Fault.TooLarge("image_too_large");

        using var decoded = Decode(codec);
        return Sizes.ToDictionary(size => size, size => Draw(decoded, codec.EncodedOrigin, size));
    }

    private SKBitmap Decode(SKCodec codec)
    {
        // Twice the largest size on the shorter side is plenty to draw from.
        var scale = Math.Min(1f, 2f * Sizes[^1] / Math.Min(codec.Info.Width, codec.Info.Height));
        var size = codec.GetScaledDimensions(scale);
        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success) return bitmap;
        bitmap.Dispose();
        throw Fault.Unprocessable("broken_image");
    }

    private byte[] Draw(SKBitmap source, SKEncodedOrigin origin, int size)
    {
        using var surface = SKSurface.Create(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        using var image = SKImage.FromBitmap(source);
        var scale = (float)size / Math.Min(source.Width, source.Height);
        // From the centre of the picture to the centre of the square; turning and mirroring about the centre needs no offsets.
        surface.Canvas.Translate(size / 2f, size / 2f);
        surface.Canvas.Concat(Upright(origin));
        surface.Canvas.Scale(scale);
        surface.Canvas.DrawImage(image, -source.Width / 2f, -source.Height / 2f, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var square = surface.Snapshot();
        using var encoded = square.Encode(Format, Quality);
        return encoded.ToArray();
    }

    // The eight values of EXIF's Orientation, named after where the picture's first row and column really are.
    private static SKMatrix Upright(SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => SKMatrix.CreateScale(-1, 1),
        SKEncodedOrigin.BottomRight => SKMatrix.CreateRotationDegrees(180),
        SKEncodedOrigin.BottomLeft => SKMatrix.CreateScale(1, -1),
        SKEncodedOrigin.LeftTop => SKMatrix.CreateRotationDegrees(90).PreConcat(SKMatrix.CreateScale(1, -1)),
        SKEncodedOrigin.RightTop => SKMatrix.CreateRotationDegrees(90),
        SKEncodedOrigin.RightBottom => SKMatrix.CreateRotationDegrees(-90).PreConcat(SKMatrix.CreateScale(1, -1)),
        SKEncodedOrigin.LeftBottom => SKMatrix.CreateRotationDegrees(-90),
        _ => SKMatrix.Identity,
    };
}
