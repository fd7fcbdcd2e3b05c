using Grpc.Core;
using Npgsql;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;

namespace Zoetrope.Interaction.Likes;

/// <summary>Videos a person liked or saved, latest first. Only what this viewer may see is on the page, so it may be short.</summary>
internal sealed partial class LikesService
{
    public override async Task<ListLikedResponse> ListLiked(ListLikedRequest request, ServerCallContext context)
    {
        var (viewer, userId) = (context.Viewer(), Sql.Id(request.UserId));
        if (viewer.AccountId != userId && !viewer.IsSystem) await RequireShownAsync(viewer, userId, context.CancellationToken);
        var (ids, next) = await ListAsync(viewer, "likes", userId, request.Page, request.Around, context.CancellationToken);
        return new ListLikedResponse { VideoIds = { ids }, NextCursor = next };
    }

    public override async Task<ListSavedResponse> ListSaved(ListSavedRequest request, ServerCallContext context)
    {
        var viewer = context.Viewer();
        var (ids, next) = await ListAsync(viewer, "saves", viewer.Account(), request.Page, request.Around, context.CancellationToken);
        return new ListSavedResponse { VideoIds = { ids }, NextCursor = next };
    }

    private async Task<(IEnumerable<string> Ids, string Next)> ListAsync(Viewer viewer, string table, Guid userId, PageRequest? page, string around, CancellationToken cancel)
    {
        var (after, limit) = (TimeCursor.Parse(page?.Cursor), PageSize.Of(page?.Limit ?? 0));
        var rows = await source.ReadAsync($"""
            select at, video_id from {table}
            where user_id = $1 and active and (at, video_id) < ($2, $3)
              and (at, video_id) <= (coalesce((select at from {table} where user_id = $1 and video_id = $5 and active), 'infinity'), $5)
            order by at desc, video_id desc limit $4
            """, Place, cancel, userId, (after ?? TimeCursor.Start).At.UtcDateTime, (after ?? TimeCursor.Start).Id, limit,
            after is null && Guid.TryParse(around, out var first) ? first : TimeCursor.Start.Id);
        var seen = await videos.GetManyAsync(viewer, [.. rows.Select(r => r.Id)], cancel);
        return (rows.Where(r => seen.ContainsKey(r.Id)).Select(r => r.Id.ToString()), rows.Count < limit ? "" : rows[^1].ToString());
    }

    /// <summary>A person's likes are shown where they say so, to whoever may see the person at all.</summary>
    private async Task RequireShownAsync(Viewer viewer, Guid userId, CancellationToken cancel)
    {
        var person = await accounts.GetAsync(viewer, userId, cancel);
        if (person.Relation.Blocked) throw Fault.NotFound();
        if (!person.Account.ShowLikes) throw Fault.Forbidden("private_list");
        person.RequireOpen(viewer);
    }

    private static TimeCursor Place(NpgsqlDataReader row) => new(row.GetFieldValue<DateTimeOffset>(0), row.GetGuid(1));
}
