using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Feed;

/// <summary>GET and PUT /api/feed/preferences, POST /api/feed/reset: what the viewer says about their own feed.</summary>
internal static class Preferences
{
    private const int MostEntries = 200;

    public sealed record Body(bool? Personalised, IReadOnlyDictionary<string, double>? Topics, IReadOnlyList<string?>? MutedWords, IReadOnlyDictionary<string, double>? Weights);

    public sealed record Answer(
        bool Personalised, IReadOnlyDictionary<string, double> Topics, IReadOnlyList<string> MutedWords,
        IReadOnlyDictionary<string, double> Weights, IReadOnlyList<Weight> WeightsSchema);

    public sealed record Weight(string Name, double Min, double Max, double Default);

    public static void Map(IEndpointRouteBuilder feed)
    {
        feed.MapGet("/preferences", Get);
        feed.MapPut("/preferences", Put).Limit(Limits.Budget.Write);
        feed.MapPost("/reset", Reset).Limit(Limits.Budget.Write);
    }

    private static async Task<Answer> Get(Caller caller, Rpc<FeedsClient> feeds, CancellationToken cancel)
        => Shown((await feeds.As(caller.Viewer).GetFeedPreferencesAsync(new GetFeedPreferencesRequest(), cancellationToken: cancel)).Preferences);

    private static async Task<Answer> Put(Body body, Caller caller, Rpc<FeedsClient> feeds, CancellationToken cancel)
    {
        var preferences = new FeedPreferences { Personalised = body.Personalised ?? true };
        Fill(preferences.Topics, body.Topics, "topics");
        Fill(preferences.Weights, body.Weights, "weights");
        if (body.MutedWords is { Count: > MostEntries }) throw Fault.Invalid("mutedWords", "too_many", ("max", MostEntries.ToString()));
        preferences.MutedWords.AddRange((body.MutedWords ?? []).Select(word => word ?? ""));
        var reply = await feeds.As(caller.Viewer).UpdateFeedPreferencesAsync(new UpdateFeedPreferencesRequest { Preferences = preferences }, cancellationToken: cancel);
        return Shown(reply.Preferences);
    }

    private static async Task<NoContent> Reset(Caller caller, Rpc<FeedsClient> feeds, CancellationToken cancel)
    {
        await feeds.As(caller.Viewer).ResetTasteAsync(new ResetTasteRequest(), cancellationToken: cancel);
        return TypedResults.NoContent();
    }

    private static void Fill(Google.Protobuf.Collections.MapField<string, double> target, IReadOnlyDictionary<string, double>? from, string field)
    {
        if (from is { Count: > MostEntries }) throw Fault.Invalid(field, "too_many", ("max", MostEntries.ToString()));
        foreach (var (name, value) in from ?? new Dictionary<string, double>()) target[name] = value;
    }

    private static Answer Shown(FeedPreferences preferences) => new(
        preferences.Personalised, preferences.Topics, preferences.MutedWords, preferences.Weights,
        [.. preferences.WeightsSchema.Select(weight => new Weight(weight.Name, weight.Min, weight.Max, weight.Default))]);
}
