using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;

namespace Zoetrope.Interaction.Plays;

/// <summary>What the viewer watched, latest first, and clearing it. Clearing empties the list; anonymous totals of videos stay.</summary>
internal sealed partial class PlaysService
{
    public override async Task<ListHistoryResponse> ListHistory(ListHistoryRequest request, ServerCallContext context)
    {
        var (viewer, userId, cancel) = (context.Viewer(), context.Viewer().Account(), context.CancellationToken);
        var (after, limit) = (TimeCursor.Parse(request.Page?.Cursor), PageSize.Of(request.Page?.Limit ?? 0));
        var history = db.History.Where(h => h.UserId == userId);
        if (after is null && Guid.TryParse(request.Around, out var first) && await history.Where(h => h.VideoId == first).Select(h => (DateTimeOffset?)h.WatchedAt).SingleOrDefaultAsync(cancel) is { } from)
            history = history.Where(h => h.WatchedAt < from || (h.WatchedAt == from && h.VideoId.CompareTo(first) <= 0));
        if (after is not null) history = history.Where(h => h.WatchedAt < after.At || (h.WatchedAt == after.At && h.VideoId.CompareTo(after.Id) < 0));
        var rows = await history.OrderByDescending(h => h.WatchedAt).ThenByDescending(h => h.VideoId).Take(limit)
            .Select(h => new TimeCursor(h.WatchedAt, h.VideoId)).ToListAsync(cancel);
        var seen = await videos.GetManyAsync(viewer, [.. rows.Select(r => r.Id)], cancel);
        return new ListHistoryResponse
        {
            Items = { rows.Where(r => seen.ContainsKey(r.Id)).Select(r => new HistoryItem { VideoId = r.Id.ToString(), WatchedAtMs = r.At.ToUnixTimeMilliseconds() }) },
            NextCursor = rows.Count < limit ? "" : rows[^1].ToString(),
        };
    }

    public override async Task<ClearHistoryResponse> ClearHistory(ClearHistoryRequest request, ServerCallContext context)
    {
        var userId = context.Viewer().Account();
        await db.History.Where(h => h.UserId == userId).ExecuteDeleteAsync(context.CancellationToken);
        return new ClearHistoryResponse();
    }
}
