using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Comments;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;

namespace Zoetrope.Interaction.Plays;

/// <summary>Files a report of something the viewer sees. The same report again is the same report, and as a moderator left it once closed.</summary>
internal sealed partial class PlaysService
{
    private const int LongestDetail = 1000;

    public override async Task<ReportResponse> Report(ReportRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        // A signed-out device may report; somebody without either cannot be told from anybody else.
        if (viewer.Key.Length == 0) throw Fault.Unauthenticated();
        if (!Notices.Reasons.Contains(request.Reason)) throw Notices.NoReason();
        var detail = TextRules.Clean("detail", request.Detail, LongestDetail);
        var targetId = await TargetAsync(viewer, request.Kind, Sql.Id(request.TargetId), cancel);

        var ids = await source.ReadAsync("""
            with made as (
              insert into reports (id, reporter, kind, target_id, reason, detail, at) values ($1, $2, $3, $4, $5, $6, $7)
              on conflict (reporter, kind, target_id, reason) do update set detail = case when reports.state = 'open' then excluded.detail else reports.detail end
              returning id)
            select id from made
            """, row => row.GetGuid(0), cancel, Ids.New(time), viewer.Key, request.Kind, targetId, request.Reason, detail, time.GetUtcNow().UtcDateTime);
        return new ReportResponse { Id = ids[0].ToString() };
    }

    private async Task<Guid> TargetAsync(Viewer viewer, string kind, Guid id, CancellationToken cancel)
    {
        switch (kind)
        {
            case "video":
                return (await videos.GetAsync(viewer, id, cancel)).Id;
            case "user":
                return (await accounts.GetAsync(viewer, id, cancel)).Id;
            case "comment":
                var found = await comments.ReadAsync(viewer.AccountId, $"c.id = $2 and {CommentReader.There}", cancel, id);
                if (found.Count == 0) throw Fault.NotFound();
                await videos.GetAsync(viewer, found[0].VideoId, cancel);
                return id;
            default:
                throw Fault.Invalid("kind", "unknown_choice", ("choices", "video, user, comment"));
        }
    }
}
