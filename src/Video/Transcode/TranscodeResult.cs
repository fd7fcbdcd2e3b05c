namespace Zoetrope.Video.Transcode;

/// <summary>One playable quality. Bit rates in bits per second; <paramref name="HeadBytes"/> come before the first media data.</summary>
internal sealed record Rendition(
    string File, string Playlist, int Width, int Height, int Bitrate, int PeakBitrate, string Codecs, double FrameRate, long Bytes, int HeadBytes);

/// <summary>
/// What a clip became. File names are relative to its versioned folder. It is handed over in steps: with one rendition as soon as that plays, with all
/// of H.264 where AV1 follows, then complete; <see cref="NewFiles"/> are those to publish each time, media before the playlists that name it.
/// </summary>
internal sealed record TranscodeResult
{
    public required bool Complete { get; init; }

    /// <summary>The multivariant playlist. A change of renditions has another name, because files never change.</summary>
    public required string Playlist { get; init; }

    /// <summary>From small to large, those in AV1 after all that every player knows.</summary>
    public required IReadOnlyList<Rendition> Renditions { get; init; }

    public required IReadOnlyList<Still> Posters { get; init; }

    public required string SocialCard { get; init; }

    /// <summary>A short silent MP4.</summary>
    public string? Preview { get; init; }

    /// <summary>WebVTT cues into a sheet of frames.</summary>
    public string? Storyboard { get; init; }

    /// <summary>Base64.</summary>
    public required string ThumbHash { get; init; }

    /// <summary>#rrggbb.</summary>
    public required string Color { get; init; }

    public required int DurationMs { get; init; }

    /// <summary>Of the largest rendition, planned or made.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    public required bool HasAudio { get; init; }

    public required IReadOnlyList<string> NewFiles { get; init; }
}

/// <summary>What to make of which file.</summary>
/// <param name="SourcePath">The upload, only read.</param>
/// <param name="CoverMs">The moment the author chose for the cover, in the edited clip.</param>
internal sealed record TranscodeRequest(string SourcePath, ClipEdit Edit, int? CoverMs = null);

/// <summary>A finished clip or the reason why it cannot be taken.</summary>
internal sealed record TranscodeOutcome(TranscodeResult? Result, Refusal? Refusal);

/// <summary>Hears how a transcode gets on.</summary>
internal interface ITranscodeSink
{
    /// <summary>A stage (probing, first, ladder, finishing, av1) and the percentage of the whole; never goes back.</summary>
    void Progress(string stage, int percent);

    /// <summary>These renditions play and more follow; their files are in the folder, and may be moved out of it.</summary>
    Task RenditionsReadyAsync(TranscodeResult result, WorkFolder folder, CancellationToken cancellationToken);
}

/// <summary>The clip may be fine, but this attempt was not: a full disk, a killed encoder. Worth another try.</summary>
internal sealed class TranscodeFailedException(string message) : Exception(message);
