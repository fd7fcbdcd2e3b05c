using Grpc.Core;
using Npgsql;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;

namespace Zoetrope.Interaction.Plays;

/// <summary>The queue of reports, newest first, and closing one, which decides about all that are open on the same thing. Moderators only.</summary>
internal sealed partial class PlaysService
{
    private const string Filed = """
        select r.id, r.kind, r.target_id, r.reason, r.detail, r.reporter, r.at, r.state, r.closed_by, r.closed_at,
               (select count(*) from reports o where o.target_id = r.target_id and o.state = 'open')::int,
               case r.kind when 'user' then r.target_id when 'video' then v.author_id else c.author_id end, c.video_id, c.text
        from reports r left join known_videos v on r.kind = 'video' and v.video_id = r.target_id left join comments c on r.kind = 'comment' and c.id = r.target_id
        """;

    public override async Task<ListReportsResponse> ListReports(ListReportsRequest request, ServerCallContext context)
    {
        context.Viewer().RequireModerator();
        if (request.State is not ("" or "open" or "closed")) throw Fault.Invalid("state", "unknown_choice", ("choices", "open, closed"));
        var (after, limit) = (TimeCursor.Parse(request.Page?.Cursor) ?? TimeCursor.Start, PageSize.Of(request.Page?.Limit ?? 0));
        var rows = await source.ReadAsync($"""
            {Filed} where (r.state = 'open') = $1 and (r.at, r.id) < ($2, $3) order by r.at desc, r.id desc limit $4
            """, row => (Report: Read(row), Place: new TimeCursor(row.GetFieldValue<DateTimeOffset>(6), row.GetGuid(0))), context.CancellationToken,
            request.State is not "closed", after.At.UtcDateTime, after.Id, limit);
        return new ListReportsResponse { Items = { rows.Select(r => r.Report) }, NextCursor = rows.Count < limit ? "" : rows[^1].Place.ToString() };
    }

    public override async Task<SetReportResponse> SetReport(SetReportRequest request, ServerCallContext context)
    {
        var (viewer, id, cancel) = (context.Viewer(), Sql.Id(request.Id), context.CancellationToken);
        viewer.RequireModerator();
        if (request.State is not ("open" or "resolved" or "dismissed")) throw Fault.Invalid("state", "unknown_choice", ("choices", "open, resolved, dismissed"));
        var open = request.State == "open";
        // One decision closes what is open on the same thing; taking it back opens what was closed with it.
        await source.RunAsync("""
            update reports r set state = $2, closed_by = $3::uuid, closed_at = $4::timestamptz from reports this
            where this.id = $1 and r.kind = this.kind and r.target_id = this.target_id and r.state <> $2
              and (r.id = this.id or r.state = this.state and r.closed_at is not distinct from this.closed_at)
            """, cancel, id, request.State, open ? null : viewer.Account(), open ? null : time.GetUtcNow().UtcDateTime);
        var found = await source.ReadAsync($"{Filed} where r.id = $1", Read, cancel, id);
        return new SetReportResponse { Report = found.FirstOrDefault() ?? throw Fault.NotFound() };
    }

    private static FiledReport Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0).ToString(),
        Kind = row.GetString(1),
        TargetId = row.GetGuid(2).ToString(),
        Reason = row.GetString(3),
        Detail = row.GetString(4),
        ReporterId = row.GetString(5).StartsWith("u:", StringComparison.Ordinal) ? row.GetString(5)[2..] : "",
        AtMs = row.GetFieldValue<DateTimeOffset>(6).ToUnixTimeMilliseconds(),
        State = row.GetString(7),
        ClosedBy = row.IsDBNull(8) ? "" : row.GetGuid(8).ToString(),
        ClosedAtMs = row.IsDBNull(9) ? 0 : row.GetFieldValue<DateTimeOffset>(9).ToUnixTimeMilliseconds(),
        OpenOfTarget = row.GetInt32(10),
        TargetAuthorId = row.IsDBNull(11) ? "" : row.GetGuid(11).ToString(),
        VideoId = row.IsDBNull(12) ? "" : row.GetGuid(12).ToString(),
        Text = row.IsDBNull(13) ? "" : row.GetString(13),
    };
}
