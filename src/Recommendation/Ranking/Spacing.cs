namespace Zoetrope.Recommendation.Ranking;

/// <summary>Orders scored candidates so that one author does not follow on themself.</summary>
internal static class Spacing
{
    /// <summary>At least so many clips of others lie between two of one author, as long as there are others.</summary>
    public const int Distance = 3;

    /// <summary>
    /// Takes the best candidate whose author is not among the last <see cref="Distance"/>; where nobody else is left, the best one
    /// whose author was shown longest ago.
    /// </summary>
    public static List<T> Apply<T>(IEnumerable<T> ranked, Func<T, Guid> author, int most)
    {
        var left = new LinkedList<T>(ranked);
        var chosen = new List<T>(most);
        while (chosen.Count < most && left.First is { } best)
        {
            var (next, nextAge) = (best, Age(chosen, author(best.Value)));
            for (var node = best.Next; node is not null && nextAge <= Distance; node = node.Next)
            {
                if (Age(chosen, author(node.Value)) is var age && age > nextAge) (next, nextAge) = (node, age);
            }
            chosen.Add(next.Value);
            left.Remove(next);
        }
        return chosen;

        // How many places back the author last appeared; anything beyond the distance counts alike.
        int Age(List<T> so, Guid of)
        {
            for (var back = 1; back <= Math.Min(Distance, so.Count); back++)
            {
                if (author(so[^back]) == of) return back;
            }
            return Distance + 1;
        }
    }
}
