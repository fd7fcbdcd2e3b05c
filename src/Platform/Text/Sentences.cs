using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zoetrope.Platform.Text;

/// <summary>What the server says to people, by code: refusals, reasons, mail. One file a language, <c>web/messages/server/{language}.json</c>; English where a language lacks one.</summary>
public sealed class Sentences
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
        foreach (var (name, value) in args ?? []) text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        return text;
    }

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
