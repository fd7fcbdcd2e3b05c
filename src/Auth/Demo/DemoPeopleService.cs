using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Profiles;
using Zoetrope.Auth.Sessions;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Demo;

/// <summary>Demo people: added and taken away by the system alone, around registration modes and invites.</summary>
internal sealed class DemoPeopleService(AuthDb db, AccountMaker maker, AccountEdits edits, EraseAccounts erasing, SessionStarter sessions, TimeProvider time)
    : DemoPeople.DemoPeopleBase
{
    public override async Task<AddDemoPersonResponse> AddDemoPerson(AddDemoPersonRequest request, ServerCallContext context)
    {
        RequireSystem(context);
        var cancel = context.CancellationToken;
        var key = Usernames.Key(request.Username);
        var known = await db.Users.SingleOrDefaultAsync(u => u.UsernameKey == key, cancel);
        if (known is { Demo: false }) throw Fault.Conflict("username_taken");

        var user = known ?? await PrepareAsync(request, cancel);
        var session = await db.InTransaction(async () =>
        {
            if (known is null) await maker.AddAsync(user, cancel);
            return await sessions.StartAsync(user, new ClientInfo { UserAgent = "demo" }, cancel);
        }, cancel);
        edits.Wake();
        return new AddDemoPersonResponse { Session = session };
    }

    public override async Task<ListDemoPeopleResponse> ListDemoPeople(ListDemoPeopleRequest request, ServerCallContext context)
    {
        RequireSystem(context);
        var ids = await db.Users.Where(u => u.Demo && u.DeletedAt == null).Select(u => u.Id).ToListAsync(context.CancellationToken);
        return new ListDemoPeopleResponse { UserIds = { ids.Select(id => id.ToString()) } };
    }

    public override async Task<RemoveDemoPeopleResponse> RemoveDemoPeople(RemoveDemoPeopleRequest request, ServerCallContext context)
    {
        RequireSystem(context);
        var cancel = context.CancellationToken;
        var now = time.GetUtcNow();
        var removed = await db.Users.Where(u => u.Demo && u.DeletedAt == null).ExecuteUpdateAsync(set => set.SetProperty(u => u.DeletionAt, now), cancel);
        await erasing.RunAsync(cancel);
        return new RemoveDemoPeopleResponse { Removed = removed };
    }

    private async Task<User> PrepareAsync(AddDemoPersonRequest request, CancellationToken cancel)
    {
        // A password nobody knows: demo people act through the system's sessions only.
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        var user = await maker.PrepareAsync(request.Username, $"{request.Username}@demo.invalid", password, request.DisplayName, "en", cancel);
        user.Demo = true;
        user.Bio = request.Bio;
        return user;
    }

    private static void RequireSystem(ServerCallContext context)
    {
        if (!context.Viewer().IsSystem) throw Fault.Forbidden();
    }
}
