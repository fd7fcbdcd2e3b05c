using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;

namespace Zoetrope.Interaction.Comments;

/// <summary>What a shared page of comments lacks for each of its readers, asked together where they read the same page at the same time.</summary>
internal sealed class MarksTogether
{
    // $1 viewers, $2 video, $3 comments, $4 people named, $5 as of. A row has what the page may not have when the transaction that wrote it had not
    // ended when the page was read. PostgreSQL keeps that one's number with each row: exact whatever clocks say, for rows of any process.
    private static readonly string Marks = $"""
        with viewers as (select id, n from unnest($1::uuid[]) with ordinality x (id, n))
        select v.n, true as differs, null::uuid as id, false as liked, false as own, '' as client_ref from viewers v
        where exists (select from ({CommentReader.Hidden("v.id")}) hidden (id) where hidden.id = any($4))
        union all
        select v.n, age(l.xmin) <= age($5::xid8::xid), l.comment_id, l.active, false, '' from viewers v
        join comment_likes l on l.user_id = v.id and l.comment_id = any($3)
        union all
        select v.n, age(c.xmin) <= age($5::xid8::xid), c.id, false, true, c.client_ref from viewers v
        join comments c on c.author_id = v.id and c.video_id = $2 and (c.id = any($3) or age(c.xmin) <= age($5::xid8::xid))
        """;

    private readonly NpgsqlDataSource _source;
    private readonly Together<Reading, List<CommentMark?>> _together;

    public MarksTogether([FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source) => (_source, _together) = (source, new(async readings => await ReadAsync(readings)));

    /// <returns>The viewer's marks, some of them perhaps of one comment, and a null where the page is not theirs.</returns>
    public async Task<List<CommentMark?>> ReadAsync(Guid viewer, MarkCommentsRequest page, CancellationToken cancel)
    {
        var reading = new Reading(viewer, page);
        return await _together.RunAsync(reading, cancel) ?? (await ReadAsync([reading]))[0];
    }

    private async Task<List<CommentMark?>[]> ReadAsync(IReadOnlyList<Reading> readings)
    {
        var answers = readings.ToDictionary(reading => reading, _ => new List<CommentMark?>());
        foreach (var page in readings.GroupBy(reading => reading.Page))
        {
            var (readers, request) = (page.ToList(), page.Key);
            var rows = await _source.ReadAsync(Marks, row => (Reader: readers[(int)row.GetInt64(0) - 1], Mark: Read(row)), CancellationToken.None,
                readers.Select(r => r.Viewer).ToArray(), Sql.Id(request.VideoId), Sql.Ids(request.CommentIds), Sql.Ids(request.AuthorIds), request.AsOf);
            foreach (var (reader, mark) in rows) answers[reader].Add(mark);
        }
        return [.. readings.Select(reading => answers[reading])];
    }

    private static CommentMark? Read(NpgsqlDataReader row) => row.GetBoolean(1)
        ? null
        : new CommentMark { CommentId = row.GetGuid(2).ToString(), Liked = row.GetBoolean(3), Own = row.GetBoolean(4), ClientRef = row.GetString(5) };

    private sealed class Reading(Guid viewer, MarkCommentsRequest page)
    {
        public Guid Viewer => viewer;
        public MarkCommentsRequest Page => page;
    }
}
