using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth;

/// <summary>
/// Ends the viewer's account: hidden from everybody and signed out everywhere at once, erased after 30 days. Until then its owner can sign
/// in and take it back.
/// </summary>
internal sealed partial class AccountsService
{
    private static readonly TimeSpan DeletionGrace = TimeSpan.FromDays(30);

    public override async Task<DeleteMeResponse> DeleteMe(DeleteMeRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var proven = await ProveAsync(context.Viewer(), request.Password, "password", cancel);
        var at = time.GetUtcNow() + DeletionGrace;
        var user = await edits.EditAsync(proven.Id, u => u.DeletionAt ??= at, cancel, endSessions: db.Sessions.Where(s => s.UserId == proven.Id));
        return new DeleteMeResponse { DeletionAtMs = user.DeletionAt!.Value.ToUnixTimeMilliseconds() };
    }

    public override async Task<RestoreMeResponse> RestoreMe(RestoreMeRequest request, ServerCallContext context)
        => new() { Account = Own(await edits.EditAsync(context.Viewer().Account(), u => u.DeletionAt = null, context.CancellationToken)) };
}
