using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;
using Zoetrope.Recommendation.Data;
using Zoetrope.Recommendation.Ranking;

namespace Zoetrope.Recommendation.Feed;

/// <summary>One serving of one clip to one viewer, with the calculation that put it there.</summary>
internal sealed record Impression(Guid Id, Guid VideoId, string Source, double Score, string Model, IReadOnlyList<Contribution> Contributions);

/// <summary>
/// Keeps impressions, partitioned by day. Their ids are UUIDv7, whose time names the partition, so a look-up reads one of them.
/// </summary>
internal sealed class Impressions([FromKeyedServices(typeof(RecommendationDb))] NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Run by the migration: EF cannot describe partitions.</summary>
    public const string Table = """
        create table impressions (
            day date not null,
            id uuid not null,
            viewer text not null,
            video_id uuid not null,
            served_at timestamptz not null,
            source text not null,
            model text not null,
            score double precision not null,
            contributions jsonb not null,
            primary key (day, id)
        ) partition by range (day);
        create index ix_impressions_viewer on impressions (viewer, video_id, served_at desc);
        """;

    public Impression New(Guid videoId, string from, IReadOnlyList<Contribution> contributions)
        => new(Ids.New(time), videoId, from, contributions.Sum(c => c.Points), Score.Model, contributions);

    public async Task KeepAsync(Viewer viewer, IReadOnlyList<Impression> impressions, CancellationToken cancel)
    {
        if (impressions.Count == 0) return;
        var now = time.GetUtcNow();
        await using var insert = source.CreateCommand("""
            insert into impressions (day, id, viewer, video_id, served_at, source, model, score, contributions)
            select $1, i.id, $2, i.video_id, $3, i.source, i.model, i.score, i.contributions::jsonb
            from unnest($4, $5, $6, $7, $8, $9) as i(id, video_id, source, model, score, contributions)
            """);
        insert.Parameters.AddWithValue(DateOnly.FromDateTime(now.UtcDateTime));
        insert.Parameters.AddWithValue(viewer.Key);
        insert.Parameters.AddWithValue(now);
        insert.Parameters.AddWithValue(impressions.Select(i => i.Id).ToArray());
        insert.Parameters.AddWithValue(impressions.Select(i => i.VideoId).ToArray());
        insert.Parameters.AddWithValue(impressions.Select(i => i.Source).ToArray());
        insert.Parameters.AddWithValue(impressions.Select(i => i.Model).ToArray());
        insert.Parameters.AddWithValue(impressions.Select(i => i.Score).ToArray());
        insert.Parameters.AddWithValue(impressions.Select(i => Json.Write(i.Contributions)).ToArray());
        await insert.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Those of these impressions that were served to this viewer, under their account or, just before they signed in, their browser.</summary>
    public async Task<List<Impression>> FindAsync(Viewer viewer, IReadOnlyCollection<Guid> ids, CancellationToken cancel)
    {
        var found = new List<Impression>(ids.Count);
        if (ids.Count == 0) return found;
        // A process's clock may differ from that of the one that made the id: the day before belongs to it.
        var days = ids.Select(DayOf).OfType<DateOnly>().SelectMany(d => new[] { d, d.AddDays(-1), d.AddDays(1) }).Distinct().ToArray();
        await using var select = source.CreateCommand("""
            select id, video_id, source, score, model, contributions from impressions where day = any($1) and id = any($2) and (viewer = any($3) or viewer = '')
            """);
        select.Parameters.AddWithValue(days);
        select.Parameters.AddWithValue(ids.ToArray());
        select.Parameters.AddWithValue(new[] { viewer.Key, $"d:{viewer.DeviceId}" });
        await using var rows = await select.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            found.Add(new Impression(rows.GetGuid(0), rows.GetGuid(1), rows.GetString(2), rows.GetDouble(3), rows.GetString(4), Json.ReadContributions(rows.GetString(5))));
        return found;
    }

    private static DateOnly? DayOf(Guid id)
    {
        if (id.Version != 7) return null;
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = (long)System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16;
        return milliseconds is > 0 and < 253_402_300_800_000 ? DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime) : null;
    }
}
