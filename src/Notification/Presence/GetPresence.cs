using Grpc.Core;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Notification.Presence;

/// <summary>Who is online, among people who follow the viewer and whom the viewer follows, where both show it. Everybody else is left out.</summary>
internal sealed partial class PresenceService(NotificationDb db, OnlineStore online, Rpc<People.PeopleClient> people) : Contracts.Notification.V1.Presence.PresenceBase
{
    private const int MaxIds = 100;

    public override async Task<GetPresenceResponse> GetPresence(GetPresenceRequest request, ServerCallContext context)
    {
        if (request.UserIds.Count > MaxIds) throw Fault.BadRequest("too_many_ids");
        var (viewerId, cancel) = (context.Viewer().Account(), context.CancellationToken);
        var mutuals = await db.ReadAsync("""
            select f.to_id from known_follows f join known_follows r on r.from_id = f.to_id and r.to_id = f.from_id and r.active
            where f.from_id = $1 and f.active and f.to_id = any($2)
            """, row => row.GetGuid(0), cancel, viewerId, Ids(request.UserIds).ToArray());
        if (mutuals.Count == 0) return new GetPresenceResponse();

        var shown = await ShownAsync([viewerId, .. mutuals], cancel);
        if (!shown.Contains(viewerId)) return new GetPresenceResponse();
        var found = await online.FindAsync([.. mutuals.Where(shown.Contains)]);
        return new GetPresenceResponse
        {
            Items = { found.Select(p => new PresenceState { UserId = p.Key.ToString(), Online = p.Value.Online, LastSeenAtMs = p.Value.LastSeenMs }) },
        };
    }

    /// <summary>Those of these people who show that they are online. An account no event has told of yet is read from Auth once.</summary>
    private async Task<HashSet<Guid>> ShownAsync(Guid[] ids, CancellationToken cancel)
    {
        var known = await db.ReadAsync("select user_id, show_presence and not gone from known_accounts where user_id = any($1)",
            row => (Id: row.GetGuid(0), Shown: row.GetBoolean(1)), cancel, ids);
        var shown = known.Where(a => a.Shown).Select(a => a.Id).ToHashSet();
        var missing = ids.Except(known.Select(a => a.Id)).ToList();
        if (missing.Count == 0) return shown;
        var cards = await people.AsSystem().GetCardsAsync(new GetCardsRequest { Ids = { missing.Select(id => id.ToString()) } }, cancellationToken: cancel);
        shown.UnionWith(cards.Items.Where(p => p.ShowPresence && !p.Suspended && !p.Deleted).Select(p => Guid.Parse(p.Card.Id)));
        return shown;
    }
}
