using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Events;
using Zoetrope.Recommendation.Data;
using Payload = Zoetrope.Contracts.Events.V1.Event.PayloadOneofCase;

namespace Zoetrope.Recommendation.Learning;

/// <summary>
/// Joins the device on which somebody signed up to their account. What it watched stays under the device and is read with the account's own,
/// so watches may be heard before this or after; what it was told and served moves, unless the account has said something itself.
/// </summary>
internal sealed class JoinDevices : IEventHandler<RecommendationDb>
{
    public static IReadOnlyCollection<Payload> Handles { get; } = [Payload.UserRegistered];

    public async Task HandleAsync(RecommendationDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        foreach (var (device, user) in batch.Select(e => (e.UserRegistered.DeviceId, Guid.Parse(e.UserRegistered.Account.UserId))).Where(j => j.DeviceId.Length > 0))
        {
            if (await db.Accounts.AnyAsync(a => a.UserId == user && a.Deleted, cancel)) continue;
            var (from, to) = ($"d:{device}", $"u:{user}");
            await db.Database.ExecuteSqlAsync($"""
                insert into joined_devices (device_id, user_id) values ({device}, {user}) on conflict do nothing;
                update preferences set viewer = {to} where viewer = {from} and not exists (select from preferences where viewer = {to});
                update not_interested n set viewer = {to} where viewer = {from}
                  and not exists (select from not_interested o where o.viewer = {to} and (o.kind, o.value) = (n.kind, n.value));
                update impressions set viewer = {to} where viewer = {from};
                """, cancel);
        }
    }
}
