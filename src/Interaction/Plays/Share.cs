using Google.Protobuf;
using Grpc.Core;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Plays;

/// <summary>Counts a share of a video the viewer sees, signed in or not.</summary>
internal sealed partial class PlaysService
{
    private const int LongestChannel = 32;

    public override async Task<ShareResponse> Share(ShareRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        if (request.Channel.Length is 0 or > LongestChannel || !request.Channel.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            throw Fault.Invalid("channel", "not_a_channel", ("max", "32"));
        var repeatable = RepeatableRequest.Of(viewer, request.IdempotencyKey, request);
        if (await idempotency.AnswerAsync(repeatable, ShareResponse.Parser, cancel) is { } first) return first;
        var video = await videos.GetAsync(viewer, Sql.Id(request.VideoId), cancel);

        var (id, key) = (Ids.New(time), video.Id.ToString());
        var told = Outbox.Stamp(time, key, new Event
        {
            Shared = new Shared
            {
                ShareId = id.ToString(),
                UserId = viewer.AccountId?.ToString() ?? "",
                VideoId = key,
                AuthorId = video.AuthorId.ToString(),
                Channel = request.Channel,
            },
        });
        // The key of a repeat is taken in the same statement as the share; of two at once, one shares and the other reads its answer. Whoever leaves
        // in between ends neither statement: without its answer the key would say for a day that the share is still being made.
        var counts = await source.ReadAsync("""
            with first as (
              insert into idempotency (owner, key, request_hash, answer, at) select $1, $2, $3, ''::bytea, $4 where $2 <> '' on conflict do nothing returning 1),
            made as (
              insert into shares (id, video_id, author_id, user_id, channel, at)
              select $5, $6, $7, $8::uuid, $9, $4 where $2 = '' or exists (select from first) returning 1),
            delta as (insert into count_deltas (subject_id, kind, delta) select $6, 4, 1 from made),
            told as (insert into outbox (key, payload) select $10, $11 from made)
            select coalesce(c.shares, 0) + coalesce(d.shares, 0) + 1, coalesce(c.rev, 0) + d.rev + 1
            from made left join video_counts c on c.video_id = $6
            cross join lateral (select sum(delta) filter (where kind = 4) as shares, count(*) as rev from count_deltas where subject_id = $6) d
            """, row => new ShareResponse { Shares = row.GetInt64(0), Rev = row.GetInt64(1) }, CancellationToken.None, repeatable.Owner, repeatable.Key, repeatable.Hash,
            time.GetUtcNow().UtcDateTime, id, video.Id, video.AuthorId, viewer.AccountId, request.Channel, key, told);
        if (counts.Count == 0) return await idempotency.AnswerAsync(repeatable, ShareResponse.Parser, cancel) ?? throw Fault.Unavailable();

        if (repeatable.HasKey)
            await source.RunAsync("update idempotency set answer = $3 where owner = $1 and key = $2", CancellationToken.None, repeatable.Owner, repeatable.Key, counts[0].ToByteArray());
        changes.Wake();
        return counts[0];
    }
}
