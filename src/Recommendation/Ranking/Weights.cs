namespace Zoetrope.Recommendation.Ranking;

/// <summary>One weight that a viewer may set, with its range.</summary>
internal sealed record Weight(string Name, double Min, double Max, double Default);

/// <summary>The weights of the ranking formula. Viewers set those listed here; the rest is fixed in <see cref="Score"/>.</summary>
internal static class WeightTable
{
    public const string Followed = "followed", Fresh = "fresh", Popular = "popular", Taste = "taste", Topic = "topic", Explore = "explore";

    public static readonly IReadOnlyList<Weight> All =
    [
        new(Followed, 0, 4, 1.2),
        new(Taste, 0, 4, 2.0),
        new(Topic, 0, 4, 2.0),
        new(Fresh, 0, 2, 1.0),
        new(Popular, 0, 2, 0.8),
        new(Explore, 0, 2, 0.4),
    ];

    /// <summary>Every weight, the viewer's where set, held within its range.</summary>
    public static Dictionary<string, double> Complete(IReadOnlyDictionary<string, double> set)
        => All.ToDictionary(w => w.Name, w => set.TryGetValue(w.Name, out var value) && double.IsFinite(value) ? Math.Clamp(value, w.Min, w.Max) : w.Default);
}
