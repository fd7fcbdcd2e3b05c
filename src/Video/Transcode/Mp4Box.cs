using System.Buffers.Binary;
using System.Text;

namespace Zoetrope.Video.Transcode;

/// <summary>A box of an ISO base media file (ISO/IEC 14496-12), read leniently: what does not fit ends the walk.</summary>
internal readonly record struct Mp4Box(string Type, ReadOnlyMemory<byte> Body)
{
    // A moov of the longest clip we take is below 4 MB; a hostile one is not read further.
    private const int MaxHeaderBytes = 32 << 20;

    /// <summary>The boxes inside this one, after <paramref name="skip"/> bytes of its own fields.</summary>
    public IEnumerable<Mp4Box> Children(int skip = 0) => Walk(Body.Length > skip ? Body[skip..] : default);

    public IEnumerable<Mp4Box> Find(string type) => Children().Where(child => child.Type == type);

    /// <summary>Follows a path such as <c>mdia/minf/stbl</c>, into every box of each name.</summary>
    public IEnumerable<Mp4Box> Descend(string path) =>
        path.Split('/').Aggregate((IEnumerable<Mp4Box>)[this], (boxes, type) => boxes.SelectMany(box => box.Find(type)));

    /// <summary>Top-level boxes of a file with their offsets; the bodies of moov, ftyp and sidx only, since media data may be gigabytes.</summary>
    public static List<(Mp4Box Box, long Offset, long Length)> ReadFile(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var end = RandomAccess.GetLength(file);
        var boxes = new List<(Mp4Box, long, long)>();
        Span<byte> header = stackalloc byte[16];
        for (long offset = 0; offset + 8 <= end && boxes.Count < 100_000;)
        {
            var read = RandomAccess.Read(file, header, offset);
            if (!TryReadHeader(header[..read], end - offset, out var type, out var headerLength, out var length))
                break;
            var body = ReadOnlyMemory<byte>.Empty;
            if (type is "moov" or "ftyp" or "sidx" or "meta" && length - headerLength <= MaxHeaderBytes)
            {
                var bytes = new byte[Math.Min(length, end - offset) - headerLength];
                var filled = RandomAccess.Read(file, bytes, offset + headerLength);
                body = bytes.AsMemory(0, filled);
            }

            boxes.Add((new Mp4Box(type, body), offset, length));
            offset += length;
        }

        return boxes;
    }

    /// <summary>Walks a run of boxes in memory.</summary>
    public static IEnumerable<Mp4Box> Walk(ReadOnlyMemory<byte> bytes)
    {
        while (TryReadHeader(bytes.Span, bytes.Length, out var type, out var headerLength, out var length))
        {
            length = Math.Min(length, bytes.Length);
            yield return new Mp4Box(type, bytes[headerLength..(int)length]);
            bytes = bytes[(int)length..];
        }
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> bytes, long available, out string type, out int headerLength, out long length)
    {
        (type, headerLength, length) = ("", 8, 0);
        if (bytes.Length < 8)
            return false;
        length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        type = Encoding.Latin1.GetString(bytes[4..8]);
        if (length == 0)
            length = available;
        if (length == 1)
        {
            if (bytes.Length < 16)
                return false;
            length = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
            headerLength = 16;
        }

        return length >= headerLength;
    }
}
