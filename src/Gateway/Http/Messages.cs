using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Zoetrope.Gateway.Http;

/// <summary>The server's sentences by code, from <c>Http/Messages/{language}.json</c>; English where a language lacks one.</summary>
internal sealed class Messages
{
    private const string Fallback = "en";

    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _languages = Load();

    /// <summary>The sentence of a code with its parameters filled in.</summary>
    public string Text(string locale, string code, IEnumerable<KeyValuePair<string, string>>? args = null)
    {
        var text = Find(locale, code) ?? Find(locale, "unknown") ?? code;
        foreach (var (name, value) in args ?? []) text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        return text;
    }

    public Cards.Sentence Sentence(string locale, Contracts.Common.V1.Sentence sentence)
        => new(sentence.Code, sentence.Params, Text(locale, sentence.Code, sentence.Params));

    /// <summary>The short title of a refusal.</summary>
    public string Title(string locale, int status) => Find(locale, $"status.{status}") ?? Find(locale, status >= 500 ? "status.500" : "status.400") ?? "Error";

    /// <summary>The best language we speak for an Accept-Language header.</summary>
    public string Choose(string? acceptLanguage)
    {
        if (string.IsNullOrEmpty(acceptLanguage)) return Fallback;
        if (!StringWithQualityHeaderValue.TryParseList([acceptLanguage], out var asked)) return Fallback;
        var best = (Language: Fallback, Quality: 0.0);
        foreach (var choice in asked.Take(10))
        {
            var language = choice.Value.ToString().Split('-')[0].ToLowerInvariant();
            if ((choice.Quality ?? 1) > best.Quality && _languages.ContainsKey(language)) best = (language, choice.Quality ?? 1);
        }
        return best.Language;
    }

    private string? Find(string locale, string code)
        => _languages.TryGetValue(locale.Split('-')[0], out var own) && own.TryGetValue(code, out var text) ? text : _languages[Fallback].GetValueOrDefault(code);

    private static FrozenDictionary<string, FrozenDictionary<string, string>> Load()
    {
        var assembly = typeof(Messages).Assembly;
        const string prefix = "messages.";
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => Path.GetFileNameWithoutExtension(name[prefix.Length..]), name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                return JsonSerializer.Deserialize(stream, GatewayJson.Default.DictionaryStringString)!.ToFrozenDictionary();
            });
    }
}
