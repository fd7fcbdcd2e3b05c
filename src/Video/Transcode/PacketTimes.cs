namespace Zoetrope.Video.Transcode;

/// <summary>
/// When a stream's packets are shown, gathered from ffprobe's packet list. A container's own durations are claims: one file
/// says 39.8 hours and holds one second.
/// </summary>
internal sealed class PacketTimes(int stream)
{
    private readonly List<double> _times = [];
    private double _end = double.NaN;

    public int Stream { get; } = stream;

    /// <summary>Packets that are shown; an edit list may discard others.</summary>
    public int Count { get; private set; }

    /// <summary>Those a decoder can make pictures of: a recording that begins between key frames has some before the first.</summary>
    public int Decodable { get; private set; }

    public int Discarded { get; private set; }

    /// <summary>The start of each packet that has a time, ascending once <see cref="Sort"/> has run.</summary>
    public IReadOnlyList<double> Times => _times;

    public bool HasTimes => _times.Count > 0;

    public double Start => _times[0];

    public double End => Math.Max(_end, _times[^1]);

    public double Span => HasTimes ? End - Start : 0;

    /// <summary>Takes one line of <c>stream_index,pts_time,dts_time,duration_time,flags</c>.</summary>
    public void Add(ReadOnlySpan<char> pts, ReadOnlySpan<char> dts, ReadOnlySpan<char> duration, ReadOnlySpan<char> flags)
    {
        if (flags.Contains('D'))
        {
            Discarded++;
            return;
        }

        Count++;
        if (flags.Contains('K') || Decodable > 0)
            Decodable++;
        var time = ProbeStream.Number(pts.ToString()) is var shown && !double.IsNaN(shown) ? shown : ProbeStream.Number(dts.ToString());
        if (double.IsNaN(time))
            return;
        _times.Add(time);
        var length = ProbeStream.Number(duration.ToString());
        var end = time + (length > 0 ? length : 0);
        _end = double.IsNaN(_end) ? end : Math.Max(_end, end);
    }

    public void Sort() => _times.Sort();
}
