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
    // Fifty comments mention twenty people each at the most.
    private const int MostMarked = 100, MostNamed = 1200;

    public override async Task<MarkCommentsResponse> MarkComments(MarkCommentsRequest request, ServerCallContext context)
    {
        if (request.CommentIds.Count > MostMarked || request.AuthorIds.Count > MostNamed) throw Fault.BadRequest("too_many_ids");
        if (!ulong.TryParse(request.AsOf, out _)) throw Fault.BadRequest("invalid_moment");
        var rows = await marks.ReadAsync(context.Viewer().Account(), request, context.CancellationToken);

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
