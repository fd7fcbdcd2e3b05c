using System.Diagnostics;
using System.Globalization;
using Zoetrope.Platform;

namespace Zoetrope.Host.Demo;

/// <summary>
/// Draws the demo's clips and portraits with ffmpeg's own generators: nothing is downloaded, and the same seed draws the same film.
/// The input is all ours, so this is not the hardened path that uploads take.
/// </summary>
internal sealed class DemoPainter(string ffmpeg, string folder)
{
    // Wherever one of these is, clips carry their words; elsewhere they do without.
    private static readonly string[] Fonts =
    [
        "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf", "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf",
        "/usr/share/fonts/truetype/freefont/FreeSansBold.ttf", "/System/Library/Fonts/Supplemental/Arial Bold.ttf",
    ];

    public async Task<string> ClipAsync(DemoClip clip, CancellationToken cancel)
    {
        var path = Path.Combine(folder, $"{clip.Seed}.mp4");
        var text = Fonts.FirstOrDefault(File.Exists) is { } font
            ? $",drawtext=fontfile='{font}':text='{clip.Words.Replace("'", "’", StringComparison.Ordinal)}':fontsize=34:fontcolor=white:borderw=3:bordercolor=black@0.6:x=(w-tw)/2:y=h*0.16+12*sin(t*1.3)"
            : "";
        await RunAsync(
        [
            "-f", "lavfi", "-i", $"{Picture(clip)}{text},format=yuv420p", "-f", "lavfi", "-i", Tune(clip),
            "-t", clip.Seconds.ToString(CultureInfo.InvariantCulture), "-c:v", "libx264", "-preset", "ultrafast", "-crf", "24", "-c:a", "aac", "-b:a", "96k",
            "-movflags", "+faststart", path,
        ], cancel);
        return path;
    }

    /// <summary>A portrait: two discs of the person's own colour.</summary>
    public async Task<byte[]> PortraitAsync(DemoPerson person, CancellationToken cancel)
    {
        var path = Path.Combine(folder, $"{person.Username}.png");
        await RunAsync(["-f", "lavfi", "-i", $"gradients=s=400x400:c0={person.Colour}:c1=0x11100E:x0=80:y0=60:x1=360:y1=380:nb_colors=2:seed={person.Username.Length}:d=1:speed=0.001", "-frames:v", "1", path], cancel);
        return await File.ReadAllBytesAsync(path, cancel);
    }

    private static string Picture(DemoClip clip)
    {
        var (width, height) = (int.Parse(clip.Size.Split('x')[0], CultureInfo.InvariantCulture), int.Parse(clip.Size.Split('x')[1], CultureInfo.InvariantCulture));
        var tint = $"hue=h='30*sin(t/3+{clip.Seed % 7})'";
        return clip.Pattern switch
        {
            "gradient" => $"gradients=s={clip.Size}:r=24:c0={clip.From}:c1={clip.To}:c2=0x11100E:nb_colors=3:seed={clip.Seed}:speed=0.02,{tint}",
            "spiral" => $"gradients=s={width / 2}x{height / 2}:r=24:c0={clip.From}:c1={clip.To}:c2={clip.From}:nb_colors=3:type=spiral:seed={clip.Seed}:speed=0.04,rotate='t*0.9':ow=iw:oh=ih:c={clip.To},crop=iw*0.7:ih*0.7,scale={width}:{height}",
            "life" => $"life=s={width / 10}x{height / 10}:r=12:ratio=0.22:mold=24:seed={clip.Seed}:life_color={clip.From}:death_color={clip.To}:mold_color=0x3B3226,scale={width}:{height}:flags=neighbor",
            "automaton" => $"cellauto=s={width / 6}x{height / 6}:r=24:rule={(clip.Seed % 2 == 0 ? 110 : 30)}:seed={clip.Seed}:scroll=1:full=1,scale={width}:{height}:flags=neighbor,format=gray,format=rgb24,{Duotone(clip)}",
            "carpet" => $"sierpinski=s={clip.Size}:r=24:type={(clip.Seed % 2 == 0 ? "carpet" : "triangle")}:seed={clip.Seed}:jump=60,format=gray,format=rgb24,{Duotone(clip)}",
            "mandelbrot" => $"mandelbrot=s={width / 2}x{height / 2}:r=24:start_scale=2:end_scale=0.02:end_pts=480:inner=convergence:maxiter=400,scale={width}:{height},{tint}",
            _ => $"nullsrc=s={width / 6}x{height / 6}:r=24,geq=lum='128+110*sin((X+{clip.Seed % 50})/9+T*1.4)*cos(Y/13-T+sin(X/17))':cb=128:cr=128,scale={width}:{height}:flags=bicubic,format=gray,format=rgb24,{Duotone(clip)}",
        };
    }

    /// <summary>Maps dark to one colour and bright to the other.</summary>
    private static string Duotone(DemoClip clip)
    {
        var (from, to) = (Convert.ToInt32(clip.To, 16), Convert.ToInt32(clip.From, 16));
        string Channel(int shift) => $"val*{((to >> shift & 255) - (from >> shift & 255)) / 255.0:0.####}+{from >> shift & 255}".Replace("+-", "-", StringComparison.Ordinal);
        return $"lutrgb=r='{Channel(16)}':g='{Channel(8)}':b='{Channel(0)}'";
    }

    /// <summary>Plucked notes of a pentatonic scale over a quiet root.</summary>
    private static string Tune(DemoClip clip)
    {
        var root = 440 * Math.Pow(2, (clip.Root - 69) / 12.0);
        var step = 2 + clip.Seed % 3;
        var note = $"{root:0.##}*pow(2,(3*mod(floor(t*4)*{step},5)-mod(mod(floor(t*4)*{step},5),2))/12)";
        return string.Create(CultureInfo.InvariantCulture, $"aevalsrc='0.28*sin(2*PI*mod(t,0.25)*{note})*exp(-9*mod(t,0.25))+0.05*sin(2*PI*{root / 2:0.##}*t)':s=44100");
    }

    private async Task RunAsync(string[] arguments, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(ffmpeg, ["-v", "error", "-nostdin", "-y", .. arguments]) { RedirectStandardError = true, UseShellExecute = false })
            ?? throw new StartException("ffmpeg did not start.");
        var errors = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0) throw new StartException($"ffmpeg could not draw a demo clip: {errors.Trim()}");
    }
}
