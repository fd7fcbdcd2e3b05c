using System.Text.Json;
using System.Text.Json.Serialization;
using Zoetrope.Recommendation.Ranking;

namespace Zoetrope.Recommendation.Data;

/// <summary>The JSON columns of this service, source-generated.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dictionary<string, double>))]
[JsonSerializable(typeof(IReadOnlyList<Contribution>))]
internal sealed partial class Json : JsonSerializerContext
{
    public static Dictionary<string, double> ReadNumbers(string json) => JsonSerializer.Deserialize(json, Default.DictionaryStringDouble) ?? [];

    public static string Write(Dictionary<string, double> numbers) => JsonSerializer.Serialize(numbers, Default.DictionaryStringDouble);

    public static IReadOnlyList<Contribution> ReadContributions(string json)
        => JsonSerializer.Deserialize(json, Default.IReadOnlyListContribution) ?? [];

    public static string Write(IReadOnlyList<Contribution> contributions) => JsonSerializer.Serialize(contributions, Default.IReadOnlyListContribution);
}
