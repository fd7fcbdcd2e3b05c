using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Search;

/// <summary>
/// The words that the newest videos are found by, for reading a word typed wrong as the nearest that leads somewhere. Asked only when
/// nothing was found; one letter may be wrong, missing, too many or swapped with the next, in long words two.
/// </summary>
internal sealed partial class SearchTerms(TimeProvider time)
{
    private const int Shortest = 4, Long = 8, Longest = 30;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(20);

    private Reading? _last;

    /// <summary>The query as it was probably meant; null where every word is known or nothing is near.</summary>
    public async Task<string?> CorrectAsync(VideoDb db, string query, CancellationToken cancel)
    {
        // Who quotes or excludes means what it says.
        if (query.Contains('"', StringComparison.Ordinal) || query.Contains(" -", StringComparison.Ordinal)) return null;
        var terms = await TermsAsync(db, cancel);
        var changed = false;
        var meant = Word().Replace(query, match =>
        {
            var word = Fold(match.Value);
            if (word.Length is < Shortest or > Longest || terms.ContainsKey(word) || Nearest(word, terms) is not { } near) return match.Value;
            changed = true;
            return near;
        });
        return changed ? meant : null;
    }

    private static string? Nearest(string word, Dictionary<string, int> terms)
    {
        var most = word.Length >= Long ? 2 : 1;
        return terms
            .Where(term => Math.Abs(term.Key.Length - word.Length) <= most)
            .Select(term => (Term: term.Key, Count: term.Value, Distance: Distance(word, term.Key)))
            .Where(near => near.Distance <= most)
            .OrderBy(near => near.Distance).ThenByDescending(near => near.Count).ThenBy(near => near.Term, StringComparer.Ordinal)
            .Select(near => near.Term)
            .FirstOrDefault();
    }

    /// <summary>Optimal string alignment: the fewest letters changed, added, taken away or swapped with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var (before, last, now) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                now[j] = Math.Min(Math.Min(last[j] + 1, now[j - 1] + 1), last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = Math.Min(now[j], before[j - 2] + 1);
            }
            (before, last, now) = (last, now, before);
        }
        return last[b.Length];
    }

    private async Task<Dictionary<string, int>> TermsAsync(VideoDb db, CancellationToken cancel)
    {
        var last = Volatile.Read(ref _last);
        if (last is not null && time.GetElapsedTime(last.At) < Fresh) return last.Terms;
        var at = time.GetTimestamp();
        var rows = await db.Database.SqlQuery<string>($"""
            select ndoc || ' ' || word as "Value"
            from ts_stat('select search from videos where listed order by published_at desc limit 20000')
            where length(word) between {Shortest} and {Longest}
            order by ndoc desc limit 50000
            """).ToListAsync(cancel);
        var terms = rows.Select(row => row.Split(' ', 2)).ToDictionary(parts => parts[1], parts => int.Parse(parts[0], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Volatile.Write(ref _last, new Reading(terms, at));
        return terms;
    }

    // As search_fold in the database, near enough for a guess.
    private static string Fold(string word)
        => string.Concat(word.Normalize(NormalizationForm.FormD).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)).ToLowerInvariant();

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    private sealed record Reading(Dictionary<string, int> Terms, long At);
}
