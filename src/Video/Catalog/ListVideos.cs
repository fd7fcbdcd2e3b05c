using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>A page of rows, and the cursors to its neighbours.</summary>
internal sealed record VideoPage(List<VideoRow> Rows, string Next, string Previous = "");

/// <summary>A video at its place in a list, from whichever table has the list in order.</summary>
internal sealed class Published
{
    public required DateTimeOffset At { get; init; }
    public required Guid Id { get; init; }
    public required VideoRow Video { get; init; }
}

/// <summary>
/// Lists by time of publishing, newest first. A cursor names a place between two videos and a direction, so a list that is
/// entered in its middle (<c>around</c>) can be read both ways. Every page is filtered for its viewer afterwards: it may be short, even
/// empty, and go on.
/// </summary>
internal static class PublishedPages
{
    private const string Older = "o", Newer = "n";

    public static Task<VideoPage> PageAsync(this IQueryable<VideoRow> published, string cursor, int limit, string around, CancellationToken cancel)
        => published.Select(v => new Published { At = v.PublishedAt!.Value, Id = v.Id, Video = v }).PageAsync(cursor, limit, around, cancel);

    /// <param name="around">Starts the page at this video of the list.</param>
    public static async Task<VideoPage> PageAsync(this IQueryable<Published> published, string cursor, int limit, string around, CancellationToken cancel)
    {
        var size = PageSize.Of(limit);
        var place = await PlaceOf(published, cursor, around, cancel);
        if (place is { Newer: true })
        {
            // The time alone first, here and below: an index begins at it.
            var newer = await published.Where(v => v.At >= place.At && (v.At > place.At || v.Id > place.Id))
                .OrderBy(v => v.At).ThenBy(v => v.Id).Take(size + 1).ToListAsync(cancel);
            var more = newer.Count > size;
            if (more) newer.RemoveAt(size);
            newer.Reverse();
            return new VideoPage(Rows(newer), newer.Count == 0 ? "" : After(newer[^1]), more ? Before(newer[0]) : "");
        }

        var older = place switch
        {
            null => published,
            { Included: true } => published.Where(v => v.At <= place.At && (v.At < place.At || v.Id <= place.Id)),
            _ => published.Where(v => v.At <= place.At && (v.At < place.At || v.Id < place.Id)),
        };
        var rows = await older.OrderByDescending(v => v.At).ThenByDescending(v => v.Id).Take(size + 1).ToListAsync(cancel);
        var next = rows.Count > size;
        if (next) rows.RemoveAt(size);
        return new VideoPage(Rows(rows), next ? After(rows[^1]) : "", place is null || rows.Count == 0 ? "" : Before(rows[0]));
    }

    private static async Task<Place?> PlaceOf(IQueryable<Published> published, string cursor, string around, CancellationToken cancel)
    {
        if (Cursor.Decode(cursor, 3) is { } parts)
        {
            if (!Guid.TryParse(parts[2], out var id)) throw Fault.BadRequest("invalid_cursor");
            return new Place(Cursor.Time(parts[1]), id, parts[0] == Newer, Included: false);
        }
        if (!Guid.TryParse(around, out var start)) return null;
        var at = await published.Where(v => v.Id == start).Select(v => (DateTimeOffset?)v.At).SingleOrDefaultAsync(cancel);
        return at is null ? null : new Place(at.Value, start, Newer: false, Included: true);
    }

    private static List<VideoRow> Rows(List<Published> page) => page.ConvertAll(v => v.Video);

    private static string After(Published video) => Make(Older, video);

    private static string Before(Published video) => Make(Newer, video);

    private static string Make(string direction, Published video) => Cursor.Encode(direction, Cursor.Text(video.At), video.Id.ToString());

    private sealed record Place(DateTimeOffset At, Guid Id, bool Newer, bool Included);
}

/// <summary>A person's videos and everybody's latest, as the viewer may see them.</summary>
internal sealed partial class CatalogService
{
    public override async Task<ListByAuthorResponse> ListByAuthor(ListByAuthorRequest request, ServerCallContext context)
    {
        var author = Id(request.AuthorId);
        await sight.CheckAuthor(author, context.Viewer(), context.CancellationToken);
        var page = await db.Videos.AsNoTracking().Where(v => v.AuthorId == author && v.PublishedAt != null && v.RemovedAt == null && v.Playback != null)
            .Where(v => v.Audience == Audiences.Public || v.Audience == Audiences.Followers)
            .PageAsync(request.Page?.Cursor ?? "", request.Page?.Limit ?? 0, request.Around, context.CancellationToken);
        var items = await sight.Open(page.Rows, context.Viewer(), context.CancellationToken);
        return new ListByAuthorResponse { Items = { items }, NextCursor = page.Next, PrevCursor = page.Previous };
    }

    public override async Task<ListLatestResponse> ListLatest(ListLatestRequest request, ServerCallContext context)
    {
        var page = await db.Videos.AsNoTracking().Where(v => v.Listed)
            .PageAsync(request.Page?.Cursor ?? "", request.Page?.Limit ?? 0, around: "", context.CancellationToken);
        var items = await sight.List(page.Rows, context.Viewer(), context.CancellationToken);
        return new ListLatestResponse { Items = { items }, NextCursor = page.Next };
    }
}
