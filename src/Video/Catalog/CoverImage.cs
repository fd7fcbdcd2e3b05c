using SkiaSharp;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Transcode;

namespace Zoetrope.Video.Catalog;

/// <summary>
/// A cover made of a picture: decoded, turned upright, cut to the clip's shape and encoded anew, so that nothing of the original file
/// (EXIF, places, trailing data) remains. In the sizes that a clip's own posters have. Skia's decoders are those that Chromium lets loose
/// on hostile images.
/// </summary>
internal sealed record CoverImage(Playback Cover, IReadOnlyList<(string Name, byte[] Bytes)> Files)
{
    private const int ShortSide = 540, SmallSide = 180, SmallBytes = 10 * 1024, CardBytes = 300 * 1024, HashSide = 96;
    private const long MostPixels = 24_000_000, MostJpegPixels = 120_000_000;

    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <param name="bytes">JPEG, PNG, WebP or GIF.</param>
    /// <param name="width">The clip's, for its shape; 0 while nobody knows it.</param>
    /// <param name="height">The clip's.</param>
    /// <param name="folder">Put before the files' names, ending in '/'.</param>
    /// <exception cref="Grpc.Core.RpcException">415, 413 or 422: not an image we take, too large, broken.</exception>
    public static CoverImage Encode(byte[] bytes, int width, int height, string folder)
    {
        using var picture = Decode(bytes);
        var shape = width > 0 && height > 0 ? (double)width / height : Math.Clamp((double)picture.Width / picture.Height, 0.25, 4);
        var (full, small, hash) = (Fit(shape, Math.Min(ShortSide, Math.Min(picture.Width, picture.Height))), Fit(shape, SmallSide), Within(shape, HashSide));
        using var poster = Draw(picture, full);
        using var tiny = Draw(picture, small);
        using var card = Card(picture, shape);
        using var thumbnail = Draw(picture, hash);
        var (code, color) = Placeholder(thumbnail);
        var cover = new Playback { OgUrl = folder + "og.jpg", Poster = new Poster { Color = color, Thumbhash = code } };
        cover.Poster.Images.Add(new Image { Url = folder + "poster-small.webp", Width = small.Width, Type = "image/webp" });
        cover.Poster.Images.Add(new Image { Url = folder + "poster.webp", Width = full.Width, Type = "image/webp" });
        cover.Poster.Images.Add(new Image { Url = folder + "poster.jpg", Width = full.Width, Type = "image/jpeg" });
        return new CoverImage(cover,
        [
            (folder + "poster-small.webp", Within(tiny, SKEncodedImageFormat.Webp, SmallBytes, 60, 40, 20, 5, 0)),
            (folder + "poster.webp", Within(poster, SKEncodedImageFormat.Webp, int.MaxValue, 80)),
            (folder + "poster.jpg", Within(poster, SKEncodedImageFormat.Jpeg, int.MaxValue, 82)),
            (folder + "og.jpg", Within(card, SKEncodedImageFormat.Jpeg, CardBytes, 82, 60, 40, 20)),
        ]);
    }

    private static SKBitmap Decode(byte[] bytes)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec?.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Gif))
            throw Fault.UnsupportedType("unsupported_image", ("types", "JPEG, PNG, WebP, GIF"));
        if ((long)codec.Info.Width * codec.Info.Height > (codec.EncodedFormat == SKEncodedImageFormat.Jpeg ? MostJpegPixels : MostPixels)) throw Fault.TooLarge("image_too_large");
        var size = codec.GetScaledDimensions(Math.Min(1f, 2f * ShortSide / Math.Min(codec.Info.Width, codec.Info.Height)));
        using var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success) throw Fault.Unprocessable("broken_image");
        return Turn(bitmap, codec.EncodedOrigin);
    }

    // EXIF's eight orientations: from the fifth on the sides change places.
    private static SKBitmap Turn(SKBitmap source, SKEncodedOrigin origin)
    {
        var swaps = origin >= SKEncodedOrigin.LeftTop;
        var upright = new SKBitmap(new SKImageInfo(swaps ? source.Height : source.Width, swaps ? source.Width : source.Height, source.ColorType, SKAlphaType.Premul, source.ColorSpace));
        using var canvas = new SKCanvas(upright);
        using var image = SKImage.FromBitmap(source);
        canvas.Clear(SKColors.White);
        canvas.Translate(upright.Width / 2f, upright.Height / 2f);
        canvas.Concat(origin switch
        {
            SKEncodedOrigin.TopRight => SKMatrix.CreateScale(-1, 1),
            SKEncodedOrigin.BottomRight => SKMatrix.CreateRotationDegrees(180),
            SKEncodedOrigin.BottomLeft => SKMatrix.CreateScale(1, -1),
            SKEncodedOrigin.LeftTop => SKMatrix.CreateRotationDegrees(90).PreConcat(SKMatrix.CreateScale(1, -1)),
            SKEncodedOrigin.RightTop => SKMatrix.CreateRotationDegrees(90),
            SKEncodedOrigin.RightBottom => SKMatrix.CreateRotationDegrees(-90).PreConcat(SKMatrix.CreateScale(1, -1)),
            SKEncodedOrigin.LeftBottom => SKMatrix.CreateRotationDegrees(-90),
            _ => SKMatrix.Identity,
        });
        canvas.DrawImage(image, -source.Width / 2f, -source.Height / 2f, Smooth);
        return upright;
    }

    private static SKBitmap Draw(SKBitmap picture, SKSizeI size)
    {
        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        using var canvas = new SKCanvas(bitmap);
        Fill(canvas, picture, SKRect.Create(size.Width, size.Height), null);
        return bitmap;
    }

    /// <summary>The whole cover on a blurred copy of itself, as other sites show it with a link.</summary>
    private static SKBitmap Card(SKBitmap picture, double shape)
    {
        var bitmap = new SKBitmap(new SKImageInfo(1200, 630, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        using var canvas = new SKCanvas(bitmap);
        using var blur = new SKPaint { ImageFilter = SKImageFilter.CreateBlur(50, 50, SKShaderTileMode.Clamp) };
        Fill(canvas, picture, SKRect.Create(1200, 630), blur);
        var (width, height) = shape > 1200 / 630.0 ? (1200.0, 1200 / shape) : (630 * shape, 630.0);
        Fill(canvas, picture, SKRect.Create((float)(1200 - width) / 2, (float)(630 - height) / 2, (float)width, (float)height), null);
        return bitmap;
    }

    // Fills a rectangle with the middle of the picture.
    private static void Fill(SKCanvas canvas, SKBitmap picture, SKRect target, SKPaint? paint)
    {
        var scale = Math.Max(target.Width / picture.Width, target.Height / picture.Height);
        var (width, height) = (target.Width / scale, target.Height / scale);
        using var image = SKImage.FromBitmap(picture);
        canvas.DrawImage(image, SKRect.Create((picture.Width - width) / 2, (picture.Height - height) / 2, width, height), target, Smooth, paint);
    }

    private static byte[] Within(SKBitmap bitmap, SKEncodedImageFormat format, int limit, params ReadOnlySpan<int> qualities)
    {
        byte[] bytes = [];
        foreach (var quality in qualities)
        {
            using var encoded = bitmap.Encode(format, quality);
            bytes = encoded.ToArray();
            if (bytes.Length <= limit) break;
        }
        return bytes;
    }

    private static (string Hash, string Color) Placeholder(SKBitmap bitmap)
    {
        var rgb = new byte[bitmap.Width * bitmap.Height * 3];
        Span<long> sums = stackalloc long[3];
        var pixels = bitmap.GetPixelSpan();
        for (var i = 0; i < rgb.Length; i++)
        {
            rgb[i] = pixels[i / 3 * 4 + i % 3];
            sums[i % 3] += rgb[i];
        }
        var count = rgb.Length / 3;
        return (Convert.ToBase64String(ThumbHash.Encode(rgb, bitmap.Width, bitmap.Height)), $"#{sums[0] / count:x2}{sums[1] / count:x2}{sums[2] / count:x2}");
    }

    private static SKSizeI Fit(double shape, int shortSide)
        => shape >= 1 ? new(Math.Max(1, (int)(shortSide * shape)), shortSide) : new(shortSide, Math.Max(1, (int)(shortSide / shape)));

    private static SKSizeI Within(double shape, int longSide)
        => shape >= 1 ? new(longSide, Math.Max(1, (int)(longSide / shape))) : new(Math.Max(1, (int)(longSide * shape)), longSide);
}
