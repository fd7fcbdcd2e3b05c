using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;
using Zoetrope.Recommendation.Data;
using Zoetrope.Recommendation.Ranking;

namespace Zoetrope.Recommendation.Feed;

internal sealed partial class FeedsService
{
    private const int MostTopics = 100, MostMutedWords = 200, LongestWord = 60;

    /// <summary>What the viewer set for their feed; the defaults where they set nothing.</summary>
    public override async Task<GetFeedPreferencesResponse> GetFeedPreferences(GetFeedPreferencesRequest request, ServerCallContext context)
        => new() { Preferences = await PreferencesAsync(Known(context), context.CancellationToken) };

    /// <summary>Replaces them. Works for signed-out devices too.</summary>
    public override async Task<UpdateFeedPreferencesResponse> UpdateFeedPreferences(UpdateFeedPreferencesRequest request, ServerCallContext context)
    {
        var (key, wanted) = (Known(context), request.Preferences ?? throw Fault.Invalid("preferences", "required"));
        Check(wanted);
        var topics = wanted.Topics.GroupBy(t => Word("topics", t.Key)).ToDictionary(g => g.Key, g => g.Last().Value);
        var words = wanted.MutedWords.Select(w => Word("mutedWords", w)).Where(w => w.Length > 0).Distinct().ToArray();
        var weights = wanted.Weights.ToDictionary(w => w.Key, w => w.Value);
        await db.Database.ExecuteSqlAsync($"""
            insert into preferences (viewer, personalised, topics, muted_words, weights, taste_from)
            values ({key}, {wanted.Personalised}, {Json.Write(topics)}::jsonb, {words}, {Json.Write(weights)}::jsonb, '-infinity')
            on conflict (viewer) do update set personalised = excluded.personalised, topics = excluded.topics,
                muted_words = excluded.muted_words, weights = excluded.weights
            """, context.CancellationToken);
        return new UpdateFeedPreferencesResponse { Preferences = await PreferencesAsync(key, context.CancellationToken) };
    }

    /// <summary>Forgets what was learned; what the viewer set stays.</summary>
    public override async Task<ResetTasteResponse> ResetTaste(ResetTasteRequest request, ServerCallContext context)
    {
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync($$"""
            insert into preferences (viewer, personalised, topics, muted_words, weights, taste_from) values ({{Known(context)}}, true, '{}', '{}', '{}', {{now}})
            on conflict (viewer) do update set taste_from = excluded.taste_from
            """, context.CancellationToken);
        return new ResetTasteResponse();
    }

    private async Task<FeedPreferences> PreferencesAsync(string key, CancellationToken cancel)
    {
        var set = await db.Preferences.AsNoTracking().Where(p => p.Viewer == key).Select(p => new { p.Personalised, p.Topics, p.MutedWords, p.Weights }).SingleOrDefaultAsync(cancel);
        var preferences = new FeedPreferences { Personalised = set?.Personalised ?? true };
        if (set is not null) preferences.Topics.Add(Json.ReadNumbers(set.Topics));
        preferences.MutedWords.AddRange(set?.MutedWords ?? []);
        preferences.Weights.Add(WeightTable.Complete(set is null ? [] : Json.ReadNumbers(set.Weights)));
        preferences.WeightsSchema.AddRange(WeightTable.All.Select(w => new WeightSchema { Name = w.Name, Min = w.Min, Max = w.Max, Default = w.Default }));
        return preferences;
    }

    // The limit is that of what is kept, since folding can make a text longer: what is given back must be taken again.
    private static string Word(string field, string text) => TextRules.Clean(field, TextEntities.Fold(TextRules.Clean(field, text, LongestWord)), LongestWord);

    private static void Check(FeedPreferences wanted)
    {
        var errors = new List<FieldError>();
        if (wanted.Topics.Count > MostTopics) errors.Add(Fault.Field("topics", "too_many", ("max", MostTopics.ToString(CultureInfo.InvariantCulture))));
        if (wanted.Topics.Any(t => !(Math.Abs(t.Value) <= 1))) errors.Add(Fault.Field("topics", "out_of_range", ("min", "-1"), ("max", "1")));
        if (wanted.MutedWords.Count > MostMutedWords) errors.Add(Fault.Field("mutedWords", "too_many", ("max", MostMutedWords.ToString(CultureInfo.InvariantCulture))));
        foreach (var (name, value) in wanted.Weights)
        {
            if (WeightTable.All.FirstOrDefault(w => w.Name == name) is not { } weight) errors.Add(Fault.Field($"weights.{name}", "unknown_choice", ("choices", string.Join(", ", WeightTable.All.Select(w => w.Name)))));
            else if (!(value >= weight.Min && value <= weight.Max))
                errors.Add(Fault.Field($"weights.{name}", "out_of_range", ("min", weight.Min.ToString(CultureInfo.InvariantCulture)), ("max", weight.Max.ToString(CultureInfo.InvariantCulture))));
        }
        if (errors.Count > 0) throw Fault.Invalid(errors);
    }

    // Somebody without account or device cookie has nowhere to keep preferences.
    private static string Known(ServerCallContext context) => context.Viewer().Key is { Length: > 0 } key ? key : throw Fault.Unauthenticated();
}
