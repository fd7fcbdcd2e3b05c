namespace Zoetrope.Video.Transcode;

/// <summary>What a clip really is, measured rather than declared. Times are seconds on the clip's own clock.</summary>
internal sealed record SourceClip
{
    /// <summary>The index of the moving picture among the file's streams: not a cover, not a preview track.</summary>
    public required int VideoStream { get; init; }

    /// <summary>The index of the sound, or null for a silent clip.</summary>
    public int? AudioStream { get; init; }

    public required string Codec { get; init; }

    /// <summary>Width and height as a viewer sees them: turned upright, with square pixels.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    public required Orientation Orientation { get; init; }

    /// <summary>Whether ffmpeg turns it by itself, from a proper display matrix; else nobody does, or our filter.</summary>
    public bool TurnsItself { get; init; }

    public required FrameRate FrameRate { get; init; }

    /// <summary>What ffmpeg subtracts from every timestamp, and where our timeline begins: at the first picture or sound.</summary>
    public required double ContainerStart { get; init; }

    public required double Start { get; init; }

    public required double VideoEnd { get; init; }

    /// <summary>The length of the whole: to the end of picture or sound, whichever is later.</summary>
    public required double Duration { get; init; }

    /// <summary>Packets of the video track, from its first key frame on, that a decoder must turn into pictures.</summary>
    public required int Pictures { get; init; }

    public int AudioChannels { get; init; }

    public bool Interlaced { get; init; }

    public DynamicRange Range { get; init; }

    /// <summary>swscale's name of the colour matrix.</summary>
    public string Matrix { get; init; } = "bt709";

    public bool FullRange { get; init; }

    public bool IsHdr => Range != DynamicRange.Standard;

    public int ShortSide => Math.Min(Width, Height);
}

internal enum DynamicRange
{
    Standard,

    /// <summary>SMPTE ST 2084: HDR10, most Dolby Vision.</summary>
    PerceptualQuantiser,

    /// <summary>ARIB STD-B67: iPhones, broadcasters.</summary>
    HybridLogGamma,
}
