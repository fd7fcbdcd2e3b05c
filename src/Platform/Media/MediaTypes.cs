using System.Collections.Frozen;

namespace Zoetrope.Platform.Media;

/// <summary>Types of what the store holds. Anything else is bytes to download, never something a browser would run.</summary>
public static class MediaTypes
{
    private static readonly FrozenDictionary<string, string> ByExtension = new Dictionary<string, string>
    {
        [".mp4"] = "video/mp4",
        [".m4s"] = "video/iso.segment",
        [".webm"] = "video/webm",
        [".m3u8"] = "application/vnd.apple.mpegurl",
        [".jpg"] = "image/jpeg",
        [".png"] = "image/png",
        [".webp"] = "image/webp",
        [".avif"] = "image/avif",
        [".vtt"] = "text/vtt; charset=utf-8",
        [".json"] = "application/json",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The type of a file by its name.</summary>
    public static string Of(string key) => ByExtension.GetValueOrDefault(Path.GetExtension(key), "application/octet-stream");
}
