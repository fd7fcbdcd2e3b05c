using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth;

/// <summary>
/// Ends the viewer's account: hidden from everybody and signed out everywhere at once, erased after <c>Accounts:DeletionDays</c>. Until
/// then its owner can sign in and take it back.
/// </summary>
internal sealed partial class AccountsService
{
    public override async Task<DeleteMeResponse> DeleteMe(DeleteMeRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var proven = await proof.RequireAsync(context.Viewer(), request.Password, "password", cancel);
        var at = time.GetUtcNow() + options.DeletionGrace;
        var user = await edits.EditAsync(proven.Id, u => u.DeletionAt ??= at, cancel, endSessions: db.Sessions.Where(s => s.UserId == proven.Id));
        return new DeleteMeResponse { DeletionAtMs = user.DeletionAt!.Value.ToUnixTimeMilliseconds() };
    }

    public override async Task<RestoreMeResponse> RestoreMe(RestoreMeRequest request, ServerCallContext context)
        => new() { Account = Own(await edits.EditAsync(context.Viewer().Account(), u => u.DeletionAt = null, context.CancellationToken)) };
}
