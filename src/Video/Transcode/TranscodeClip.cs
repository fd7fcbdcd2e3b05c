using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Zoetrope.Video.Transcode;

/// <summary>
/// Turns an upload into everything that is shown of it: looks at it, encodes the first rung and hands it over, then the rest, AV1 last. Works
/// in the folder it is given and touches nothing else. The same clip gives the same renditions again.
/// </summary>
internal sealed partial class TranscodeClip(Ffmpeg ffmpeg, Probe probe, IOptions<TranscodeOptions> options, ILogger<TranscodeClip> logger)
{
    private const string FirstPlaylist = "first.m3u8";
    private const string FullPlaylist = "master.m3u8";
    private const string Av1Playlist = "master-av1.m3u8";

    // Where each stage ends on a scale of 100, by what it takes for a clip of 15 seconds.
    private const int ProbingEnds = 4;
    private const int FirstEnds = 32;
    private const int LadderEnds = 94;
    private const int Av1Begins = 96;
    private const int Av1Ends = 99;

    private readonly TranscodeOptions _options = options.Value;

    public async Task<TranscodeOutcome> RunAsync(TranscodeRequest request, WorkFolder folder, ITranscodeSink sink, CancellationToken cancellationToken)
    {
        sink.Progress("probing", 0);
        var probed = await probe.LookAsync(folder, cancellationToken);
        if (probed.Clip is not { } clip)
            return new TranscodeOutcome(null, probed.Refusal);

        var plan = new Encode(clip, request.Edit, 0, _options, clip.IsHdr && await ffmpeg.CanToneMapAsync(folder, cancellationToken));
        plan = plan with { GainDecibels = await Loudness.GainAsync(ffmpeg, folder, plan, cancellationToken) };
        var rungs = Ladder.For(clip.Width, clip.Height, clip.FrameRate.Value);
        var first = Ladder.First(rungs);
        var others = rungs.Where(rung => rung != first).ToList();

        if (await EncodeAsync(plan, [first], folder, new Stage(sink, "first", ProbingEnds, FirstEnds), cancellationToken) is { } refusal)
            return new TranscodeOutcome(null, refusal);
        var (result, cover) = await DescribeFirstAsync(request, plan, rungs, first, folder, cancellationToken);
        if (others.Count > 0)
        {
            await sink.RenditionsReadyAsync(result, folder, cancellationToken);
            if (await EncodeAsync(plan, others, folder, new Stage(sink, "ladder", FirstEnds, LadderEnds), cancellationToken) is { } late)
                return new TranscodeOutcome(null, late);
        }

        sink.Progress("finishing", LadderEnds);
        var ladder = await FinishAsync(plan, others, result, cover, folder, cancellationToken);
        var av1 = Ladder.Av1(rungs, _options.Av1Rungs);
        return new TranscodeOutcome(av1.Count > 0 ? await AddAv1Async(plan, av1, ladder, folder, sink, cancellationToken) : ladder, null);
    }

    // What there is already plays everywhere: a rung that cannot be made in AV1 is left out, and fails nothing.
    private async Task<TranscodeResult> AddAv1Async(
        Encode plan, IReadOnlyList<Rung> rungs, TranscodeResult ladder, WorkFolder folder, ITranscodeSink sink, CancellationToken cancellationToken)
    {
        await sink.RenditionsReadyAsync(ladder with { Complete = false }, folder, cancellationToken);
        var made = new List<Rendition>();
        foreach (var (rung, i) in rungs.Select((rung, i) => (rung, i)))
            try
            {
                // One at a time: each takes the memory of the whole H.264 ladder.
                var stage = new Stage(sink, "av1", Av1Begins + i * (Av1Ends - Av1Begins) / rungs.Count, Av1Begins + (i + 1) * (Av1Ends - Av1Begins) / rungs.Count);
                if (await EncodeAsync(plan, [rung], folder, stage, cancellationToken) is { } refusal)
                    LogLeftOut(rung.Name, refusal.Code);
                else
                    made.Add(await DescribeAsync(plan, rung, folder, cancellationToken));
            }
            catch (Exception error) when (error is TranscodeFailedException or InvalidDataException)
            {
                LogLeftOut(rung.Name, error.Message);
            }

        if (made.Count == 0)
            return ladder with { NewFiles = [] };
        await File.WriteAllTextAsync(folder.At(Av1Playlist), Playlists.Multivariant([.. ladder.Renditions, .. made]), cancellationToken);
        return ladder with
        {
            Playlist = Av1Playlist,
            Renditions = [.. ladder.Renditions, .. made],
            NewFiles = [.. made.Select(one => one.File), .. made.Select(one => one.Playlist), Av1Playlist],
        };
    }

    private async Task<Refusal?> EncodeAsync(Encode plan, IReadOnlyList<Rung> rungs, WorkFolder folder, Stage stage, CancellationToken cancellationToken)
    {
        // Sixty times as long as the clip lasts: the slowest clips we take on the slowest machine we know need twenty.
        var deadline = TimeSpan.FromSeconds(120 + plan.Clip.Duration * 60);
        stage.Report(0);
        var run = await ffmpeg.RunAsync(
            new FfmpegCommand("ffmpeg", folder, plan.Arguments(ffmpeg, rungs), deadline) { Progress = done => stage.Report(done.TotalSeconds / plan.Duration) },
            cancellationToken);
        if (run.TimedOut)
            throw new TranscodeFailedException("ffmpeg hung.");
        var problem = await Verify.RungsAsync(ffmpeg, folder, plan, rungs, cancellationToken);
        if (problem is null && Verify.SourceWasWhole(plan, run.Log))
            return null;

        // When ffmpeg itself is content and tells what it read, it is the clip that holds less than it promised; else this attempt went wrong.
        return run.ExitCode == 0 && Probe.SaysWhatItDecoded(run.Log) ? Refusal.Corrupt
            : throw new TranscodeFailedException($"ffmpeg ended with {run.ExitCode} ({problem}): {run.Log[^Math.Min(run.Log.Length, 600)..]}");
    }

    private async Task<(TranscodeResult Result, double Cover)> DescribeFirstAsync(
        TranscodeRequest request, Encode plan, IReadOnlyList<Rung> rungs, Rung first, WorkFolder folder, CancellationToken cancellationToken)
    {
        var thumbnails = await Thumbnails.TakeAsync(ffmpeg, folder, first, plan.Duration, cancellationToken);
        var frame = request.CoverMs is { } chosen ? thumbnails.At(chosen / 1000.0) : thumbnails.Best();
        var cover = Math.Clamp(request.CoverMs / 1000.0 ?? frame * thumbnails.SecondsApart, 0, Math.Max(0, plan.Duration - 1.5 / plan.Clip.FrameRate.Value));
        var stills = await Stills.MakeAsync(ffmpeg, folder, first, cover, cancellationToken);
        var rendition = await DescribeAsync(plan, first, folder, cancellationToken);
        await File.WriteAllTextAsync(folder.At(FirstPlaylist), Playlists.Multivariant([rendition]), cancellationToken);
        // Where the others are smaller, a picture of one of them would be soft: here it is worth its second before anything plays.
        var avif = first == rungs[^1] ? await Stills.AvifAsync(ffmpeg, folder, rendition, rendition, cover, cancellationToken) : null;
        Still[] posters = [.. stills.Where(still => still.File != Stills.SocialCard), .. avif is null ? [] : (Still[])[avif]];
        var result = new TranscodeResult
        {
            Complete = false,
            Playlist = FirstPlaylist,
            Renditions = [rendition],
            Posters = posters,
            SocialCard = Stills.SocialCard,
            ThumbHash = Convert.ToBase64String(thumbnails.Hash(frame)),
            Color = thumbnails.Color(frame),
            DurationMs = (int)Math.Round(plan.Duration * 1000),
            Width = rungs[^1].Width,
            Height = rungs[^1].Height,
            HasAudio = plan.HasSound,
            NewFiles = [rendition.File, .. posters.Select(still => still.File), Stills.SocialCard, rendition.Playlist, FirstPlaylist],
        };
        return (result, cover);
    }

    private async Task<TranscodeResult> FinishAsync(
        Encode plan, List<Rung> others, TranscodeResult first, double cover, WorkFolder folder, CancellationToken cancellationToken)
    {
        var made = new List<Rendition>();
        foreach (var rung in others)
            made.Add(await DescribeAsync(plan, rung, folder, cancellationToken));

        // The first rung may have been moved into the store, so previews come from another where there is one.
        var from = made.Count > 0 ? made[0] : first.Renditions[0];
        var avifMade = first.Posters.Any(still => still.File == Stills.Avif)
            ? Task.FromResult<Still?>(null)
            : Stills.AvifAsync(ffmpeg, folder, made.Count > 0 ? made[^1] : from, first.Renditions[0], cover, cancellationToken);
        var storyboardMade = MovingPreviews.StoryboardAsync(ffmpeg, folder, from, plan.Duration, cancellationToken);
        await Task.WhenAll(avifMade, storyboardMade, MovingPreviews.LoopAsync(ffmpeg, folder, from, cover, plan.Duration, cancellationToken));
        var (avif, hasStoryboard) = (await avifMade, await storyboardMade);
        await File.WriteAllTextAsync(folder.At(FullPlaylist), Playlists.Multivariant([.. first.Renditions, .. made]), cancellationToken);

        // With one rung nothing was handed over yet, and the playlist of the first is not needed.
        var early = made.Count > 0 ? [] : first.NewFiles.Where(file => file != FirstPlaylist);
        string[] storyboard = hasStoryboard ? [MovingPreviews.Sheet, MovingPreviews.Cues] : [];
        return first with
        {
            Complete = true,
            Playlist = FullPlaylist,
            Renditions = [.. first.Renditions.Concat(made).OrderBy(rendition => Math.Min(rendition.Width, rendition.Height))],
            Posters = avif is null ? first.Posters : [.. first.Posters, avif],
            Preview = MovingPreviews.Loop,
            Storyboard = hasStoryboard ? MovingPreviews.Cues : null,
            NewFiles =
            [
                .. early, .. made.Select(one => one.File), MovingPreviews.Loop, .. storyboard, .. avif is null ? [] : (string[])[avif.File],
                .. made.Select(one => one.Playlist), FullPlaylist,
            ],
        };
    }

    private static async Task<Rendition> DescribeAsync(Encode plan, Rung rung, WorkFolder folder, CancellationToken cancellationToken)
    {
        var file = FragmentedFile.Read(folder.At(rung.File));
        await File.WriteAllTextAsync(folder.At(rung.Playlist), Playlists.Media(rung.File, file), cancellationToken);
        return new Rendition(
            rung.File, rung.Playlist, rung.Width, rung.Height, Playlists.AverageBitsPerSecond(file), Playlists.PeakBitsPerSecond(file),
            file.Codecs, plan.Clip.FrameRate.Value, file.Bytes, file.HeadBytes);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rung {Rung} was left out: {Reason}")]
    private partial void LogLeftOut(string rung, string reason);

    /// <summary>A stage's part of the whole; says only what is news.</summary>
    private sealed class Stage(ITranscodeSink sink, string name, int from, int to)
    {
        private int _said = -1;

        public void Report(double done)
        {
            var percent = from + (int)(Math.Clamp(done, 0, 1) * (to - from));
            if (percent <= _said)
                return;
            _said = percent;
            sink.Progress(name, percent);
        }
    }
}
