using Grpc.Core;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Instance;

/// <summary>
/// Sets a new instance up: whoever holds the link becomes its first admin, names it, chooses who may sign up and gets a first invite where
/// that needs one. It works once; of two at the same time one wins.
/// </summary>
internal sealed partial class InstanceService
{
    private const int FirstInviteUses = 25;
    private static readonly TimeSpan FirstInviteLasts = TimeSpan.FromDays(30);

    public override async Task<SetUpResponse> SetUp(SetUpRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var client = request.Client ?? new ClientInfo();
        var nonce = (await store.GetAsync(cancel)).SetupNonce ?? throw Fault.Gone("setup_done");
        if (!link.IsToken(request.Token, nonce)) throw Fault.Forbidden("invalid_setup_token");

        var admin = await maker.PrepareAsync(request.Username, request.Email, request.Password, request.DisplayName, client.Locale, cancel);
        admin.Role = AccountRole.Admin;
        var answer = await db.InTransaction(async () =>
        {
            var row = await store.LockAsync(cancel);
            if (row.SetupNonce is null) throw Fault.Gone("setup_done");
            row.SetupNonce = null;
            InstanceRules.Apply(row, request.Instance ?? new UpdateInstanceRequest());
            await maker.AddAsync(admin, cancel);
            var session = await sessions.StartAsync(admin, client, cancel);
            var invite = row.Registration == RegistrationModes.Invite ? await invites.AddAsync(admin.Id, FirstInviteUses, time.GetUtcNow() + FirstInviteLasts, cancel) : null;
            return new SetUpResponse { Session = session, Invite = invite };
        }, cancel);
        edits.Wake();
        return answer;
    }
}
