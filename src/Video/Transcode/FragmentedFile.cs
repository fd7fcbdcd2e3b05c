using System.Buffers.Binary;
using System.Globalization;

namespace Zoetrope.Video.Transcode;

/// <summary>A segment of a rendition: where its bytes are and how long it plays.</summary>
internal readonly record struct Segment(long Offset, long Length, double Seconds, bool StartsWithKeyFrame);

/// <summary>
/// A rendition as its own header describes it: one fragmented MP4 whose <c>sidx</c> (ISO/IEC 14496-12, 8.16.3) lists the byte ranges that
/// playlists address, and whose sample entries name the codecs (RFC 6381).
/// </summary>
internal sealed record FragmentedFile(long Bytes, int InitBytes, int HeadBytes, IReadOnlyList<Segment> Segments, string VideoCodec, string? AudioCodec)
{
    public string Codecs => AudioCodec is null ? VideoCodec : VideoCodec + "," + AudioCodec;

    public double Seconds => Segments.Sum(segment => segment.Seconds);

    /// <exception cref="InvalidDataException">The file is not one of ours, or not whole.</exception>
    public static FragmentedFile Read(string path)
    {
        var boxes = Mp4Box.ReadFile(path);
        var moov = boxes.FirstOrDefault(entry => entry.Box.Type == "moov");
        var sidx = boxes.FirstOrDefault(entry => entry.Box.Type == "sidx");
        var head = boxes.FirstOrDefault(entry => entry.Box.Type == "moof").Offset;
        if (moov.Length == 0 || sidx.Length == 0 || head == 0)
            throw new InvalidDataException("The rendition has no index of its fragments.");

        var segments = ReadIndex(sidx.Box.Body.Span, sidx.Offset + sidx.Length);
        var bytes = new FileInfo(path).Length;
        if (segments.Count == 0 || segments[0].Offset != head || segments[^1].Offset + segments[^1].Length > bytes)
            throw new InvalidDataException("The rendition's index does not fit its bytes.");
        return new FragmentedFile(bytes, (int)(moov.Offset + moov.Length), (int)head, segments, VideoCodecOf(moov.Box), AudioCodecOf(moov.Box));
    }

    private static List<Segment> ReadIndex(ReadOnlySpan<byte> body, long anchor)
    {
        var wide = body[0] == 1;
        var timescale = BinaryPrimitives.ReadUInt32BigEndian(body[8..]);
        var offset = anchor + (wide ? BinaryPrimitives.ReadInt64BigEndian(body[20..]) : BinaryPrimitives.ReadUInt32BigEndian(body[16..]));
        var references = body[(wide ? 28 : 20)..];
        var count = BinaryPrimitives.ReadUInt16BigEndian(references[2..]);
        var segments = new List<Segment>(count);
        for (var i = 0; i < count; i++)
        {
            var reference = references[(4 + 12 * i)..];
            var length = BinaryPrimitives.ReadUInt32BigEndian(reference) & 0x7FFF_FFFF;
            // Microseconds, as playlists say it: rates must hold for those who compute with what they read there.
            var seconds = Math.Round(BinaryPrimitives.ReadUInt32BigEndian(reference[4..]) / (double)timescale, 6);
            segments.Add(new Segment(offset, length, seconds, StartsWithKeyFrame: reference[8] >> 7 == 1));
            offset += length;
        }

        return segments;
    }

    private static string VideoCodecOf(Mp4Box moov)
    {
        var h264 = SampleEntry(moov, "avc1", skip: 78).FirstOrDefault(box => box.Type == "avcC").Body;
        var av1 = SampleEntry(moov, "av01", skip: 78).FirstOrDefault(box => box.Type == "av1C").Body;
        // avc1.PPCCLL: profile, constraints and level as the decoder configuration record has them.
        return h264.Length >= 4 ? "avc1." + Convert.ToHexStringLower(h264.Span[1..4])
            : av1.Length >= 4 ? Av1Codec(av1.Span)
            : throw new InvalidDataException("The rendition holds neither H.264 nor AV1.");
    }

    /// <summary>av01.P.LLT.DD of an AV1CodecConfigurationRecord ("AV1 Codec ISO Media File Format Binding", 2.3 and 5): profile, level and tier, bit depth.</summary>
    public static string Av1Codec(ReadOnlySpan<byte> configuration)
    {
        var (profile, level) = (configuration[1] >> 5, configuration[1] & 0x1F);
        var (tier, deep, deeper) = ((configuration[2] & 0x80) != 0, (configuration[2] & 0x40) != 0, (configuration[2] & 0x20) != 0);
        return string.Create(CultureInfo.InvariantCulture, $"av01.{profile}.{level:00}{(tier ? 'H' : 'M')}.{(deep ? deeper ? 12 : 10 : 8):00}");
    }

    // mp4a.40.N: the audio object type is the first five bits of the decoder's own configuration (descriptor tag 5).
    private static string? AudioCodecOf(Mp4Box moov)
    {
        var descriptors = SampleEntry(moov, "mp4a", skip: 28).FirstOrDefault(box => box.Type == "esds").Body.Span;
        for (var i = 0; i < descriptors.Length - 2; i++)
        {
            if (descriptors[i] != 5)
                continue;
            var at = i + 1;
            while (at < descriptors.Length - 1 && (descriptors[at] & 0x80) != 0)
                at++;
            if (descriptors[at] is >= 2 and <= 16 && at + 1 + descriptors[at] <= descriptors.Length)
                return $"mp4a.40.{descriptors[at + 1] >> 3}";
        }

        return null;
    }

    private static IEnumerable<Mp4Box> SampleEntry(Mp4Box moov, string type, int skip) =>
        from track in moov.Find("trak")
        from description in track.Descend("mdia/minf/stbl/stsd")
        from entry in description.Children(skip: 8)
        where entry.Type == type
        from box in entry.Children(skip)
        select box;
}
