using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>The viewer's own videos in every state, by time of making; what they removed themselves is not among them.</summary>
internal sealed partial class CatalogService
{
    public override async Task<ListMineResponse> ListMine(ListMineRequest request, ServerCallContext context)
    {
        var viewer = context.Viewer();
        var me = viewer.Account();
        if (request.State.Length > 0 && !VideoStates.All.Contains(request.State)) throw Fault.Invalid("state", "unknown_value", ("choices", string.Join(", ", VideoStates.All)));
        if (request.Sort is not ("" or "newest" or "oldest")) throw Fault.Invalid("sort", "unknown_value", ("choices", "newest, oldest"));
        var size = PageSize.Of(request.Page?.Limit ?? 0);
        var after = Cursor.Decode(request.Page?.Cursor, 1) is { } parts ? Guid.TryParse(parts[0], out var id) ? id : throw Fault.BadRequest("invalid_cursor") : (Guid?)null;

        var mine = db.Videos.AsNoTracking().Where(v => v.AuthorId == me && (v.RemovedAt == null || v.Removal != null));
        if (request.State.Length > 0) mine = mine.Where(v => v.State == request.State);
        if (request.Query.Trim() is { Length: > 0 } words)
        {
            // One person's few videos: a plain look through their words is quick, and finds parts of words too.
            var pattern = $"%{words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            mine = mine.Where(v => EF.Functions.ILike(v.Title, pattern, "\\") || EF.Functions.ILike(v.Description, pattern, "\\"));
        }
        // Ids are UUIDv7: their order is the order of making.
        mine = request.Sort == "oldest"
            ? mine.Where(v => after == null || v.Id > after).OrderBy(v => v.Id)
            : mine.Where(v => after == null || v.Id < after).OrderByDescending(v => v.Id);
        var rows = await mine.Take(size + 1).ToListAsync(context.CancellationToken);
        var more = rows.Count > size;
        if (more) rows.RemoveAt(size);
        return new ListMineResponse { Items = { rows.Select(v => sight.Message(v, viewer)) }, NextCursor = more ? Cursor.Encode(rows[^1].Id.ToString()) : "" };
    }
}
