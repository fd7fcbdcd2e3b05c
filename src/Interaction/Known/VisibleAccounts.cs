using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Known;

/// <summary>A person with all that decides what this viewer may do to them.</summary>
/// <param name="State">How far the viewer's own follow of them is.</param>
internal sealed record SeenAccount(KnownAccount Account, Relation Relation, FollowState State, long FollowSeq, long FollowVersion)
{
    public Guid Id => Account.UserId;

    /// <summary>403 where the account is private and the viewer neither follows it nor is it.</summary>
    public void RequireOpen(Viewer viewer)
    {
        if (Account.IsPrivate && !Relation.Following && viewer.AccountId != Id && !viewer.IsModerator) throw Fault.Forbidden("private_account");
    }

    /// <summary>Whether the viewer belongs to <paramref name="who"/>: everyone, followers, following (whom the person follows) or nobody.</summary>
    public bool Admits(string who, Guid viewer) => viewer == Id || Visibility.Admits(who, Relation);
}

/// <summary>People through the eyes of a viewer: account and relation in one query.</summary>
internal sealed class VisibleAccounts([FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source, Missing missing)
{
    private const string Select = """
        select a.user_id, a.username, a.is_private, a.suspended, a.deleted, a.show_likes, a.who_can_comment, a.who_can_mention, a.version,
               f.state, f.seq, f.version,
               exists (select 1 from follows r where r.follower_id = a.user_id and r.followee_id = $2 and r.state = 3),
               exists (select 1 from blocks b where b.blocker_id = $2 and b.blocked_id = a.user_id and b.active),
               exists (select 1 from blocks b where b.blocker_id = a.user_id and b.blocked_id = $2 and b.active),
               exists (select 1 from mutes m where m.muter_id = $2 and m.muted_id = a.user_id and m.active)
        from known_accounts a left join follows f on f.follower_id = $2 and f.followee_id = a.user_id
        where
        """;

    // As in VisibleVideos: a list of one would be planned anew each time.
    private const string One = $"{Select} a.user_id = $1", Many = $"{Select} a.user_id = any($1)";

    /// <summary>One person; not found also for whoever is gone, suspended, or blocked the viewer. Whom the viewer blocked is still there to unblock.</summary>
    public async Task<SeenAccount> GetAsync(Viewer viewer, Guid id, CancellationToken cancel)
        => (await GetManyAsync(viewer, [id], cancel)).GetValueOrDefault(id) ?? throw Fault.NotFound();

    /// <summary>Those of these people that the viewer may know of.</summary>
    public async Task<Dictionary<Guid, SeenAccount>> GetManyAsync(Viewer viewer, IReadOnlyCollection<Guid> ids, CancellationToken cancel)
    {
        if (ids.Count == 0) return [];
        var people = await QueryAsync(viewer, ids, cancel);
        var unknown = ids.Except(people.Select(p => p.Id)).ToList();
        if (unknown.Count > 0)
        {
            await missing.LoadAccountsAsync(unknown, cancel);
            people = await QueryAsync(viewer, ids, cancel);
        }
        return people.Where(p => IsThere(p, viewer)).ToDictionary(p => p.Id);
    }

    private static bool IsThere(SeenAccount person, Viewer viewer)
        => viewer.IsSystem || (!person.Account.Deleted && (viewer.IsModerator || viewer.AccountId == person.Id || (!person.Account.Suspended && !person.Relation.BlockedBy)));

    private Task<List<SeenAccount>> QueryAsync(Viewer viewer, IReadOnlyCollection<Guid> ids, CancellationToken cancel)
        => source.ReadAsync(ids.Count == 1 ? One : Many, row =>
        {
            var state = row.IsDBNull(9) ? FollowState.None : (FollowState)row.GetInt32(9);
            return new SeenAccount(
                new KnownAccount
                {
                    UserId = row.GetGuid(0),
                    Username = row.GetString(1),
                    IsPrivate = row.GetBoolean(2),
                    Suspended = row.GetBoolean(3),
                    Deleted = row.GetBoolean(4),
                    ShowLikes = row.GetBoolean(5),
                    WhoCanComment = row.GetString(6),
                    WhoCanMention = row.GetString(7),
                    Version = row.GetInt64(8),
                },
                new Relation(state == FollowState.Following, row.GetBoolean(12), row.GetBoolean(13), row.GetBoolean(14), row.GetBoolean(15)),
                state, row.IsDBNull(10) ? 0 : row.GetInt64(10), row.IsDBNull(11) ? 0 : row.GetInt64(11));
        }, cancel, ids.Count == 1 ? ids.Single() : ids.ToArray(), viewer.AccountId ?? Guid.Empty);
}
