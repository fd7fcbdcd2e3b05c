using Microsoft.Net.Http.Headers;
using Zoetrope.Platform.Text;

namespace Zoetrope.Gateway.Http;

/// <summary>The server's sentences as answers need them: by code, in the language of the request.</summary>
internal sealed class Messages
{
    private readonly Sentences _sentences = new();

    /// <summary>The sentence of a code with its parameters filled in.</summary>
    public string Text(string locale, string code, IEnumerable<KeyValuePair<string, string>>? args = null) => _sentences.Text(locale, code, args);

    public Cards.Sentence Sentence(string locale, Contracts.Common.V1.Sentence sentence)
        => new(sentence.Code, sentence.Params, Text(locale, sentence.Code, sentence.Params));

    /// <summary>The short title of a refusal.</summary>
    public string Title(string locale, int status)
        => _sentences.Find(locale, $"status.{status}") ?? _sentences.Find(locale, status >= 500 ? "status.500" : "status.400") ?? "Error";

    /// <summary>The best language we speak for an Accept-Language header.</summary>
    public string Choose(string? acceptLanguage)
    {
        if (string.IsNullOrEmpty(acceptLanguage)) return Sentences.Fallback;
        if (!StringWithQualityHeaderValue.TryParseList([acceptLanguage], out var asked)) return Sentences.Fallback;
        var best = (Language: Sentences.Fallback, Quality: 0.0);
        foreach (var choice in asked.Take(10))
        {
            var language = choice.Value.ToString().Split('-')[0].ToLowerInvariant();
            if ((choice.Quality ?? 1) > best.Quality && _sentences.Speaks(language)) best = (language, choice.Quality ?? 1);
        }
        return best.Language;
    }
}
