using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Mail;
using Zoetrope.Auth.Passkeys;
using Zoetrope.Auth.Profiles;
using Zoetrope.Auth.Sessions;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Instance;

/// <summary>The instance, its setup and its invites; each method is in the file of its slice.</summary>
internal sealed partial class InstanceService(
    AuthDb db, InstanceStore store, InviteStore invites, SetupLink link, AccountMaker maker, AccountEdits edits, SessionStarter sessions, AvatarStore pictures, IMailer mailer, IConfiguration configuration, TimeProvider time)
    : Contracts.Auth.V1.Instance.InstanceBase
{
    public override async Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context)
        => new() { Instance = Info(await store.GetAsync(context.CancellationToken)) };

    public override async Task<UpdateInstanceResponse> UpdateInstance(UpdateInstanceRequest request, ServerCallContext context)
    {
        context.Viewer().RequireAdmin();
        var cancel = context.CancellationToken;
        await store.GetAsync(cancel);
        var row = await db.InTransaction(async () =>
        {
            var locked = await store.LockAsync(cancel);
            InstanceRules.Apply(locked, request);
            await db.SaveChangesAsync(cancel);
            return locked;
        }, cancel);
        return new UpdateInstanceResponse { Instance = Info(row) };
    }

    private InstanceInfo Info(InstanceSettings row)
    {
        var info = InstanceRules.Info(row);
        (info.Mail, info.Passkeys) = (mailer.Leaves, PasskeyCeremonies.CanWork(configuration));
        return info;
    }
}
