using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Comments;

/// <summary>
/// What a page of comments that was read for nobody in particular lacks for the viewer: which are theirs, which they like. Or that the page
/// they would read is another one: somebody on it is hidden from them, or they wrote or liked something that it may not have.
/// </summary>
internal sealed partial class CommentsService
{
    private const int MostMarked = 100;

    // $1 viewer, $2 video, $3 comments, $4 authors, $5 as of. A row has what the page may not have when the transaction that wrote it had not
    // ended when the page was read. PostgreSQL keeps that one's number with each row: exact whatever clocks say, for rows of any process.
    private const string Marks = $"""
        with hidden (id) as materialized ({CommentReader.Hidden})
        select true as differs, null::uuid as id, false as liked, false as own, '' as client_ref where exists (select from hidden where id = any($4))
        union all
        select age(l.xmin) <= age($5::xid8::xid), l.comment_id, l.active, false, '' from comment_likes l where l.user_id = $1 and l.comment_id = any($3)
        union all
        select age(c.xmin) <= age($5::xid8::xid), c.id, false, true, c.client_ref from comments c
        where c.author_id = $1 and c.video_id = $2 and (c.id = any($3) or age(c.xmin) <= age($5::xid8::xid))
        """;

    public override async Task<MarkCommentsResponse> MarkComments(MarkCommentsRequest request, ServerCallContext context)
    {
        if (request.CommentIds.Count > MostMarked || request.AuthorIds.Count > MostMarked) throw Fault.BadRequest("too_many_ids");
        if (!ulong.TryParse(request.AsOf, out _)) throw Fault.BadRequest("invalid_moment");
        var rows = await source.ReadAsync(Marks, row => row.GetBoolean(0) ? null : new CommentMark
        {
            CommentId = row.GetGuid(1).ToString(),
            Liked = row.GetBoolean(2),
            Own = row.GetBoolean(3),
            ClientRef = row.GetString(4),
        }, context.CancellationToken, context.Viewer().Account(), Sql.Id(request.VideoId), Sql.Ids(request.CommentIds), Sql.Ids(request.AuthorIds), request.AsOf);

        var answer = new MarkCommentsResponse { Differs = rows.Contains(null) };
        foreach (var same in rows.OfType<CommentMark>().GroupBy(mark => mark.CommentId))
        {
            // Whoever likes their own comment has two rows of it.
            var mark = same.First();
            foreach (var other in same.Skip(1)) mark.MergeFrom(other);
            answer.Marks.Add(mark);
        }
        return answer;
    }
}
