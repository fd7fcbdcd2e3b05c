using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;

namespace Zoetrope.Video.Search;

/// <summary>
/// Videos whose title, tags or description match, accents and case aside: words, "phrases", -without and or, as
/// <c>websearch_to_tsquery</c> reads them; the last word counts as a beginning. Where
/// nothing matches, words typed wrong are read as the nearest known ones. Ranks are read once for a page, so a cursor is an offset
/// into the ranking; by date it is a place in time.
/// </summary>
internal sealed partial class SearchService
{
    private const int DeepestOffset = 1000;

    public override async Task<SearchVideosResponse> SearchVideos(SearchVideosRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var words = Query(request.Query).Replace('#', ' ');
        if (string.IsNullOrWhiteSpace(words)) return new SearchVideosResponse();
        var order = request.Sort switch
        {
            "" or "relevance" => "relevance",
            "recent" or "popular" => request.Sort,
            _ => throw Fault.Invalid("sort", "unknown_value", ("choices", "relevance, recent, popular")),
        };
        var size = PageSize.Of(request.Page?.Limit ?? 0);
        var offset = Cursor.Decode(request.Page?.Cursor, 2) is { } parts
            ? parts[0] == order && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var at) && at is >= 0 and <= DeepestOffset ? at : throw Fault.BadRequest("invalid_cursor")
            : 0;

        var ids = await Find(words, order, request, size + 1, offset, cancel);
        if (ids.Count == 0 && await terms.CorrectAsync(db, words, cancel) is { } meant) ids = await Find(meant, order, request, size + 1, offset, cancel);
        var more = ids.Count > size && offset + size <= DeepestOffset;
        if (ids.Count > size) ids.RemoveAt(size);
        var rows = await db.Videos.AsNoTracking().Where(v => ids.Contains(v.Id)).ToDictionaryAsync(v => v.Id, cancel);
        var items = await sight.List([.. ids.Where(rows.ContainsKey).Select(id => rows[id])], viewer, cancel);
        return new SearchVideosResponse
        {
            Items = { items },
            NextCursor = more ? Cursor.Encode(order, (offset + size).ToString(CultureInfo.InvariantCulture)) : "",
        };
    }

    /// <summary>Ids in order. The rank is weighted (title over tags over description) and gently lowered with age.</summary>
    private Task<List<Guid>> Find(string words, string order, SearchVideosRequest request, int count, int offset, CancellationToken cancel)
    {
        var since = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(request.SinceMs, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        var longest = request.DurationMaxMs > 0 ? request.DurationMaxMs : int.MaxValue;
        var now = time.GetUtcNow();
        return db.Database.SqlQuery<Guid>($"""
            with asked as materialized (select search_query({words}) as query)
            select v.id as "Value"
            from asked, videos v left join video_counts c on c.video_id = v.id
            where v.listed and v.search @@ asked.query and v.published_at >= {since} and v.duration_ms <= {longest}
            order by case {order}
                       when 'relevance' then ts_rank(v.search, asked.query)::float8 / (1 + extract(epoch from {now} - v.published_at)::float8 / 31557600)
                       when 'popular' then coalesce(c.views + 5 * c.likes + 10 * c.shares, 0)::float8
                       else 0 end desc,
                     v.published_at desc, v.id desc
            limit {count} offset {offset}
            """).ToListAsync(cancel);
    }
}
