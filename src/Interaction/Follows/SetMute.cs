using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Follows;

/// <summary>Mutes or unmutes: the viewer no longer meets the person unasked, and the person does not know.</summary>
internal sealed partial class FollowsService
{
    public override async Task<SetMuteResponse> SetMute(SetMuteRequest request, ServerCallContext context)
    {
        var (viewer, muterId, mutedId, cancel) = (context.Viewer(), context.Viewer().Account(), Sql.Id(request.UserId), context.CancellationToken);
        if (muterId == mutedId) throw Fault.Unprocessable("own_account");
        if (request.Mute) await accounts.GetAsync(viewer, mutedId, cancel);

        var (now, version) = (time.GetUtcNow(), Versions.Next(time));
        await db.InTransaction(async () =>
        {
            var told = await db.Database.SqlQuery<long>($"""
                insert into mutes as m (muter_id, muted_id, active, version, at) select {muterId}, {mutedId}, {request.Mute}, {version}, {now}
                where {request.Mute} or exists (select from mutes where muter_id = {muterId} and muted_id = {mutedId})
                on conflict (muter_id, muted_id) do update set active = excluded.active, version = greatest(m.version + 1, excluded.version), at = excluded.at
                where m.active <> excluded.active
                returning version as "Value"
                """).ToListAsync(cancel);
            foreach (var last in told)
            {
                db.Publish(time, mutedId.ToString(), new Event
                {
                    MuteChanged = new MuteChanged { MuterId = muterId.ToString(), MutedId = mutedId.ToString(), Muted = request.Mute, Version = last },
                });
            }
            await db.SaveChangesAsync(cancel);
        }, cancel);

        changes.WakeRelay();
        return new SetMuteResponse { Relation = await RelationAsync(muterId, mutedId, cancel) };
    }
}
