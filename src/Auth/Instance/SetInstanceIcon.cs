using Grpc.Core;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Instance;

/// <summary>Stores or removes the instance's icon. A new picture gets a new address; the old one's files go afterwards.</summary>
internal sealed partial class InstanceService
{
    public override async Task<SetInstanceIconResponse> SetInstanceIcon(SetInstanceIconRequest request, ServerCallContext context)
    {
        context.Viewer().RequireAdmin();
        var cancel = context.CancellationToken;
        await store.GetAsync(cancel);
        var folder = request.Image.IsEmpty ? "" : await pictures.StoreIconAsync(request.Image.ToByteArray(), cancel);
        var replaced = "";
        var row = await db.InTransaction(async () =>
        {
            var locked = await store.LockAsync(cancel);
            (replaced, locked.Icon) = (locked.Icon, folder);
            locked.Version++;
            await db.SaveChangesAsync(cancel);
            return locked;
        }, cancel);
        await pictures.RemoveAsync(replaced);
        return new SetInstanceIconResponse { Instance = Info(row) };
    }
}
