using Zoetrope.Recommendation.Candidates;
using Zoetrope.Recommendation.Feed;

namespace Zoetrope.Recommendation.Ranking;

/// <summary>One term of a score: <c>points = value × weight</c>.</summary>
/// <param name="About">What it is about, such as the tag; empty where nothing needs naming.</param>
internal sealed record Contribution(string Name, double Value, double Weight, string About = "")
{
    public double Points => Value * Weight;
}

/// <summary>A candidate with its score and the terms that make it up.</summary>
internal sealed record Scored(Candidate Candidate, double Points, IReadOnlyList<Contribution> Contributions)
{
    /// <summary>The term that speaks most for it: its source, and the reason shown to the viewer.</summary>
    public Contribution Main => Contributions.MaxBy(c => c.Points)!;
}

/// <summary>
/// The ranking formula: a sum of named terms, kept with the impression, so that "why am I seeing this" is the calculation itself
/// and not a story about it.
/// </summary>
internal static class Score
{
    public const string Model = "sum-1";
    public const string Similar = "similar", RecentlyServed = "recently_served";

    private const double SimilarWeight = 1.5, RecentlyServedWeight = 1;
    private static readonly TimeSpan FreshHalfLife = TimeSpan.FromHours(48);

    // Popularity is a logarithm without an upper end; at this value it counts half.
    private const double HalfPopular = 3;

    /// <param name="chance">0 … 1, drawn for this candidate: without it nobody would ever learn of an unknown clip.</param>
    public static Scored Of(Candidate candidate, ViewerProfile viewer, IReadOnlySet<string> seedTags, DateTimeOffset now, double chance)
    {
        var terms = new List<Contribution>(8);
        void Add(string name, double value, double weight, string about = "")
        {
            if (value * weight != 0) terms.Add(new Contribution(name, Math.Round(value, 4), weight, about));
        }

        Add(WeightTable.Fresh, Math.Pow(0.5, Math.Max(0, (now - candidate.PublishedAt) / FreshHalfLife)), viewer.Weights[WeightTable.Fresh]);
        Add(WeightTable.Popular, candidate.Popularity / (candidate.Popularity + HalfPopular), viewer.Weights[WeightTable.Popular]);
        if (candidate.Followed) Add(WeightTable.Followed, 1, viewer.Weights[WeightTable.Followed]);
        if (Strongest(candidate.Tags, viewer.Taste) is var (tasteTag, taste)) Add(WeightTable.Taste, taste, viewer.Weights[WeightTable.Taste], tasteTag);
        if (Strongest(candidate.Tags, viewer.Topics) is var (topicTag, topic)) Add(WeightTable.Topic, topic, viewer.Weights[WeightTable.Topic], topicTag);
        if (seedTags.Count > 0 && Overlap(candidate.Tags, seedTags) is > 0 and var overlap) Add(Similar, overlap, SimilarWeight);
        if (candidate.RecentlyServed) Add(RecentlyServed, -1, RecentlyServedWeight);
        Add(WeightTable.Explore, chance, viewer.Weights[WeightTable.Explore]);
        if (terms.Count == 0) terms.Add(new Contribution(WeightTable.Fresh, 0, viewer.Weights[WeightTable.Fresh]));
        return new Scored(candidate, terms.Sum(t => t.Points), terms);
    }

    private static (string Tag, double Value)? Strongest(string[] tags, IReadOnlyDictionary<string, double> known)
    {
        (string Tag, double Value)? strongest = null;
        foreach (var tag in tags)
        {
            if (known.TryGetValue(tag, out var value) && (strongest is null || Math.Abs(value) > Math.Abs(strongest.Value.Value))) strongest = (tag, value);
        }
        return strongest;
    }

    private static double Overlap(string[] tags, IReadOnlySet<string> other) => tags.Length == 0 ? 0 : (double)tags.Count(other.Contains) / tags.Length;
}
