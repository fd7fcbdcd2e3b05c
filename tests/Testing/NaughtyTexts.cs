using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Zoetrope.Testing;

/// <summary>Hostile and odd texts, for every field that people write into; a test that reads them is skipped with words where they are not at hand.</summary>
public static partial class NaughtyTexts
{
    /// <summary>All of them that are Unicode text: a lone surrogate is none.</summary>
    /// <param name="longest">Longer ones, in UTF-16 units, are left out.</param>
    public static List<string> Read(int longest = 100_000)
        => [.. File.ReadLines(TestMedia.Beside("naughty.txt")).Where(line => line.Length > 0 && line[0] != '#').Select(line => Expand(JsonSerializer.Deserialize<string>(line.Split('\t', 3)[2])!))
            .Where(text => text.Length <= longest && IsWellFormed(text))];

    /// <summary>Writes out what the list abbreviates, such as <c>&lt;&lt;REPEAT:a:1000&gt;&gt;</c>; at most a hundred thousand times.</summary>
    public static string Expand(string text) => Repeat().Replace(text, m => string.Concat(Enumerable.Repeat(m.Groups["x"].Value, Math.Min(100_000, int.Parse(m.Groups["n"].Value, CultureInfo.InvariantCulture)))));

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i]))) return false;
        return true;
    }

    [GeneratedRegex("<<(REPEAT|NEST):(?<x>.*?):(?<n>[0-9]+)>>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Repeat();
}
