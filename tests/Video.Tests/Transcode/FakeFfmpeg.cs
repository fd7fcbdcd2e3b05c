namespace Zoetrope.Video.Tests.Transcode;

/// <summary>
/// An ffmpeg that fails in a chosen way when it is asked to encode a rendition (to H.264, or with the encoder named), and is the real one in
/// everything else, so that a job gets as far as it would.
/// </summary>
internal sealed class FakeFfmpeg : IDisposable
{
    private readonly TestFolder _folder = new();

    public FakeFfmpeg(string act, string encoder = "libx264")
    {
        Program = _folder["ffmpeg"];
        var real = new[] { "/usr/bin", "/usr/local/bin" }.Select(folder => System.IO.Path.Combine(folder, "ffmpeg")).First(File.Exists);
        File.WriteAllText(Program, $$"""
            #!/bin/sh
            for last; do :; done
            case "$*" in
              *libx264*preview.mp4) ;;
              *{{encoder}}*)
                {{act}}
                ;;
            esac
            exec {{real}} "$@"
            """);
        File.SetUnixFileMode(Program, (UnixFileMode)0b111_101_101);
        File.CreateSymbolicLink(_folder["ffprobe"], real.Replace("ffmpeg", "ffprobe", StringComparison.Ordinal));
    }

    public string Program { get; }

    public void Dispose() => _folder.Dispose();
}
