using System.Text;

namespace Zoetrope.Video.Transcode;

/// <summary>What a file's own structure says where ffprobe is silent: that it is protected, a picture, plain text or a scene without video.</summary>
internal static class Container
{
    private static readonly string[] Protected = ["encv", "drmi", "enca", "drms"];
    private static readonly string[] StillBrands = ["heic", "heix", "mif1", "msf1", "avif"];

    /// <summary>Whether the video track is encrypted: a protected sample entry in MP4, a ContentEncryption in Matroska.</summary>
    public static bool IsEncrypted(string path)
    {
        var head = Head(path, 256 * 1024);
        return IsMatroska(head)
            ? HasContentEncryption(head)
            : SampleEntries(path).Any(entry => entry.Handler == "vide" && Protected.Contains(entry.Format));
    }

    /// <summary>The most helpful reason for a file that ffprobe could not open at all.</summary>
    public static Refusal WhyUnreadable(string path)
    {
        var head = Head(path, 4096);
        if (head.Length == 0)
            return Refusal.Empty;
        if (IsText(head) || IsPicture(head))
            return Refusal.NotVideo;
        var entries = SampleEntries(path);
        if (entries.Any(entry => Protected.Contains(entry.Format)))
            return Refusal.Encrypted;

        // An MPEG-4 scene (BIFS) may name pictures and video, but what it shows is drawn by a program ffmpeg does not have.
        var isScene = entries.Any(entry => entry.Handler == "sdsm");
        return isScene || (entries.Count > 0 && entries.All(entry => entry.Handler != "vide")) ? Refusal.NoVideo : Refusal.Corrupt;
    }

    private static List<(string Handler, string Format)> SampleEntries(string path) =>
    [
        .. from file in Mp4Box.ReadFile(path)
           where file.Box.Type == "moov"
           from track in file.Box.Find("trak")
           from media in track.Find("mdia")
           from handler in media.Find("hdlr")
           where handler.Body.Length >= 12
           from description in media.Descend("minf/stbl/stsd")
           from entry in description.Children(skip: 8)
           select (Encoding.Latin1.GetString(handler.Body.Span[8..12]), entry.Type),
    ];

    private static byte[] Head(string path, int length)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var head = new byte[length];
        return head[..RandomAccess.Read(file, head, 0)];
    }

    private static bool IsMatroska(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]);

    // ContentEncodings (6D80) holding a ContentEncryption (5035), both EBML ids, close together in the track's header.
    private static bool HasContentEncryption(ReadOnlySpan<byte> head)
    {
        var encodings = head.IndexOf((ReadOnlySpan<byte>)[0x6D, 0x80]);
        return encodings >= 0 && head.Slice(encodings, Math.Min(256, head.Length - encodings)).IndexOf((ReadOnlySpan<byte>)[0x50, 0x35]) >= 0;
    }

    private static bool IsPicture(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47])
        || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || head.StartsWith("GIF8"u8)
        || (head.StartsWith("RIFF"u8) && head.Length > 12 && head[8..].StartsWith("WEBP"u8))
        || (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) && StillBrands.Contains(Encoding.Latin1.GetString(head[8..12])));

    // Text from end to end: a playlist, a web page. Text followed by media data is a damaged clip instead.
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (var b in head)
            if (b < 0x20 && b is not (0x09 or 0x0A or 0x0D))
                return false;
        return true;
    }
}
