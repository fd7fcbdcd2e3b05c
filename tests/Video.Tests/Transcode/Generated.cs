using Shouldly;
using Xunit;
using Zoetrope.Video.Transcode;

namespace Zoetrope.Video.Tests.Transcode;

/// <summary>Clips made on the spot by the real ffmpeg, for what the collection does not hold.</summary>
internal sealed class Generated : IDisposable
{
    private readonly WorkFolder _folder = Pipeline.Work(source: null);

    public string Path => _folder.At("clip.mp4");

    public static Task<Generated> PortraitAsync(int seconds, int width = 720) => MakeAsync(
        "-f", "lavfi", "-i", $"testsrc2=s={width}x{width * 16 / 9}:r=30:d={seconds}", "-f", "lavfi", "-i", $"sine=f=440:d={seconds}",
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac");

    /// <summary>Stored lying, 320x180, with red on the right: turned a quarter counter-clockwise, so that red is on top.</summary>
    public static async Task<Generated> TurnedAsync()
    {
        var clip = await MakeAsync(
            "-f", "lavfi", "-i", "color=blue:s=160x180:r=30:d=1", "-f", "lavfi", "-i", "color=red:s=160x180:r=30:d=1",
            "-filter_complex", "[0][1]hstack", "-c:v", "libx264", "-pix_fmt", "yuv420p");

        // The display matrix of a phone held upright: a quarter turn counter-clockwise, written into the track header.
        var bytes = await File.ReadAllBytesAsync(clip.Path);
        var header = bytes.AsSpan().IndexOf("tkhd"u8);
        var matrix = bytes.AsSpan(header + 4 + 40, 36);
        byte[] turn = [0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0];
        turn.CopyTo(matrix);
        await File.WriteAllBytesAsync(clip.Path, bytes);
        return clip;
    }

    public static Task<Generated> WithPlaceAsync() => MakeAsync(
        "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=1", "-metadata", "location=+52.5163+013.3777/", "-metadata", "com.apple.quicktime.location.ISO6709=+52.5163+013.3777/",
        "-metadata:s:v", "title=+52.5163", "-movflags", "use_metadata_tags", "-c:v", "libx264", "-pix_fmt", "yuv420p");

    public static Task<Generated> QuietAsync() => MakeAsync(
        "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=5", "-f", "lavfi", "-i", "anoisesrc=c=pink:a=0.1:d=5:seed=1",
        "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac");

    /// <summary>Black and silent for a second, then a white picture and a tone.</summary>
    public static Task<Generated> FlashAndToneAsync() => MakeAsync(
        "-f", "lavfi", "-i", "color=black:s=320x240:r=30:d=2,drawbox=color=white:t=fill:enable='gte(t,0.999)'",
        "-f", "lavfi", "-i", "sine=f=1000:r=48000:d=2,volume=0:enable='lt(t,1)',volume=8",
        "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac");

    /// <summary>A white picture and a tone at each full second, for a fifth of one.</summary>
    public static Task<Generated> FlashesAndTonesAsync() => MakeAsync(
        "-f", "lavfi", "-i", "color=black:s=320x240:r=30:d=8,drawbox=color=white:t=fill:enable='gte(t,0.999)*lt(mod(t+0.001,1),0.2)'",
        "-f", "lavfi", "-i", "sine=f=1000:r=48000:d=8,volume=0:enable='lt(t,1)+gt(mod(t,1),0.2)',volume=8",
        "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac");

    public void Dispose() => _folder.Dispose();

    private static async Task<Generated> MakeAsync(params string[] arguments)
    {
        var clip = new Generated();
        var run = await Pipeline.Ffmpeg.RunAsync(
            new FfmpegCommand("ffmpeg", clip._folder, ["-v", "error", "-nostdin", "-y", .. arguments, "clip.mp4"], TimeSpan.FromSeconds(60)), TestContext.Current.CancellationToken);
        run.ExitCode.ShouldBe(0, run.Log);
        return clip;
    }
}
