using System.Globalization;
using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;

namespace Zoetrope.Interaction.Comments;

/// <summary>
/// Comments of a video, top (most likes) or new first, keyset-paged both ways; the pinned one leads the first page. With <c>around</c> the page
/// begins at the thread of that comment.
/// </summary>
internal sealed partial class CommentsService
{
    public override async Task<ListCommentsResponse> ListComments(ListCommentsRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var videoId = Sql.Id(request.VideoId);
        var top = request.Sort is not "new";
        var place = Place.Parse(request.Page?.Cursor, top) ?? await AroundAsync(viewer, videoId, request.Around, cancel);
        var limit = PageSize.Of(request.Page?.Limit ?? 0);
        var start = place ?? Place.Start;

        var page = $"""
            c.video_id = $2 and c.parent_id is null and not c.pinned and {CommentReader.Shown} and {Keyset(top, start)}
            order by {Order(top, start.Back)} limit $5
            """;
        string[] wheres = place is null ? [$"c.video_id = $2 and c.pinned and {CommentReader.Shown}", page] : [page];
        var (video, found) = await videos.AskAsync(viewer, videoId, CommentReader.Ask(viewer.AccountId, wheres, videoId, start.Likes, start.Id, limit), cancel);

        // The pinned one takes a place of the first page.
        var pinned = found.FindAll(r => r.Comment.Pinned);
        var rest = limit - pinned.Count;
        var rows = found.Where(r => !r.Comment.Pinned).Take(rest).ToList();
        if (start.Back) rows.Reverse();

        var full = rows.Count == rest;
        return new ListCommentsResponse
        {
            Items = { pinned.Concat(rows).Select(r => r.Comment) },
            NextCursor = start.Back || full ? (rows.Count > 0 ? Place.After(rows[^1]) : start with { Back = false }).Encode(top) : "",
            PrevCursor = place is not null && rows.Count > 0 && (!start.Back || full) ? Place.Before(rows[0]).Encode(top) : "",
            VideoAuthorId = video.AuthorId.ToString(),
            AsOf = video.AsOf,
            MentionedIds = { pinned.Concat(rows).SelectMany(r => r.Mentions).Distinct().Select(id => id.ToString()) },
        };
    }

    // Both ways use every parameter, so that one list of values serves them.
    private static string Keyset(bool top, Place start)
    {
        var sign = (start.Back ? ">" : "<") + (start.Inclusive ? "=" : "");
        return top ? $"(c.likes, c.id) {sign} ($3, $4)" : $"c.id {sign} $4 and $3::bigint is not null";
    }

    private static string Order(bool top, bool back)
    {
        var direction = back ? "asc" : "desc";
        return top ? $"c.likes {direction}, c.id {direction}" : $"c.id {direction}";
    }

    /// <summary>The place of the thread that holds a comment; null (the first page) where it is pinned, gone or not of this video.</summary>
    private async Task<Place?> AroundAsync(Viewer viewer, Guid videoId, string commentId, CancellationToken cancel)
    {
        if (!Guid.TryParse(commentId, out var id)) return null;
        var roots = await reader.ReadAsync(viewer.AccountId, $"""
            c.id = (select coalesce(parent_id, id) from comments where id = $2 and video_id = $3) and not c.pinned and {CommentReader.Shown}
            """, cancel, id, videoId);
        return roots.Count == 0 ? null : Place.After(roots[0]) with { Inclusive = true };
    }

    /// <summary>A place between two comments of the first level.</summary>
    private readonly record struct Place(long Likes, Guid Id, bool Back, bool Inclusive)
    {
        public static readonly Place Start = new(long.MaxValue, Guid.AllBitsSet, Back: false, Inclusive: false);

        public static Place After(ReadComment comment) => new(comment.FoldedLikes, comment.Id, Back: false, Inclusive: false);

        public static Place Before(ReadComment comment) => new(comment.FoldedLikes, comment.Id, Back: true, Inclusive: false);

        public string Encode(bool top) => Cursor.Encode(top ? "top" : "new", Back ? "b" : "f", Likes.ToString(CultureInfo.InvariantCulture), Id.ToString());

        public static Place? Parse(string? cursor, bool top)
        {
            if (Cursor.Decode(cursor, 4) is not { } parts) return null;
            if (parts[0] != (top ? "top" : "new") || !long.TryParse(parts[2], CultureInfo.InvariantCulture, out var likes) || !Guid.TryParse(parts[3], out var id))
                throw Fault.BadRequest("invalid_cursor");
            return new Place(likes, id, parts[1] == "b", Inclusive: false);
        }
    }
}
