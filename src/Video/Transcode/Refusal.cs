using System.Globalization;

namespace Zoetrope.Video.Transcode;

/// <summary>Why a clip cannot be taken: a stable code, its parameters and plain words. None of these gets better by trying again.</summary>
internal sealed record Refusal(string Code, string Text, IReadOnlyDictionary<string, string> Params)
{
    public static readonly Refusal Empty = new("empty", "This file is empty.");
    public static readonly Refusal NotVideo = new("not_video", "This file is not a video.");
    public static readonly Refusal NoVideo = new("no_video", "This file has no moving picture in it, only sound or data.");
    public static readonly Refusal Corrupt = new("corrupt", "This video is damaged or incomplete. Export it again, then upload that copy.");
    public static readonly Refusal Encrypted = new("encrypted", "This video is copy-protected, so it cannot be played here.");

    private Refusal(string code, string text)
        : this(code, text, new Dictionary<string, string>(StringComparer.Ordinal))
    {
    }

    public static Refusal TooLong(int maxSeconds) => new(
        "too_long",
        maxSeconds >= 120 ? $"This video is too long. The limit is {maxSeconds / 60} minutes." : $"This video is too long. The limit is {maxSeconds} seconds.",
        With("maxSeconds", maxSeconds.ToString(CultureInfo.InvariantCulture)));

    public static Refusal TooLarge(int maxPixels) => new(
        "too_large",
        $"This picture is too large. The limit is {maxPixels / 1_000_000} megapixels, which is 4K and a little more.",
        With("maxPixels", maxPixels.ToString(CultureInfo.InvariantCulture)));

    /// <param name="codec">A name from ffmpeg's own list, never from the file.</param>
    public static Refusal Unsupported(string codec) => new(
        "unsupported", $"This video is in a format ({codec}) that cannot be read here. Export it as MP4 with H.264.", With("codec", codec));

    private static Dictionary<string, string> With(string name, string value) => new(StringComparer.Ordinal) { [name] = value };
}
