using Npgsql;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Likes;

/// <summary>A tap on a like or save button: who, on what, whose it is, and which way.</summary>
/// <param name="Seq">Increasing per person and target; 0 for none.</param>
internal readonly record struct Tap(Guid UserId, Guid TargetId, Guid AuthorId, bool Active, long Seq, string EventKey);

/// <summary>The state after a tap, counts with the tap included.</summary>
internal readonly record struct Tapped(bool Active, long Count, long Rev);

/// <summary>
/// Like, save and comment like are one statement each: the row, and where it changed, the count delta and the outbox row.
/// A repeat writes nothing. What it costs beside a bare insert is in bench/results.
/// </summary>
/// <param name="counted">Reads the folded count and its rev, given the target.</param>
internal sealed class TapStatement(string table, string target, CountKind kind, Func<string, string> counted)
{
    /// <summary>
    /// Many taps, each on another row: their numbers in the list for those that changed something. Whoever is not among them repeated a tap,
    /// came late or met another one, which <see cref="RunAsync"/> tells apart.
    /// </summary>
    // $1 users, $2 targets, $3 authors, $4 active, $5 seqs, $6 versions, $7 times, $8 event keys, $9 events
    public string Together { get; } = $"""
        with taps as (
          select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::boolean[], $5::bigint[], $6::bigint[], $7::timestamptz[], $8::text[], $9::bytea[])
            with ordinality x (user_id, target, author_id, active, seq, version, at, key, event, n)),
        given as (
          insert into {table} as t (user_id, {target}, author_id, active, seq, version, at)
          select user_id, target, author_id, true, seq, version, at from taps where active
          on conflict (user_id, {target}) do update set active = true, seq = greatest(t.seq, excluded.seq), version = excluded.version, at = excluded.at
          where not t.active and (excluded.seq = 0 or excluded.seq > t.seq) and excluded.version > t.version
          returning user_id, {target}),
        taken as (
          update {table} t set active = false, seq = greatest(t.seq, x.seq), version = x.version, at = x.at
          from taps x where not x.active and t.user_id = x.user_id and t.{target} = x.target
            and t.active and (x.seq = 0 or x.seq > t.seq) and x.version > t.version
          returning t.user_id, t.{target}),
        changed as (
          select * from taps where (user_id, target) in (select * from given union all select * from taken)),
        delta as (
          insert into count_deltas (subject_id, kind, delta, owner_id)
          select target, {(short)kind}, case when active then 1 else -1 end, author_id from changed),
        told as (
          insert into outbox (key, payload) select key, event from changed order by n)
        select n from changed
        """;

    /// <summary>The counts of targets ($1), with what is pending.</summary>
    public string Counts { get; } = $"""
        select x.id, coalesce(c.count, 0) + coalesce(d.count, 0), coalesce(c.rev, 0) + d.rev
        from unnest($1::uuid[]) x (id) left join lateral (select {counted("x.id")}) c on true
        cross join lateral (select sum(delta) filter (where kind = {(short)kind}) as count, count(*) as rev from count_deltas where subject_id = x.id) d
        """;

    /// <summary>Whose the targets ($2) are that users ($1) hold now, by their numbers in the list.</summary>
    public string Authors { get; } = $"""
        select x.n, t.author_id from unnest($1::uuid[], $2::uuid[]) with ordinality x (user_id, target, n)
        join {table} t on t.user_id = x.user_id and t.{target} = x.target and t.active
        """;

    // $1 user, $2 target, $3 author, $4 active, $5 seq, $6 version, $7 time, $8 event key, $9 event
    // A row taken back before it existed (a late "like" may still come) is kept with version 0: it holds the number and counts nothing.
    private readonly string _sql = $"""
        with before as (
          select active, seq, version from {table} where user_id = $1 and {target} = $2),
        tap as (
          insert into {table} as t (user_id, {target}, author_id, active, seq, version, at)
          select $1, $2, $3, $4, $5, case when $4 then $6 else 0 end, $7 where $4 or $5 > 0 or exists (select from before)
          on conflict (user_id, {target}) do update set active = $4, seq = greatest(t.seq, $5), version = $6, at = $7
          where t.active <> $4 and ($5 = 0 or $5 > t.seq) and $6 > t.version
          returning t.version),
        changed as (select from tap where version > 0),
        remembered as (
          update {table} set seq = $5
          where user_id = $1 and {target} = $2 and active = $4 and seq < $5 and not exists (select from tap)),
        delta as (
          insert into count_deltas (subject_id, kind, delta, owner_id)
          select $2, {(short)kind}, case when $4 then 1 else -1 end, $3 from changed),
        told as (
          insert into outbox (key, payload) select $8, $9 from changed)
        select exists (select from changed), b.active, b.seq, b.version,
               coalesce(c.count, 0) + coalesce(d.count, 0), coalesce(c.rev, 0) + d.rev
        from (select) one left join before b on true
        left join lateral (select {counted("$2")}) c on true
        cross join lateral (select sum(delta) filter (where kind = {(short)kind}) as count, count(*) as rev from count_deltas where subject_id = $2) d
        """;

    public static readonly TapStatement Like = new("likes", "video_id", CountKind.Likes, id => $"likes as count, rev from video_counts where video_id = {id}");
    public static readonly TapStatement Save = new("saves", "video_id", CountKind.Saves, id => $"saves as count, rev from video_counts where video_id = {id}");
    public static readonly TapStatement CommentLike = new("comment_likes", "comment_id", CountKind.CommentLikes, id => $"likes as count, 0::bigint as rev from comments where id = {id}");

    /// <summary>One tap by itself, until the outcome is certain: again only after losing a race, or when another process's clock is ahead.</summary>
    /// <param name="tell">Makes the event's bytes for the version that the row will have.</param>
    public async Task<Tapped> RunAsync(NpgsqlDataSource source, TimeProvider time, Tap tap, Func<long, byte[]> tell, CancellationToken cancel)
    {
        var version = Versions.Next(time);
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var row = await OnceAsync(source, time, tap, version, tell(version), cancel);
            var delta = tap.Active ? 1 : -1;
            if (row.Changed) return new Tapped(tap.Active, row.Count + delta, row.Rev + 1);
            var late = tap.Seq > 0 && row.Seq >= tap.Seq;
            if (row.Active == tap.Active || late || (row.Active is null && !tap.Active)) return new Tapped(row.Active ?? false, row.Count, row.Rev);
            version = Versions.Next(time, after: row.Version);
        }
        throw Fault.Unavailable();
    }

    private async Task<Row> OnceAsync(NpgsqlDataSource source, TimeProvider time, Tap tap, long version, byte[] told, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(_sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tap.UserId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tap.TargetId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tap.AuthorId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = tap.Active });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = tap.Seq });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tap.EventKey });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = told });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var known = !await reader.IsDBNullAsync(1, cancel);
        return new Row(reader.GetBoolean(0), known ? reader.GetBoolean(1) : null, known ? reader.GetInt64(2) : 0, known ? reader.GetInt64(3) : 0,
            reader.GetInt64(4), reader.GetInt64(5));
    }

    private readonly record struct Row(bool Changed, bool? Active, long Seq, long Version, long Count, long Rev);
}
