using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Zoetrope.Platform.Text;

/// <summary>What the server says to people, by code: refusals, reasons, mail. One file a language, <c>web/messages/server/{language}.json</c>; English where a language lacks one.</summary>
public sealed partial class Sentences
{
    /// <summary>The language that has every sentence.</summary>
    public const string Fallback = "en";

    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _languages = Load();

    /// <summary>Whether there are sentences in this language (<c>de</c>, not <c>de-AT</c>).</summary>
    public bool Speaks(string language) => _languages.ContainsKey(language);

    /// <summary>The sentence of a code as it is written, or null.</summary>
    public string? Find(string locale, string code)
        => _languages.TryGetValue(locale.Split('-')[0], out var own) && own.TryGetValue(code, out var text) ? text : _languages[Fallback].GetValueOrDefault(code);

    /// <summary>The sentence of a code with its parameters filled in.</summary>
    public string Text(string locale, string code, IEnumerable<KeyValuePair<string, string>>? args = null)
    {
        var text = Find(locale, code) ?? Find(locale, "unknown") ?? code;
        if (args is null || !text.Contains('{', StringComparison.Ordinal)) return text;
        // In one go: a value that looks like a place to fill stays as it is.
        var values = args as IReadOnlyDictionary<string, string> ?? args.ToDictionary();
        return Place().Replace(text, place => values.TryGetValue(place.Groups["name"].Value, out var value) ? value : place.Value);
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z_]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();

    private static FrozenDictionary<string, FrozenDictionary<string, string>> Load()
    {
        var assembly = typeof(Sentences).Assembly;
        const string prefix = "sentences.";
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => Path.GetFileNameWithoutExtension(name[prefix.Length..]), name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                return JsonSerializer.Deserialize(stream, SentencesJson.Default.DictionaryStringString)!.ToFrozenDictionary();
            });
    }
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SentencesJson : JsonSerializerContext;
