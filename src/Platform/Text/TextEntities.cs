using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Zoetrope.Contracts.Common.V1;

namespace Zoetrope.Platform.Text;

/// <summary>
/// Finds <c>#tags</c>, <c>@mentions</c> and links in a text. Offsets are UTF-16 code units, as browsers count. A tag is a word of letters,
/// marks, digits and <c>_</c> with at least one letter or mark (Unicode UTS 18 word characters), folded for comparison.
/// </summary>
public static partial class TextEntities
{
    private const int LongestTag = 64;

    /// <summary>Everything that looks like an entity, in order. Mentions are candidates: keep those whose username exists.</summary>
    public static List<TextEntity> Find(string text)
    {
        var found = new List<TextEntity>();
        foreach (Match link in Link().Matches(text)) found.Add(Entity("link", link.Index, link.Length, link.Value));
        foreach (Match tag in Tag().Matches(text))
        {
            var word = tag.Groups["word"];
            if (word.Length <= LongestTag && word.Value.Any(IsLetter) && !Overlaps(found, tag.Index)) found.Add(Entity("tag", tag.Index, tag.Length, Fold(word.Value)));
        }
        foreach (Match mention in Mention().Matches(text))
        {
            var name = mention.Groups["name"].Value.TrimEnd('.');
            if (name.Length >= 3 && !Overlaps(found, mention.Index)) found.Add(Entity("mention", mention.Index, name.Length + 1, name));
        }
        found.Sort((a, b) => a.Start.CompareTo(b.Start));
        return found;
    }

    /// <summary>A tag as it is compared and stored: NFKC and case-folded, without its <c>#</c>.</summary>
    public static string Fold(string tag) => tag.Normalize(NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture).Normalize(NormalizationForm.FormKC).TrimStart('#');

    private static bool IsLetter(char c) => char.IsLetter(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark;

    private static bool Overlaps(List<TextEntity> found, int index) => found.Exists(e => index >= e.Start && index < e.End);

    private static TextEntity Entity(string type, int start, int length, string value) => new() { Type = type, Start = start, End = start + length, Value = value };

    [GeneratedRegex(@"https?://[^\s<>""]+[^\s<>""'.,;:!?)\]}]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w&#@/])[#＃](?<word>[\w\p{M}]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?<![\w@/.])@(?<name>[\p{L}\p{M}\p{Nd}_.]{3,30})(?![\w@])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mention();
}
