using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Events;
using Zoetrope.Recommendation.Data;
using Payload = Zoetrope.Contracts.Events.V1.Event.PayloadOneofCase;

namespace Zoetrope.Recommendation.Known;

/// <summary>Keeps this service's copy of accounts, follows, blocks and mutes. The version decides: an older event changes nothing.</summary>
internal sealed class KnownPeople : IEventHandler<RecommendationDb>
{
    public static IReadOnlyCollection<Payload> Handles { get; } =
        [Payload.UserRegistered, Payload.AccountChanged, Payload.ProfileChanged, Payload.FollowChanged, Payload.BlockChanged, Payload.MuteChanged];

    public async Task HandleAsync(RecommendationDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        List<AccountState> accounts = [.. batch.Select(AccountOf).OfType<AccountState>()];
        await KeepAccountsAsync(db, accounts, cancel);
        await KeepFollowsAsync(db, [.. batch.Select(e => e.FollowChanged).OfType<FollowChanged>()], cancel);
        await KeepDistancesAsync(db, [.. batch.Select(DistanceOf).OfType<Distance>()], cancel);
        foreach (var gone in accounts.Where(a => a.Deleted).Select(a => Guid.Parse(a.UserId)).Distinct().Order()) await EraseAsync(db, gone, cancel);
    }

    /// <summary>Everything learned of a deleted account goes. What they were served stays without a name until its day is dropped.</summary>
    private static async Task EraseAsync(RecommendationDb db, Guid id, CancellationToken cancel)
    {
        var viewer = $"u:{id}";
        await db.Database.ExecuteSqlAsync($"""
            delete from reactions where viewer = {viewer};
            delete from reactions where viewer in (select 'd:' || device_id from joined_devices where user_id = {id});
            delete from reactions where video_id in (select video_id from known_videos where author_id = {id});
            delete from joined_devices where user_id = {id};
            delete from preferences where viewer = {viewer};
            delete from not_interested where viewer = {viewer};
            update impressions set viewer = 'x:' where viewer = {viewer};
            delete from follows where follower_id = {id} or followee_id = {id};
            delete from distances where by_id = {id} or of_id = {id};
            """, cancel);
    }

    private static async Task KeepAccountsAsync(RecommendationDb db, List<AccountState> all, CancellationToken cancel)
    {
        var accounts = all.GroupBy(a => a.UserId).Select(g => g.MaxBy(a => a.Version)!).ToList();
        if (accounts.Count == 0) return;
        await db.Database.ExecuteSqlAsync($"""
            insert into known_accounts (user_id, is_private, suspended, deleted, version)
            select * from unnest({accounts.Select(a => Guid.Parse(a.UserId)).ToArray()}, {accounts.Select(a => a.IsPrivate).ToArray()},
                {accounts.Select(a => a.Suspended).ToArray()}, {accounts.Select(a => a.Deleted).ToArray()}, {accounts.Select(a => a.Version).ToArray()})
            on conflict (user_id) do update set is_private = excluded.is_private, suspended = excluded.suspended, deleted = excluded.deleted, version = excluded.version
            where known_accounts.version < excluded.version
            """, cancel);
    }

    private static async Task KeepFollowsAsync(RecommendationDb db, List<FollowChanged> all, CancellationToken cancel)
    {
        var follows = all.GroupBy(f => (f.FollowerId, f.FolloweeId)).Select(g => g.MaxBy(f => f.Version)!).ToList();
        if (follows.Count == 0) return;
        await db.Database.ExecuteSqlAsync($"""
            insert into follows (follower_id, followee_id, following, version)
            select * from unnest({follows.Select(f => Guid.Parse(f.FollowerId)).ToArray()}, {follows.Select(f => Guid.Parse(f.FolloweeId)).ToArray()},
                {follows.Select(f => f.State == FollowState.Following).ToArray()}, {follows.Select(f => f.Version).ToArray()})
            on conflict (follower_id, followee_id) do update set following = excluded.following, version = excluded.version
            where follows.version < excluded.version
            """, cancel);
    }

    private static async Task KeepDistancesAsync(RecommendationDb db, List<Distance> all, CancellationToken cancel)
    {
        var distances = all.GroupBy(d => (d.ById, d.OfId, d.Kind)).Select(g => g.MaxBy(d => d.Version)!).ToList();
        if (distances.Count == 0) return;
        await db.Database.ExecuteSqlAsync($"""
            insert into distances (by_id, of_id, kind, in_force, version)
            select * from unnest({distances.Select(d => d.ById).ToArray()}, {distances.Select(d => d.OfId).ToArray()}, {distances.Select(d => d.Kind).ToArray()},
                {distances.Select(d => d.InForce).ToArray()}, {distances.Select(d => d.Version).ToArray()})
            on conflict (by_id, of_id, kind) do update set in_force = excluded.in_force, version = excluded.version
            where distances.version < excluded.version
            """, cancel);
    }

    private static AccountState? AccountOf(Event e) => e.PayloadCase switch
    {
        Payload.UserRegistered => e.UserRegistered.Account,
        Payload.AccountChanged => e.AccountChanged.Account,
        Payload.ProfileChanged => e.ProfileChanged.Account,
        _ => null,
    };

    private static Distance? DistanceOf(Event e) => e.PayloadCase switch
    {
        Payload.BlockChanged => new Distance
        {
            ById = Guid.Parse(e.BlockChanged.BlockerId),
            OfId = Guid.Parse(e.BlockChanged.BlockedId),
            Kind = Distance.Block,
            InForce = e.BlockChanged.Blocked,
            Version = e.BlockChanged.Version,
        },
        Payload.MuteChanged => new Distance
        {
            ById = Guid.Parse(e.MuteChanged.MuterId),
            OfId = Guid.Parse(e.MuteChanged.MutedId),
            Kind = Distance.Mute,
            InForce = e.MuteChanged.Muted,
            Version = e.MuteChanged.Version,
        },
        _ => null,
    };
}
