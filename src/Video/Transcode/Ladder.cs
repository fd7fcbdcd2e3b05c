using System.Globalization;

namespace Zoetrope.Video.Transcode;

/// <summary>One quality of a clip: even sides, a cap on its bit rate, and the constant quality below that cap. H.264 unless it says AV1.</summary>
internal sealed record Rung(int Width, int Height, int MaxKilobits, int AudioKilobits, bool IsAv1 = false)
{
    public int ShortSide => Math.Min(Width, Height);

    /// <summary>The short side names it: 540 is 540 wide upright and 540 high lying.</summary>
    public string Name => ShortSide.ToString(CultureInfo.InvariantCulture) + (IsAv1 ? "-av1" : "");

    public string File => Name + ".mp4";

    public string Playlist => Name + ".m3u8";
}

/// <summary>
/// Which rungs a clip gets. Never larger than the clip itself; the one to begin with is the best that still encodes in a moment and
/// starts on a slow network.
/// </summary>
internal static class Ladder
{
    private const int FirstRungLimit = 540;

    // SVT-AV1 takes about 150 bytes a pixel; 1080p is what fits a job's 600 MB together with the decoder of a 4K clip.
    private const int Av1Pixels = 1920 * 1088;

    // Short sides, and kilobits per second that veryfast needs for lively phone clips at 30 fps.
    private static readonly (int ShortSide, int Kilobits)[] Steps = [(360, 700), (540, 1400), (720, 2600), (1080, 5000)];

    /// <summary>The rungs of a clip from small to large.</summary>
    public static IReadOnlyList<Rung> For(int width, int height, double frameRate)
    {
        var shortSide = Math.Min(width, height);
        var steps = Steps.Where(step => step.ShortSide <= shortSide).ToList();

        // A clip between two steps also gets its own size, where that is worth another file.
        if (steps.Count == 0 || (shortSide < Steps[^1].ShortSide && shortSide >= steps[^1].ShortSide * 1.15))
            steps.Add((shortSide, KilobitsFor(shortSide)));
        return [.. steps.Select(step => Make(step.ShortSide, step.Kilobits, width, height, frameRate)).DistinctBy(rung => rung.Name)];
    }

    /// <summary>The rung to encode alone and publish at once.</summary>
    public static Rung First(IReadOnlyList<Rung> rungs) => rungs.LastOrDefault(rung => rung.ShortSide <= FirstRungLimit) ?? rungs[0];

    /// <summary>The largest rungs once more in AV1, from small to large, where their size is worth it.</summary>
    public static IReadOnlyList<Rung> Av1(IReadOnlyList<Rung> rungs, int count) =>
    [
        .. rungs.Where(rung => rung.ShortSide >= Steps[0].ShortSide && rung.Width * rung.Height <= Av1Pixels).TakeLast(count)
            .Select(rung => rung with { IsAv1 = true, MaxKilobits = rung.MaxKilobits * 6 / 10 }),
    ];

    private static Rung Make(int shortSide, int kilobits, int width, int height, double frameRate)
    {
        var scale = (double)shortSide / Math.Min(width, height);
        var faster = frameRate > 40 ? 1.4 : 1;

        // A strip wider than a screen is long has more picture than its short side says.
        var longer = Math.Clamp(Math.Max(width, height) / (double)Math.Min(width, height) * 9 / 16, 0.5, 2);
        return new Rung(Even(width * scale), Even(height * scale), (int)(kilobits * faster * longer), shortSide < 480 ? 96 : 128);
    }

    // 4:2:0 needs even sides; H.264 levels and decoders end at 4096.
    private static int Even(double side) => Math.Clamp((int)(Math.Round(side / 2) * 2), 2, 4096);

    private static int KilobitsFor(int shortSide) => Math.Max(200, (int)(5000 * Math.Pow(shortSide / 1080.0, 1.7)));
}
