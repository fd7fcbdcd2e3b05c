using System.Text.RegularExpressions;
using Zoetrope.Platform.Text;

namespace Zoetrope.Gateway.Tests;

/// <summary>Whatever is refused is refused in words, in every language; nobody meets the sentence for codes without words.</summary>
public sealed partial class WordsTests
{
    [Fact]
    public void Every_refusal_has_its_words()
    {
        var codes = Sources().SelectMany(file => Refusals().Matches(File.ReadAllText(file)).Select(match => match.Groups["code"].Value)).Distinct().ToList();
        codes.Count.ShouldBeGreaterThan(80);
        codes.ShouldContain("not_an_email");
        // Of nothing in particular: neither says what would be right.
        foreach (var vague in (string[])["unknown", "invalid"]) codes.ShouldNotContain(vague);

        var sentences = new Sentences();
        // Said between two parts of Auth, never to anybody.
        codes.Remove("restored");
        codes.Where(code => sentences.Find("en", code) is null || sentences.Find("de", code) is null).ShouldBeEmpty();
    }

    private static IEnumerable<string> Sources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Zoetrope.slnx"))) folder = folder.Parent;
        return Directory.EnumerateFiles(Path.Combine(folder.FullName, "src"), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal));
    }

    // Fault.Invalid and Fault.Field name a field first, Fault.Other a status, Fault.Unavailable and TooMany may name seconds, the one before and the other after the code.
    [GeneratedRegex("""Fault\.\w+\((?:(?:\$?"[^"]*"|[\w.\[\]]+), )?"(?<code>[a-z_]+)"(?:\)|, [(\d])""", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Refusals();
}
