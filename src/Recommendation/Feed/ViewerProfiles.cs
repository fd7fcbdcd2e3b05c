using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Platform.Rpc;
using Zoetrope.Recommendation.Data;
using Zoetrope.Recommendation.Ranking;

namespace Zoetrope.Recommendation.Feed;

/// <summary>What is known of a viewer when their feed is made: taste read from their latest reactions, and what they set.</summary>
/// <param name="Keys">The account's key and that of the device it signed up on; or the key of somebody signed out.</param>
/// <param name="Taste">tag → −1 … 1, from the latest reactions; newer ones weigh more.</param>
internal sealed record ViewerProfile(
    string[] Keys,
    Guid? AccountId,
    bool Personalised,
    IReadOnlyDictionary<string, double> Taste,
    IReadOnlyDictionary<string, double> Topics,
    IReadOnlyDictionary<string, double> Weights,
    IReadOnlyList<string> MutedWords,
    IReadOnlySet<string> HiddenTags)
{
    /// <summary>The key under which new things are stored; empty for somebody unknown.</summary>
    public string Key => Keys.Length > 0 ? Keys[0] : "";
}

/// <summary>
/// Reads profiles. Taste is not a model of its own: it is a query over the latest reactions, so that the very next page knows a watch or
/// a like, and forgetting is a date.
/// </summary>
internal sealed class ViewerProfiles([FromKeyedServices(typeof(RecommendationDb))] NpgsqlDataSource source)
{
    private const int Reactions = 200;

    // After so many newer reactions one weighs half.
    private const double HalfLife = 30;

    // A play of less than this part of a clip speaks against its tags, a longer one for them.
    private const double Indifferent = 0.35;

    private const double LikeSignal = 1, TasteScale = 3;

    public async Task<ViewerProfile> ReadAsync(Viewer viewer, CancellationToken cancel)
    {
        List<string> keys = viewer.Key.Length > 0 ? [viewer.Key] : [];
        var preference = (Personalised: true, Topics: new Dictionary<string, double>(), Muted: Array.Empty<string>(), Weights: new Dictionary<string, double>());
        var hiddenTags = new HashSet<string>();
        var taste = new Dictionary<string, double>();
        if (keys.Count > 0)
        {
            await using var batch = source.CreateBatch();
            batch.BatchCommands.Add(Command("select personalised, topics, muted_words, weights from preferences where viewer = $1", keys[0]));
            batch.BatchCommands.Add(Command("select value from not_interested where viewer = $1 and kind = 'tag'", keys[0]));
            batch.BatchCommands.Add(Command("select 'd:' || device_id from joined_devices where user_id = $1", viewer.AccountId ?? Guid.Empty));
            batch.BatchCommands.Add(Command("""
                select v.tags, r.fraction, r.liked from reactions r join known_videos v using (video_id)
                where r.viewer = any(array(select $2 union all select 'd:' || device_id from joined_devices where user_id = $1)) and coalesce(r.seen_at, now()) > coalesce((select taste_from from preferences where viewer = $2), '-infinity')
                order by r.seen_at desc nulls first limit $3
                """, viewer.AccountId ?? Guid.Empty, keys[0], Reactions));
            await using var rows = await batch.ExecuteReaderAsync(cancel);
            if (await rows.ReadAsync(cancel))
            {
                preference = (rows.GetBoolean(0), Json.ReadNumbers(rows.GetString(1)), rows.GetFieldValue<string[]>(2), Json.ReadNumbers(rows.GetString(3)));
            }
            await rows.NextResultAsync(cancel);
            while (await rows.ReadAsync(cancel)) hiddenTags.Add(rows.GetString(0));
            await rows.NextResultAsync(cancel);
            while (await rows.ReadAsync(cancel)) keys.Add(rows.GetString(0));
            await rows.NextResultAsync(cancel);
            for (var rank = 0; await rows.ReadAsync(cancel); rank++)
            {
                var signal = rows.GetDouble(1) - Indifferent + (rows.GetBoolean(2) ? LikeSignal : 0);
                foreach (var tag in rows.GetFieldValue<string[]>(0)) taste[tag] = taste.GetValueOrDefault(tag) + signal * Math.Pow(0.5, rank / HalfLife);
            }
        }
        foreach (var tag in taste.Keys.ToList()) taste[tag] = Math.Tanh(taste[tag] / TasteScale);
        return new ViewerProfile([.. keys], viewer.AccountId, preference.Personalised, preference.Personalised ? taste : new Dictionary<string, double>(),
            preference.Topics, WeightTable.Complete(preference.Weights), preference.Muted, hiddenTags);
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
