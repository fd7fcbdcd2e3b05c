using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Instance;

/// <summary>Admins make invites, look at them and take them back; whoever holds one can ask whether it still works.</summary>
internal sealed partial class InstanceService
{
    private const int MostUses = 10_000, MostListed = 200;

    public override async Task<CreateInviteResponse> CreateInvite(CreateInviteRequest request, ServerCallContext context)
    {
        context.Viewer().RequireAdmin();
        if (request.Uses is not (-1 or (>= 0 and <= MostUses))) throw Fault.Invalid("uses", "out_of_range", ("min", "1"), ("max", MostUses.ToString(CultureInfo.InvariantCulture)));
        var now = time.GetUtcNow();
        DateTimeOffset? expires = null;
        if (request.ExpiresAtMs != 0)
        {
            if (request.ExpiresAtMs <= now.ToUnixTimeMilliseconds() || request.ExpiresAtMs > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) throw Fault.Invalid("expiresAt", "in_the_past");
            expires = DateTimeOffset.FromUnixTimeMilliseconds(request.ExpiresAtMs);
        }
        // Not said how often: once.
        var uses = request.Uses == 0 ? 1 : request.Uses;
        return new CreateInviteResponse { Invite = await invites.AddAsync(context.Viewer().Account(), uses, expires, context.CancellationToken) };
    }

    public override async Task<ListInvitesResponse> ListInvites(ListInvitesRequest request, ServerCallContext context)
    {
        context.Viewer().RequireAdmin();
        var rows = await db.Invites.AsNoTracking().OrderByDescending(i => i.CreatedAt).ThenBy(i => i.Code).Take(MostListed).ToListAsync(context.CancellationToken);
        return new ListInvitesResponse { Items = { rows.Select(InviteStore.Message) } };
    }

    public override async Task<CheckInviteResponse> CheckInvite(CheckInviteRequest request, ServerCallContext context)
        => new() { Usable = await invites.IsUsableAsync(request.Code, context.CancellationToken) };

    public override async Task<DeleteInviteResponse> DeleteInvite(DeleteInviteRequest request, ServerCallContext context)
    {
        context.Viewer().RequireAdmin();
        await db.Invites.Where(i => i.Code == request.Code).ExecuteDeleteAsync(context.CancellationToken);
        return new DeleteInviteResponse();
    }
}
