using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;
using Zoetrope.Platform.Web;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Search;

/// <summary>Tags: those that begin with the words first, then those that contain or resemble them, the much used before the rare.</summary>
internal sealed partial class SearchService
{
    private static readonly TimeSpan TrendingWindow = TimeSpan.FromDays(7);

    public override async Task<SearchTagsResponse> SearchTags(SearchTagsRequest request, ServerCallContext context)
    {
        var words = TextEntities.Fold(Query(request.Query)).Replace(" ", "", StringComparison.Ordinal);
        if (words.Length == 0) return new SearchTagsResponse();
        var size = PageSize.Of(request.Page?.Limit ?? 0);
        var offset = Cursor.Decode(request.Page?.Cursor, 1) is { } parts
            ? int.TryParse(parts[0], CultureInfo.InvariantCulture, out var at) && at is >= 0 and <= DeepestOffset ? at : throw Fault.BadRequest("invalid_cursor") : 0;
        var pattern = words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        var tags = await db.Database.SqlQuery<TagFound>($"""
            select tag, videos from tags
            where videos > 0 and (search_fold(tag) like '%' || search_fold({pattern}) || '%' or search_fold(tag) % search_fold({words}))
            order by (search_fold(tag) like search_fold({pattern}) || '%') desc, videos desc, tag
            limit {size + 1} offset {offset}
            """).ToListAsync(context.CancellationToken);
        var more = tags.Count > size && offset + size <= DeepestOffset;
        return new SearchTagsResponse
        {
            Items = { tags.Take(size).Select(Message) },
            NextCursor = more ? Cursor.Encode((offset + size).ToString(CultureInfo.InvariantCulture)) : "",
        };
    }

    /// <summary>One tag; one that no public video carries has zero videos, so that its page can say so.</summary>
    public override async Task<GetTagResponse> GetTag(GetTagRequest request, ServerCallContext context)
    {
        var tag = TextEntities.Fold(Query(request.Tag));
        if (tag.Length == 0) throw Fault.NotFound();
        var videos = await db.Tags.Where(t => t.Tag == tag).Select(t => t.Videos).SingleOrDefaultAsync(context.CancellationToken);
        return new GetTagResponse { Tag = new Tag { Tag_ = tag, Videos = videos } };
    }

    public override async Task<ListTagVideosResponse> ListTagVideos(ListTagVideosRequest request, ServerCallContext context)
    {
        var tag = TextEntities.Fold(Query(request.Tag));
        var page = await OfTag(db, tag).PageAsync(request.Page?.Cursor ?? "", request.Page?.Limit ?? 0, request.Around, context.CancellationToken);
        var items = await sight.List(page.Rows, context.Viewer(), context.CancellationToken);
        return new ListTagVideosResponse { Items = { items }, NextCursor = page.Next, PrevCursor = page.Previous };
    }

    /// <summary>In the order of the tag's own rows: a page reads as many videos as it shows, however large the tag.</summary>
    internal static IQueryable<Published> OfTag(VideoDb db, string tag) => db.VideoTags.AsNoTracking().Where(t => t.Tag == tag)
        .Join(db.Videos, t => t.VideoId, v => v.Id, (t, v) => new Published { At = t.PublishedAt, Id = t.VideoId, Video = v });

    /// <summary>Tags of the last seven days, by how many people used them: one person's flood counts once.</summary>
    public override async Task<ListTrendingTagsResponse> ListTrendingTags(ListTrendingTagsRequest request, ServerCallContext context)
    {
        var since = time.GetUtcNow() - TrendingWindow;
        var tags = await db.Database.SqlQuery<TagFound>($"""
            select t.tag, g.videos
            from video_tags t join videos v on v.id = t.video_id join tags g on g.tag = t.tag
            where t.published_at > {since}
            group by t.tag, g.videos
            order by count(distinct v.author_id) desc, count(*) desc, t.tag
            limit {PageSize.Of(request.Limit)}
            """).ToListAsync(context.CancellationToken);
        return new ListTrendingTagsResponse { Items = { tags.Select(Message) } };
    }

    private static Tag Message(TagFound found) => new() { Tag_ = found.Tag, Videos = found.Videos };

    private sealed record TagFound(string Tag, long Videos);
}
