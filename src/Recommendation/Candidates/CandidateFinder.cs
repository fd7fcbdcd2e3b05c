using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;
using Zoetrope.Recommendation.Data;
using Zoetrope.Recommendation.Feed;

namespace Zoetrope.Recommendation.Candidates;

/// <summary>A video that could be shown to a viewer, with what ranking needs.</summary>
/// <param name="SeenAt">When the viewer last watched it; null where they have not.</param>
internal sealed record Candidate(
    Guid VideoId, Guid AuthorId, string[] Tags, DateTimeOffset PublishedAt, double Popularity, bool Followed, bool RecentlyServed, DateTimeOffset? SeenAt);

/// <summary>
/// Finds candidates: the newest, the most popular, those of people the viewer follows and those with tags they like. What the
/// viewer may not see or asked not to see is left out by the statements themselves: what a limit counts is what is shown.
/// </summary>
internal sealed class CandidateFinder([FromKeyedServices(typeof(RecommendationDb))] NpgsqlDataSource source)
{
    private const int PerSource = 150, MostTags = 12;

    // Columns and filters that all sources share. $1 viewer keys, $2 account or null. Who may see what is Visibility's rule, which reading asks
    // again; a moderator's right to look at what others may not is no reason to put it in their feed. "is not true" and not "coalesce", whose
    // share of rows PostgreSQL cannot guess: it would sort all videos instead of walking their index.
    private const string Select = """
        select v.video_id, v.author_id, v.tags, v.published_at, v.popularity, coalesce(f.following, false), v.audience,
            coalesce(a.is_private, false), coalesce(a.suspended, false), coalesce(a.deleted, false), v.words,
            exists (select 1 from impressions i where i.viewer = any($1) and i.video_id = v.video_id and i.day >= current_date - 1 and i.served_at > now() - interval '2 minutes'),
            r.seen_at
        from known_videos v
        left join known_accounts a on a.user_id = v.author_id
        left join follows f on f.follower_id = $2 and f.followee_id = v.author_id
        left join lateral (select max(seen_at) as seen_at from reactions where viewer = any($1) and video_id = v.video_id) r on true
        where v.shown and v.audience in (1, 2) and not v.words like any($3) and a.deleted is not true
            and (v.author_id = $2 or a.suspended is not true and (f.following or v.audience = 1 and a.is_private is not true))
            and not exists (select 1 from distances d where d.in_force and (d.by_id = $2 and d.of_id = v.author_id or d.kind = 1 and d.by_id = v.author_id and d.of_id = $2))
            and not exists (select 1 from not_interested n where n.viewer = any($1) and (n.kind = 'video' and n.value = v.video_id::text
                or n.kind = 'author' and n.value = v.author_id::text or n.kind = 'tag' and n.value = any(v.tags)))
        """;

    private const string Unseen = " and r.seen_at is null and v.author_id is distinct from $2 ";

    /// <summary>What the viewer has not seen yet, from all sources together.</summary>
    public async Task<List<Candidate>> UnseenAsync(Viewer viewer, ViewerProfile profile, IReadOnlySet<string> seedTags, CancellationToken cancel)
    {
        var liked = seedTags.Concat(profile.Taste.Concat(profile.Topics).Where(t => t.Value > 0).OrderByDescending(t => t.Value).Select(t => t.Key)).Distinct().Take(MostTags).ToArray();
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Command(profile, $"{Select}{Unseen} order by v.published_at desc limit {PerSource}"));
        batch.BatchCommands.Add(Command(profile, $"{Select}{Unseen} order by v.popularity desc limit {PerSource}"));
        if (profile.AccountId is not null) batch.BatchCommands.Add(Command(profile, $"{Select}{Unseen} and f.following order by v.published_at desc limit {PerSource}"));
        if (liked.Length > 0) batch.BatchCommands.Add(Command(profile, $"{Select}{Unseen} and v.tags && $4 order by v.published_at desc limit {PerSource}", (object)liked));
        return await ReadAsync(batch, viewer, cancel);
    }

    /// <summary>What the viewer saw longest ago, their own clips last: a small instance must never run dry.</summary>
    public async Task<List<Candidate>> LongestUnseenAsync(Viewer viewer, ViewerProfile profile, int most, CancellationToken cancel)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Command(profile, $"{Select} and (r.seen_at is not null or v.author_id = $2) order by v.author_id is not distinct from $2, r.seen_at, v.published_at desc limit {most}"));
        return await ReadAsync(batch, viewer, cancel);
    }

    /// <summary>Videos that share tags with one, the closest first, seen or not.</summary>
    public async Task<List<Candidate>> SimilarAsync(Viewer viewer, ViewerProfile profile, Guid videoId, string[] tags, int most, CancellationToken cancel)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Command(profile, $"""
            {Select} and v.tags && $4 and v.video_id <> $5
            order by cardinality(array(select unnest(v.tags) intersect select unnest($4))) desc, v.popularity desc, v.published_at desc limit {most}
            """, tags, videoId));
        return await ReadAsync(batch, viewer, cancel);
    }

    /// <summary>The most popular videos, of tags the viewer likes and of all, seen or not.</summary>
    public async Task<List<Candidate>> PopularAsync(Viewer viewer, ViewerProfile profile, CancellationToken cancel)
    {
        var liked = profile.Taste.Concat(profile.Topics).Where(t => t.Value > 0).OrderByDescending(t => t.Value).Select(t => t.Key).Distinct().Take(MostTags).ToArray();
        await using var batch = source.CreateBatch();
        if (liked.Length > 0) batch.BatchCommands.Add(Command(profile, $"{Select} and v.tags && $4 order by v.popularity desc, v.published_at desc limit {PerSource}", (object)liked));
        batch.BatchCommands.Add(Command(profile, $"{Select} order by v.popularity desc, v.published_at desc limit {PerSource}"));
        return await ReadAsync(batch, viewer, cancel);
    }

    /// <summary>Videos of people the viewer follows, newest first, from a place on.</summary>
    public async Task<List<Candidate>> FollowingAsync(Viewer viewer, ViewerProfile profile, DateTimeOffset before, Guid beforeId, int most, CancellationToken cancel)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Command(profile, $"""
            {Select} and f.following and (v.published_at, v.video_id) < ($4, $5) order by v.published_at desc, v.video_id desc limit {most}
            """, before, beforeId));
        return await ReadAsync(batch, viewer, cancel);
    }

    private static async Task<List<Candidate>> ReadAsync(NpgsqlBatch batch, Viewer viewer, CancellationToken cancel)
    {
        var found = new Dictionary<Guid, Candidate>();
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        do
        {
            while (await rows.ReadAsync(cancel))
            {
                var candidate = new Candidate(rows.GetGuid(0), rows.GetGuid(1), rows.GetFieldValue<string[]>(2), rows.GetFieldValue<DateTimeOffset>(3),
                    rows.GetDouble(4), rows.GetBoolean(5), rows.GetBoolean(11), rows.IsDBNull(12) ? null : rows.GetFieldValue<DateTimeOffset>(12));
                var item = new VisibleItem(candidate.AuthorId, (Audience)rows.GetInt32(6), AuthorPrivate: rows.GetBoolean(7), AuthorSuspended: rows.GetBoolean(8), AuthorDeleted: rows.GetBoolean(9));
                if (Visibility.CanList(item, new Relation(Following: candidate.Followed), viewer)) found.TryAdd(candidate.VideoId, candidate);
            }
        }
        while (await rows.NextResultAsync(cancel));
        return [.. found.Values];
    }

    private static NpgsqlBatchCommand Command(ViewerProfile profile, string sql, params ReadOnlySpan<object> more)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = profile.Keys });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid, Value = (object?)profile.AccountId ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = profile.MutedWords.Select(w => $"%{Escape(w)}%").ToArray() });
        foreach (var value in more) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    private static string Escape(string word) => word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
