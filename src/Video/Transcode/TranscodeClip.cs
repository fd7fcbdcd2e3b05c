using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Zoetrope.Video.Transcode;

/// <summary>
/// Turns an upload into everything that is shown of it: looks at it, encodes the first rung and hands it over, then the rest, AV1 last. Works
/// in the folder it is given and touches nothing else. The same clip gives the same renditions again.
/// </summary>
internal sealed partial class TranscodeClip(Ffmpeg ffmpeg, Probe probe, IOptions<TranscodeOptions> options, ILogger<TranscodeClip> logger)
{
    private const string FirstCopy = "first-copy.mp4";
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
        var (plan, refusal) = await PlanAsync(request, folder, cancellationToken);
        if (plan is null)
            return new TranscodeOutcome(null, refusal);

        var rungs = Ladder.For(plan.Clip.Width, plan.Clip.Height, plan.Clip.FrameRate.Value);
        var first = Ladder.First(rungs);
        var others = rungs.Where(rung => rung != first).ToList();
        return await MakeAsync(request, plan, rungs, first, others, folder, sink, cancellationToken);
    }

    // Looks at the clip and listens to it at the same time.
    private async Task<(Encode? Plan, Refusal? Refusal)> PlanAsync(TranscodeRequest request, WorkFolder folder, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<double>? gain = null;
        try
        {
            var probed = await probe.LookAsync(
                folder, cancellationToken, seen => gain = Loudness.GainAsync(ffmpeg, folder, new Encode(seen, request.Edit, 0, _options, CanToneMap: false), stop.Token));
            if (probed.Clip is not { } clip)
                return (null, probed.Refusal);
            var canToneMap = clip.IsHdr && await ffmpeg.CanToneMapAsync(folder, cancellationToken);
            return (new Encode(clip, request.Edit, await gain!, _options, canToneMap), null);
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task?)gain ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TranscodeOutcome> MakeAsync(
        TranscodeRequest request, Encode plan, IReadOnlyList<Rung> rungs, Rung first, List<Rung> others, WorkFolder folder, ITranscodeSink sink, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var storyboard = MovingPreviews.StoryboardOutput(others.Count > 0 ? others[0] : first, plan.Duration);
        Task<Still?>? pictures = null;
        try
        {
            string[] beside = [.. Thumbnails.Output(first, plan.Duration), .. others.Count > 0 ? [] : storyboard];
            var encoded = await EncodeAsync(plan, [first], folder, new Stage(sink, "first", ProbingEnds, FirstEnds), beside, canWait: false, cancellationToken);
            if (encoded.Refusal is { } refusal)
                return new TranscodeOutcome(null, refusal);
            var (result, cover) = await DescribeFirstAsync(request, plan, rungs, first, Thumbnails.Read(first, plan.Duration, encoded.Output), folder, cancellationToken);

            // Handing over may move the file, and more pictures are taken of it.
            File.Copy(folder.At(first.File), folder.At(FirstCopy));
            if (others.Count > 0)
                await sink.RenditionsReadyAsync(result, folder, cancellationToken);
            pictures = PicturesAsync(plan, first, cover, folder, stop.Token);
            var ladder = new Stage(sink, "ladder", FirstEnds, LadderEnds);
            if (others.Count > 0 && (await EncodeAsync(plan, others, folder, ladder, storyboard, canWait: true, cancellationToken)).Refusal is { } late)
                return new TranscodeOutcome(null, late);

            sink.Progress("finishing", LadderEnds);
            var made = await FinishAsync(plan, others, first, result, await pictures, folder, cancellationToken);
            var av1 = Ladder.Av1(rungs, _options.Av1Rungs);
            return new TranscodeOutcome(av1.Count > 0 ? await AddAv1Async(plan, av1, made, folder, sink, cancellationToken) : made, null);
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task?)pictures ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            File.Delete(folder.At(FirstCopy));
        }
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
                if ((await EncodeAsync(plan, [rung], folder, stage, [], canWait: true, cancellationToken)).Refusal is { } refusal)
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

    // Makes rungs in one command and decodes each again; beside is what else that decode of the smallest gives.
    private async Task<Encoded> EncodeAsync(
        Encode plan, IReadOnlyList<Rung> rungs, WorkFolder folder, Stage stage, string[] beside, bool canWait, CancellationToken cancellationToken)
    {
        // Sixty times as long as the clip lasts: the slowest clips we take on the slowest machine we know need twenty.
        var deadline = TimeSpan.FromSeconds(120 + plan.Clip.Duration * 60);
        stage.Report(0);
        var run = await ffmpeg.RunAsync(
            new FfmpegCommand("ffmpeg", folder, plan.Arguments(ffmpeg, rungs), deadline) { CanWait = canWait, Progress = done => stage.Report(done.TotalSeconds / plan.Duration) },
            cancellationToken);
        if (run.TimedOut)
            throw new TranscodeFailedException("ffmpeg hung.");
        var seen = await Task.WhenAll(rungs.Select((rung, i) => Verify.RungAsync(ffmpeg, folder, plan, rung, i == 0 ? beside : [], canWait, cancellationToken)));
        var problem = seen.Select(one => one.Problem).FirstOrDefault(one => one is not null);
        if (problem is null && Verify.SourceWasWhole(plan, run.Log))
            return new Encoded(null, seen[0].Output);

        // When ffmpeg itself is content and tells what it read, it is the clip that holds less than it promised; else this attempt went wrong.
        return run.ExitCode == 0 && Probe.SaysWhatItDecoded(run.Log) ? new Encoded(Refusal.Corrupt, [])
            : throw new TranscodeFailedException($"ffmpeg ended with {run.ExitCode} ({problem}): {run.Log[^Math.Min(run.Log.Length, 600)..]}");
    }

    private async Task<(TranscodeResult Result, double Cover)> DescribeFirstAsync(
        TranscodeRequest request, Encode plan, IReadOnlyList<Rung> rungs, Rung first, Thumbnails thumbnails, WorkFolder folder, CancellationToken cancellationToken)
    {
        var frame = request.CoverMs is { } chosen ? thumbnails.At(chosen / 1000.0) : thumbnails.Best();
        var cover = Math.Clamp(request.CoverMs / 1000.0 ?? frame * thumbnails.SecondsApart, 0, Math.Max(0, plan.Duration - 1.5 / plan.Clip.FrameRate.Value));
        var stills = await Stills.MakeAsync(ffmpeg, folder, first, cover, cancellationToken);
        var rendition = await DescribeAsync(plan, first, folder, cancellationToken);
        await File.WriteAllTextAsync(folder.At(FirstPlaylist), Playlists.Multivariant([rendition]), cancellationToken);
        var result = new TranscodeResult
        {
            Complete = false,
            Playlist = FirstPlaylist,
            Renditions = [rendition],
            Posters = [.. stills.Where(still => still.File != Stills.SocialCard)],
            SocialCard = Stills.SocialCard,
            ThumbHash = Convert.ToBase64String(thumbnails.Hash(frame)),
            Color = thumbnails.Color(frame),
            DurationMs = (int)Math.Round(plan.Duration * 1000),
            Width = rungs[^1].Width,
            Height = rungs[^1].Height,
            HasAudio = plan.HasSound,
            NewFiles = [rendition.File, .. stills.Select(still => still.File), rendition.Playlist, FirstPlaylist],
        };
        return (result, cover);
    }

    private async Task<Still?> PicturesAsync(Encode plan, Rung first, double cover, WorkFolder folder, CancellationToken cancellationToken)
    {
        var avif = Stills.AvifAsync(ffmpeg, folder, FirstCopy, first, cover, cancellationToken);
        await Task.WhenAll(avif, MovingPreviews.LoopAsync(ffmpeg, folder, FirstCopy, first, cover, plan.Duration, cancellationToken));
        return await avif;
    }

    private static async Task<TranscodeResult> FinishAsync(
        Encode plan, List<Rung> others, Rung firstRung, TranscodeResult first, Still? avif, WorkFolder folder, CancellationToken cancellationToken)
    {
        var made = new List<Rendition>();
        foreach (var rung in others)
            made.Add(await DescribeAsync(plan, rung, folder, cancellationToken));

        var hasStoryboard = await MovingPreviews.DescribeStoryboardAsync(folder, others.Count > 0 ? others[0] : firstRung, plan.Duration, cancellationToken);
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

    /// <summary>What became of a command: nothing to complain of, or why the clip cannot be taken; and what the look at its smallest rung gave.</summary>
    private readonly record struct Encoded(Refusal? Refusal, byte[] Output);

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
