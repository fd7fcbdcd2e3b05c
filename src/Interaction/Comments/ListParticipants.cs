using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Comments;

/// <summary>Who talks under a video, latest first, of the last two hundred comments: whom one is likely to mention.</summary>
internal sealed partial class CommentsService
{
    /// <summary>Ids are in the order of time, and the index is in theirs: every letter after an @ asks.</summary>
    internal const string LatestAuthors = """
        select author_id from (select author_id, id from comments where video_id = $1 and not deleted order by id desc limit 200) c
        where author_id <> $2 group by 1 order by max(id::text) desc limit 50
        """;

    public override async Task<ListParticipantsResponse> ListParticipants(ListParticipantsRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var video = await videos.GetAsync(viewer, Sql.Id(request.VideoId), cancel);
        var people = await source.ReadAsync(LatestAuthors, row => row.GetGuid(0), cancel, video.Id, viewer.AccountId ?? Guid.Empty);
        var seen = await accounts.GetManyAsync(viewer, [.. people, video.AuthorId], cancel);
        return new ListParticipantsResponse
        {
            UserIds = { people.Append(video.AuthorId).Distinct().Where(id => id != viewer.AccountId && seen.TryGetValue(id, out var p) && p.Relation is { Blocked: false, Muted: false }).Select(id => id.ToString()) },
        };
    }
}
