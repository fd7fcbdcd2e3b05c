using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Zoetrope.Video.Transcode;

namespace Zoetrope.Video.Tests.Transcode;

/// <summary>The pipeline on the real ffmpeg, made once for all tests.</summary>
internal static class Pipeline
{
    public static readonly IOptions<TranscodeOptions> Options = Microsoft.Extensions.Options.Options.Create(new TranscodeOptions());

    public static readonly Ffmpeg Ffmpeg = FfmpegWith(Options.Value);

    public static readonly Probe Probe = new(Ffmpeg, Options);

    public static readonly TranscodeClip Transcode = With(Options.Value);

    /// <summary>Where all work folders of this run are; the system clears it.</summary>
    public static readonly string Parent = Directory.CreateTempSubdirectory("zoetrope-clips-").FullName;

    /// <summary>The pipeline with other settings.</summary>
    public static TranscodeClip With(TranscodeOptions settings)
    {
        var options = Microsoft.Extensions.Options.Options.Create(settings);
        var ffmpeg = FfmpegWith(settings);
        return new TranscodeClip(ffmpeg, new Probe(ffmpeg, options), options, NullLogger<TranscodeClip>.Instance);
    }

    /// <summary>An ffmpeg with other settings.</summary>
    public static Ffmpeg FfmpegWith(TranscodeOptions settings) =>
        new(Microsoft.Extensions.Options.Options.Create(settings), TimeProvider.System, NullLogger<Ffmpeg>.Instance);

    public static WorkFolder Work(string? source) => WorkFolder.Create(Parent, source);
}
