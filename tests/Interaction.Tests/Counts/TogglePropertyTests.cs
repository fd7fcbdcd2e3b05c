using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Interaction.Tests.Counts;

/// <summary>
/// Whatever people tap in whatever order – with numbers, late retries, follow requests and blocks – the service answers, counts and tells what a
/// model of a few lines says. A failure prints its seed and the shortest list of steps that still fails.
/// </summary>
public sealed class TogglePropertyTests(PostgresFixture postgres)
{
    private const int CasesOfASeed = 6;

    // The last one is new in every run.
    private static readonly ulong[] s_seeds = [.. Enumerable.Range(1, TestRun.IsFull ? 19 : 2).Select(n => (ulong)n), (ulong)Random.Shared.NextInt64()];

    [Fact]
    public async Task Answers_counts_lists_and_events_are_those_of_the_model()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        foreach (var seed in s_seeds)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
            var config = Config.QuickThrowOnFailure.WithName($"Toggles, seed {seed}").WithMaxTest(CasesOfASeed).WithStartSize(10).WithEndSize(50)
                .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
            // FsCheck has no asynchronous check: its property runs on a thread of its own.
            await Task.Run(() => Check.One(config, Prop.ForAll(Steps(), steps => ToggleRun.CheckAsync(app, steps).GetAwaiter().GetResult())));
        }
    }

    /// <summary>Steps with numbers that mostly rise: some have none, and some come late.</summary>
    private static Arbitrary<ToggleStep[]> Steps()
    {
        var one = from what in Gen.Elements(Toggle.Like, Toggle.Like, Toggle.Save, Toggle.Follow, Toggle.Follow, Toggle.Answer, Toggle.Block, Toggle.Fold)
                  from who in Gen.Choose(0, ToggleRun.People - 1)
                  from whom in Gen.Choose(0, ToggleRun.People - 1)
                  from isOn in Gen.Frequency((2, Gen.Constant(true)), (1, Gen.Constant(false)))
                  from late in Gen.Frequency((3, Gen.Constant(-1)), (3, Gen.Constant(0)), (2, Gen.Choose(1, 30)))
                  select (what, who, whom, isOn, late);
        var all = Gen.ArrayOf(one).Select(steps => steps.Select((s, n) => new ToggleStep(s.what, s.who, s.whom, s.isOn, s.late < 0 ? 0 : Math.Max(1, n + 1 - s.late))).ToArray());
        return Arb.From(all, Shorter);
    }

    private static IEnumerable<ToggleStep[]> Shorter(ToggleStep[] steps)
    {
        if (steps.Length > 3) yield return steps[..(steps.Length / 2)];
        for (var n = 0; n < steps.Length; n++) yield return [.. steps[..n], .. steps[(n + 1)..]];
    }
}

internal enum Toggle { Like, Save, Follow, Answer, Block, Fold }

/// <param name="Whom">Also whose clip; the last person's account is private.</param>
internal sealed record ToggleStep(Toggle What, int Who, int Whom, bool IsOn, long Seq);

/// <summary>What should be: who tapped what with which number, and nothing else.</summary>
internal sealed class ToggleModel
{
    public Dictionary<(Toggle What, int Who, int Whom), (bool IsOn, long Seq)> Taps { get; } = [];
    public Dictionary<(int Who, int Whom), (FollowState State, long Seq)> Follows { get; } = [];
    public HashSet<(int Who, int Whom)> Blocks { get; } = [];

    public FollowState FollowOf(int who, int whom) => Follows.TryGetValue((who, whom), out var follow) ? follow.State : FollowState.None;
    public int Count(Toggle what, int whom) => Taps.Count(tap => tap.Key.What == what && tap.Key.Whom == whom && tap.Value.IsOn);
    public int Followers(int whom) => Follows.Count(follow => follow.Key.Whom == whom && follow.Value.State == FollowState.Following);
    public int Following(int who) => Follows.Count(follow => follow.Key.Who == who && follow.Value.State == FollowState.Following);

    /// <summary>The status that the step is refused with, or 200; a refused step changes nothing.</summary>
    public int Apply(ToggleStep step) => step.What switch
    {
        Toggle.Like or Toggle.Save => Tap(step),
        Toggle.Follow => Follow(step),
        Toggle.Answer => Answer(step),
        Toggle.Block => Block(step),
        _ => 200,
    };

    private int Tap(ToggleStep step)
    {
        var key = (step.What, step.Who, step.Whom);
        var (isOn, seq) = Taps.GetValueOrDefault(key);
        // Taking back needs no sight.
        if (!(isOn && !step.IsOn) && Sight(step.Who, step.Whom) is var sight and not 200) return sight;
        if (step.Seq == 0 || step.Seq > seq) Taps[key] = (step.IsOn, Math.Max(seq, step.Seq));
        return 200;
    }

    private int Sight(int who, int whom)
        => who == whom ? 200 : Blocks.Contains((who, whom)) || Blocks.Contains((whom, who)) ? 404 : whom == ToggleRun.Private && FollowOf(who, whom) != FollowState.Following ? 403 : 200;

    private int Follow(ToggleStep step)
    {
        if (step.Who == step.Whom) return 422;
        if (Blocks.Contains((step.Whom, step.Who))) return 404;
        if (step.IsOn && Blocks.Contains((step.Who, step.Whom))) return 409;
        var (state, seq) = Follows.GetValueOrDefault((step.Who, step.Whom), (FollowState.None, 0));
        if (step.Seq > 0 && step.Seq <= seq) return 200;
        var next = !step.IsOn ? FollowState.None : state == FollowState.Following || step.Whom != ToggleRun.Private ? FollowState.Following : FollowState.Requested;
        // What changes nothing and has no number to be remembered by leaves nothing behind.
        if (next == state && step.Seq == 0) return 200;
        Follows[(step.Who, step.Whom)] = (next, Math.Max(seq, step.Seq));
        return 200;
    }

    /// <summary>Whom answers who asked.</summary>
    private int Answer(ToggleStep step)
    {
        var (state, seq) = Follows.GetValueOrDefault((step.Who, step.Whom), (FollowState.None, 0));
        var wanted = step.IsOn ? FollowState.Following : FollowState.None;
        if (state == wanted && Follows.ContainsKey((step.Who, step.Whom))) return 200;
        if (state != FollowState.Requested) return 404;
        Follows[(step.Who, step.Whom)] = (wanted, seq);
        return 200;
    }

    private int Block(ToggleStep step)
    {
        if (step.Who == step.Whom) return 422;
        if (!step.IsOn) { Blocks.Remove((step.Who, step.Whom)); return 200; }
        if (Blocks.Contains((step.Whom, step.Who))) return 404;
        if (!Blocks.Add((step.Who, step.Whom))) return 200;
        foreach (var pair in ((int, int)[])[(step.Who, step.Whom), (step.Whom, step.Who)])
            Follows[pair] = (FollowState.None, Follows.GetValueOrDefault(pair).Seq);
        return 200;
    }
}
