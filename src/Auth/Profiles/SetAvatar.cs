using Grpc.Core;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth;

/// <summary>Stores or removes the viewer's avatar. A new picture gets a new address; the old one's files go afterwards.</summary>
internal sealed partial class AccountsService
{
    public override async Task<SetAvatarResponse> SetAvatar(SetAvatarRequest request, ServerCallContext context)
    {
        var (id, cancel) = (context.Viewer().Account(), context.CancellationToken);
        var folder = request.Image.IsEmpty ? "" : await avatars.StoreAsync(id, request.Image.ToByteArray(), cancel);
        var replaced = "";
        try
        {
            var user = await edits.EditAsync(id, u => (replaced, u.Avatar) = (u.Avatar, folder), cancel);
            await avatars.RemoveAsync(replaced);
            return new SetAvatarResponse { Account = Own(user) };
        }
        // Erased meanwhile: nothing points to the new files.
        catch (RpcException)
        {
            await avatars.RemoveAsync(folder);
            throw;
        }
    }
}
