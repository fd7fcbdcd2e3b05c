using System.Globalization;

namespace Zoetrope.Video.Transcode;

/// <summary>What of a clip to show, when its author trims or mutes it.</summary>
internal sealed record ClipEdit(int StartMs = 0, int EndMs = 0, bool Muted = false)
{
    public static readonly ClipEdit None = new();
}

/// <summary>
/// The one encode of a clip, decided before it starts: from which second to which, how loud, which rungs. Turns that into ffmpeg
/// arguments; rungs of one command share the decode, and every command cuts at the same frames.
/// </summary>
internal sealed record Encode(SourceClip Clip, ClipEdit Edit, double GainDecibels, TranscodeOptions Options, bool CanToneMap)
{
    /// <summary>Every rung has a key frame this often, so a player may change rung at any segment.</summary>
    public const double SegmentSeconds = 2;

    // An AAC encoder puts 1024 samples of its own before the sound; without an edit list they would delay it by 21 ms.
    private const int AacPriming = 1024;

    public double From => Math.Clamp(Edit.StartMs / 1000.0, 0, Math.Max(0, Clip.Duration - Frame));

    public double To => Edit.EndMs > Edit.StartMs ? Math.Clamp(Edit.EndMs / 1000.0, From + Frame, Clip.Duration) : Clip.Duration;

    /// <summary>What the result must last: whole frames, at least one.</summary>
    public double Duration => Frames * Frame;

    public int Frames => Math.Max(1, (int)Math.Round((To - From) * Clip.FrameRate.Value));

    public bool IsTrimmed => From > 0 || To < Clip.Duration - Frame / 2;

    public bool HasSound => Clip.AudioStream is not null && !Edit.Muted;

    public int GroupOfPictures => Math.Max(1, (int)Math.Round(SegmentSeconds * Clip.FrameRate.Value));

    private double Frame => 1 / Clip.FrameRate.Value;

    // More threads cost memory by the frame and gain little on pictures of this size.
    private int Threads => Math.Min(8, Options.EffectiveThreads);

    /// <summary>Arguments that make these rungs of the clip in one process.</summary>
    public string[] Arguments(Ffmpeg ffmpeg, IReadOnlyList<Rung> rungs) =>
    [
        "-v", "verbose", "-nostdin", "-nostats", "-progress", "pipe:1", "-y", "-threads", N(Threads), .. Clip.TurnsItself ? [] : (string[])["-noautorotate"], .. ffmpeg.Input(WorkFolder.SourceName),
        "-filter_complex", Graph(rungs), .. rungs.SelectMany(Output),
    ];

    /// <summary>Filters that turn the clip's sound into ours, before loudness: also what loudness is measured on.</summary>
    public string SoundFilters() =>
        $"{Shift("asetpts")}aresample=48000:async=1:first_pts=0,aformat=sample_rates=48000:channel_layouts=stereo,atrim=start={S(From)}:end={S(To)},asetpts=PTS-STARTPTS";

    private IEnumerable<string> Output(Rung rung)
    {
        List<string> words =
        [
            "-map", $"[v{rung.Name}]", .. rung.IsAv1 ? Av1() : H264(rung),
            "-maxrate", $"{rung.MaxKilobits}k", "-bufsize", $"{rung.MaxKilobits * 2}k", "-g", N(GroupOfPictures), "-flags", "+cgop",
            "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
        ];
        if (!Clip.TurnsItself)
            words.AddRange(["-metadata:s:v", "rotate=0"]); // else an absurd matrix would be copied
        if (HasSound)
            words.AddRange(["-map", $"[a{rung.Name}]", "-c:a", "aac", "-b:a", $"{rung.AudioKilobits}k", "-ar", "48000", "-ac", "2"]);
        words.AddRange(["-t", S(Duration), "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact+cgop", "-flags:a", "+bitexact"]);
        words.AddRange(["-movflags", "cmaf+global_sidx+skip_trailer", "-f", "mp4", rung.File]);
        return words;
    }

    private string[] H264(Rung rung) =>
    [
        "-c:v", "libx264", "-profile:v", "high", "-preset", Options.Preset, "-crf", "23", "-threads", N(Threads),
        "-keyint_min", N(GroupOfPictures), "-sc_threshold", "0",
        // A tiny picture would get level 1b, whose name is ambiguous in High (RFC 6381); browsers' Media Capabilities refuse it.
        .. rung.ShortSide < 240 ? (string[])["-level:v", "3"] : [],
    ];

    // SVT-AV1 allocates everything before its first frame, by the number of cores unless lp says otherwise, and hangs when it gets too little. With one
    // lane, no lookahead and groups of eight pictures 1080p takes 300 MB instead of 570, whatever the machine, for 8 % more bits.
    private static string[] Av1() => ["-c:v", "libsvtav1", "-preset", "10", "-crf", "35", "-svtav1-params", "lp=1:lookahead=0:hierarchical-levels=3"];

    private string Graph(IReadOnlyList<Rung> rungs)
    {
        // The largest is scaled from the clip, each other from the next larger: a 4K picture is touched once, and scaling costs by what goes in.
        List<string> chains = [];
        foreach (var (rung, i) in rungs.Select((rung, i) => (rung, i)).Reverse())
        {
            var picture = i == rungs.Count - 1 ? $"[0:{Clip.VideoStream}]{PictureFilters(rung)}" : $"[s{rungs[i + 1].Name}]scale={rung.Width}:{rung.Height},setsar=1";
            chains.Add(i == 0 ? $"{picture}[v{rung.Name}]" : $"{picture},split[v{rung.Name}][s{rung.Name}]");
        }

        if (HasSound)
            chains.Add($"[0:{Clip.AudioStream}]{SoundFilters()}{Loudness()},apad=whole_dur={S(Duration + 0.1)},atrim=start_sample={AacPriming},asetpts=PTS-STARTPTS,asplit={rungs.Count}{Labels(rungs, "a")}");
        return string.Join(';', chains);
    }

    private string PictureFilters(Rung top)
    {
        List<string> filters = [];
        if (Clip.Interlaced)
            filters.Add("bwdif=mode=send_frame:deint=interlaced");
        if (!Clip.TurnsItself && Clip.Orientation.Filter() is { } turn)
            filters.Add(turn);
        if (Shift("setpts") is { Length: > 0 } shift)
            filters.Add(shift.TrimEnd(','));

        // Constant rate from the first moment on: before its first picture a clip shows that picture.
        filters.Add($"fps=fps={Clip.FrameRate}:start_time=0:round=near");
        if (Clip.Start + Clip.Duration - Clip.VideoEnd is var missing && missing > Frame / 2)
            filters.Add($"tpad=stop_mode=clone:stop_duration={S(missing + Frame)}");
        if (IsTrimmed)
            filters.Add($"trim=start={S(From)}:end={S(To)},setpts=PTS-STARTPTS");
        filters.Add(Clip.IsHdr && CanToneMap ? ToneMap(top) :
            $"scale={top.Width}:{top.Height}:in_color_matrix={Clip.Matrix}:out_color_matrix=bt709:in_range={(Clip.FullRange ? "pc" : "tv")}:out_range=tv");
        filters.Add("format=yuv420p,setsar=1");
        return string.Join(',', filters);
    }

    // Through linear light, with 203 nits as white (ITU-R BT.2408); Mobius leaves everything below it as it was.
    private string ToneMap(Rung top)
    {
        var transfer = Clip.Range == DynamicRange.HybridLogGamma ? "arib-std-b67" : "smpte2084";
        var range = Clip.FullRange ? "full" : "limited";
        return $"scale={top.Width}:{top.Height},format=yuv420p10le,zscale=tin={transfer}:min=2020_ncl:pin=2020:rin={range}:t=linear:npl=203,format=gbrpf32le,"
            + "zscale=p=709,tonemap=tonemap=mobius:desat=0,zscale=t=709:m=709:r=limited";
    }

    // Louder needs a ceiling; quieter does not.
    private string Loudness() => GainDecibels switch
    {
        0 => "",
        > 0 => $",volume={S(GainDecibels)}dB,alimiter=limit=0.89:attack=5:release=50:level=disabled",
        _ => $",volume={S(GainDecibels)}dB",
    };

    // ffmpeg starts its clock where the container says; ours starts at the first picture or sound we keep.
    private string Shift(string filter) =>
        Clip.Start - Clip.ContainerStart is var shift && Math.Abs(shift) > 0.0005 ? $"{filter}=PTS-({S(shift)})/TB," : "";

    private static string Labels(IReadOnlyList<Rung> rungs, string prefix) => string.Concat(rungs.Select(rung => $"[{prefix}{rung.Name}]"));

    private static string N(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string S(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
