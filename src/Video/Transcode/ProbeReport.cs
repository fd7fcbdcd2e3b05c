using System.Globalization;
using System.Text.Json.Serialization;

namespace Zoetrope.Video.Transcode;

/// <summary>The parts of ffprobe's JSON we read (settable: generated readers overwrite the defaults of init-only properties). Numbers a file can set freely are kept wide or as text.</summary>
internal sealed record ProbeReport
{
    public ProbeStream[] Streams { get; set; } = [];

    public ProbeFormat Format { get; set; } = new();
}

internal sealed record ProbeFormat
{
    [JsonPropertyName("format_name")]
    public string Name { get; set; } = "";

    [JsonPropertyName("start_time")]
    public string? StartTime { get; set; }
}

internal sealed record ProbeStream
{
    public int Index { get; set; }

    [JsonPropertyName("codec_type")]
    public string CodecType { get; set; } = "";

    [JsonPropertyName("codec_name")]
    public string CodecName { get; set; } = "";

    public long Width { get; set; }

    public long Height { get; set; }

    public int Channels { get; set; }

    [JsonPropertyName("pix_fmt")]
    public string PixelFormat { get; set; } = "";

    [JsonPropertyName("sample_aspect_ratio")]
    public string? SampleAspectRatio { get; set; }

    [JsonPropertyName("avg_frame_rate")]
    public string? AverageFrameRate { get; set; }

    [JsonPropertyName("field_order")]
    public string? FieldOrder { get; set; }

    [JsonPropertyName("color_transfer")]
    public string? ColorTransfer { get; set; }

    [JsonPropertyName("color_space")]
    public string? ColorSpace { get; set; }

    [JsonPropertyName("color_range")]
    public string? ColorRange { get; set; }

    [JsonPropertyName("nb_frames")]
    public string? DeclaredFrames { get; set; }

    public Dictionary<string, int> Disposition { get; set; } = [];

    public Dictionary<string, string> Tags { get; set; } = [];

    [JsonPropertyName("side_data_list")]
    public ProbeSideData[] SideData { get; set; } = [];

    public bool IsAttachedPicture => Disposition.GetValueOrDefault("attached_pic") == 1 || Disposition.GetValueOrDefault("timed_thumbnails") == 1;

    public bool IsDefault => Disposition.GetValueOrDefault("default") == 1;

    /// <summary>Width of one pixel over its height; absurd values count as square.</summary>
    public double PixelAspect => Ratio(SampleAspectRatio, ':') is >= 0.1 and <= 10 and var aspect ? aspect : 1;

    public double DeclaredRate => Ratio(AverageFrameRate, '/');

    public static double Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : double.NaN;

    private static double Ratio(string? text, char by) =>
        text?.Split(by) is [var a, var b] && Number(b) is not 0 and not double.NaN ? Number(a) / Number(b) : 0;
}

internal sealed record ProbeSideData
{
    [JsonPropertyName("displaymatrix")]
    public string? DisplayMatrix { get; set; }
}

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(ProbeReport))]
internal sealed partial class ProbeJson : JsonSerializerContext;
