using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Follows;

/// <summary>
/// Whom the viewer may want to follow: people followed by those they follow, authors whose clips they like, people who show their likes
/// and like the same clips, and further candidates. Nobody they follow, asked, blocked, muted, or who blocked them.
/// </summary>
internal sealed partial class FollowsService
{
    private const int MostSuggested = 50, MostCandidates = 200;

    // $1 viewer, $2 candidates, $3 limit. What is read is bounded: the latest 200 follows, of each the latest 100, the latest 200 likes; for taste only
    // those who are candidates anyway, by the key of likes, and only of accounts that show their likes.
    private const string Suggested = """
        with mine as (select followee_id from follows where follower_id = $1 and state = 3 order by at desc limit 200),
        mutual as (
          select f.followee_id as id, count(*) as n, min(m.followee_id::text)::uuid as via
          from mine m cross join lateral (select followee_id from follows where follower_id = m.followee_id and state = 3 order by at desc limit 100) f
          group by 1),
        tapped as (select video_id, author_id from likes where user_id = $1 and active order by at desc limit 200),
        liked as (select author_id as id, count(*) as n from tapped group by 1),
        pool as (select id from mutual union select id from liked union select unnest($2::uuid[])),
        taste as (
          select p.id, count(*) as n from pool p join known_accounts a on a.user_id = p.id and a.show_likes and not a.is_private
          cross join (select video_id from tapped limit 50) t join likes l on l.user_id = p.id and l.video_id = t.video_id and l.active
          group by 1 having count(*) >= 2),
        told as (
          select id, 'mutual' as reason, n, via, 3 + n as weight from mutual where n > 1
          union all select id, 'taste', n, null, 3 + n from taste
          union all select id, 'liked', n, null, 2 + n from liked
          union all select id, 'mutual', n, via, 2 from mutual where n = 1
          union all select id, 'candidate', 0, null, 1.0 - place / 1000.0 from unnest($2::uuid[]) with ordinality c (id, place)),
        best as (select distinct on (id) id, reason, n, via, weight from told order by id, weight desc)
        select b.id, b.reason, b.n::bigint, b.via from best b join known_accounts a on a.user_id = b.id and not a.suspended and not a.deleted
        where b.id <> $1
          and not exists (select from follows f where f.follower_id = $1 and f.followee_id = b.id and f.state in (2, 3))
          and not exists (select from blocks x where x.active and ((x.blocker_id = $1 and x.blocked_id = b.id) or (x.blocker_id = b.id and x.blocked_id = $1)))
          and not exists (select from mutes m where m.active and m.muter_id = $1 and m.muted_id = b.id)
        order by b.weight desc, b.id limit $3
        """;

    public override async Task<SuggestPeopleResponse> SuggestPeople(SuggestPeopleRequest request, ServerCallContext context)
    {
        if (request.Candidates.Count > MostCandidates) throw Fault.BadRequest("too_many_ids");
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var candidates = Sql.Ids(request.Candidates);
        // Candidates that no event has told of yet are read from Auth.
        await accounts.GetManyAsync(viewer, candidates, cancel);
        var limit = request.Limit is > 0 and <= MostSuggested ? request.Limit : MostSuggested;
        var items = await source.ReadAsync(Suggested, row => new SuggestedPerson
        {
            UserId = row.GetGuid(0).ToString(),
            Reason = row.GetString(1),
            Count = row.GetInt64(2),
            ViaId = row.IsDBNull(3) ? "" : row.GetGuid(3).ToString(),
        }, cancel, viewer.AccountId ?? Guid.Empty, candidates, limit);
        return new SuggestPeopleResponse { Items = { items } };
    }
}
