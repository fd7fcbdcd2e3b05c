using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Counts;
using Zoetrope.Interaction.Data;
using Zoetrope.Interaction.Known;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Follows;

/// <summary>Follows or unfollows; a private account gets a request. Repeating either changes nothing and says nothing.</summary>
internal sealed partial class FollowsService(
    [FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source, InteractionDb db, VisibleAccounts accounts,
    Changes changes, TimeProvider time) : Contracts.Interaction.V1.Follows.FollowsBase
{
    public override async Task<SetFollowResponse> SetFollow(SetFollowRequest request, ServerCallContext context)
    {
        var (viewer, followerId, followeeId) = (context.Viewer(), context.Viewer().Account(), Sql.Id(request.UserId));
        if (followerId == followeeId) throw Fault.Unprocessable("own_account");
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var person = await accounts.GetAsync(viewer, followeeId, context.CancellationToken);
            if (request.Follow && person.Relation.Blocked) throw Fault.Conflict("blocked");
            if (request.Seq > 0 && person.FollowSeq >= request.Seq) return await AnswerAsync(followeeId, person.State, context.CancellationToken);

            var move = new FollowMove(followerId, followeeId, person.State, Next(person, request.Follow), person.FollowVersion);
            if (move.Next == move.Previous && request.Seq == 0) return await AnswerAsync(followeeId, move.Next, context.CancellationToken);
            if (await MoveAsync(move, Math.Max(request.Seq, person.FollowSeq), context.CancellationToken))
            {
                changes.Wake();
                return await AnswerAsync(followeeId, move.Next, context.CancellationToken);
            }
        }
        throw Fault.Unavailable();
    }

    private static FollowState Next(SeenAccount person, bool follow) => (follow, person.State, person.Account.IsPrivate) switch
    {
        (false, _, _) => FollowState.None,
        (true, FollowState.Following, _) => FollowState.Following,
        (true, _, true) => FollowState.Requested,
        (true, _, false) => FollowState.Following,
    };

    /// <summary>
    /// One statement: the row, by compare-and-set on its version, and where its state changed, the counts of both people and the event.
    /// False when somebody else moved it first.
    /// </summary>
    private async Task<bool> MoveAsync(FollowMove move, long seq, CancellationToken cancel)
    {
        var version = Versions.Next(time, after: move.Version);
        var moved = await source.ReadAsync("""
            with updated as (
              update follows set state = $3, seq = $4, version = $5, at = case when state = $3 then at else $6 end
              where follower_id = $1 and followee_id = $2 and version = $7
              returning 1),
            inserted as (
              insert into follows (follower_id, followee_id, state, seq, version, at) select $1, $2, $3, $4, $5, $6 where $7 = 0
              on conflict (follower_id, followee_id) do nothing
              returning 1),
            moved as (select from updated union all select from inserted),
            delta as (
              insert into count_deltas (subject_id, kind, delta)
              select * from (values ($2, 11::smallint, $8::integer), ($1, 12::smallint, $8::integer)) d where $8 <> 0 and exists (select from moved)),
            told as (
              insert into outbox (key, payload) select $9, $10 where $3 <> $11 and exists (select from moved))
            select exists (select from moved)
            """, row => row.GetBoolean(0), cancel, move.FollowerId, move.FolloweeId, (int)move.Next, seq, version, time.GetUtcNow().UtcDateTime,
            move.Version, move.Counted, move.Key, Outbox.Stamp(time, move.Key, move.Event(version)), (int)move.Previous);
        return moved[0];
    }

    private async Task<SetFollowResponse> AnswerAsync(Guid followeeId, FollowState state, CancellationToken cancel)
    {
        var followers = await source.ReadAsync("""
            select coalesce((select followers from user_counts where user_id = $1), 0)
                 + coalesce((select sum(delta) from count_deltas where subject_id = $1 and kind = 11), 0)
            """, row => row.GetInt64(0), cancel, followeeId);
        return new SetFollowResponse { Following = state == FollowState.Following, Requested = state == FollowState.Requested, Followers = followers[0] };
    }
}

/// <summary>A step of one follow from one state to another.</summary>
/// <param name="Version">The row's version it starts from; 0 where there is no row.</param>
internal readonly record struct FollowMove(Guid FollowerId, Guid FolloweeId, FollowState Previous, FollowState Next, long Version)
{
    public string Key => FolloweeId.ToString();

    /// <summary>What it does to the counts.</summary>
    public int Counted => (Next == FollowState.Following ? 1 : 0) - (Previous == FollowState.Following ? 1 : 0);

    public Event Event(long version) => new()
    {
        FollowChanged = new FollowChanged
        {
            FollowerId = FollowerId.ToString(),
            FolloweeId = FolloweeId.ToString(),
            State = Next,
            Previous = Previous,
            Version = version,
        },
    };
}
