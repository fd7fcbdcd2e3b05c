using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Sessions;
using Zoetrope.Auth.SignIn;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;

namespace Zoetrope.Auth.Passkeys;

/// <summary>Passkeys: made, listed, taken away, and signed in with.</summary>
internal sealed partial class PasskeysService(AuthDb db, PasskeyCeremonies ceremonies, SessionStarter sessions, SignInGuard guard, PasswordProof proof, SignInNews news, OutboxSignal<AuthDb> outbox, TimeProvider time)
    : Contracts.Auth.V1.Passkeys.PasskeysBase
{
    private const int Most = 20, LongestName = 60;

    public override async Task<GetCreationOptionsResponse> GetCreationOptions(GetCreationOptionsRequest request, ServerCallContext context)
    {
        // A passkey outlives the session that made it, and a change of password: a borrowed phone must not get one.
        var user = await proof.RequireAsync(context.Viewer(), request.Password, "password", context.CancellationToken);
        var (options, state) = await ceremonies.BeginCreationAsync(user);
        return new GetCreationOptionsResponse { OptionsJson = options, State = state };
    }

    public override async Task<AddPasskeyResponse> AddPasskey(AddPasskeyRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var user = await UserAsync(context);
        var name = TextRules.Clean("name", request.Name, LongestName).Trim();
        if (await db.Passkeys.CountAsync(p => p.UserId == user.Id, cancel) >= Most) throw Fault.Unprocessable("too_many_passkeys", ("max", $"{Most}"));
        var made = await ceremonies.FinishCreationAsync(user.Id, request.CredentialJson, request.State, cancel) ?? throw Fault.Invalid("credential", "passkey_refused");
        var row = new StoredPasskey
        {
            Id = Ids.New(time),
            UserId = user.Id,
            CredentialId = made.CredentialId,
            PublicKey = made.PublicKey,
            Name = name.Length > 0 ? name : "Passkey",
            SignCount = made.SignCount,
            Transports = [.. made.Transports ?? []],
            IsUserVerified = made.IsUserVerified,
            IsBackupEligible = made.IsBackupEligible,
            IsBackedUp = made.IsBackedUp,
            CreatedAt = time.GetUtcNow(),
        };
        db.Passkeys.Add(row);
        db.Publish(time, $"{user.Id}", Notices.Security(time, user.Id, "passkey_added", row.Name));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: StoredPasskeyConfiguration.CredentialIndex })
        {
            throw Fault.Conflict("passkey_known");
        }
        outbox.Wake();
        return new AddPasskeyResponse { Passkey = Message(row) };
    }

    public override async Task<ListPasskeysResponse> ListPasskeys(ListPasskeysRequest request, ServerCallContext context)
    {
        var id = context.Viewer().Account();
        var rows = await db.Passkeys.AsNoTracking().Where(p => p.UserId == id).OrderByDescending(p => p.Id).ToListAsync(context.CancellationToken);
        return new ListPasskeysResponse { Items = { rows.Select(Message) } };
    }

    public override async Task<RemovePasskeyResponse> RemovePasskey(RemovePasskeyRequest request, ServerCallContext context)
    {
        var account = context.Viewer().Account();
        var id = Guid.TryParse(request.Id, out var parsed) ? parsed : throw Fault.NotFound();
        await db.InTransaction(async () =>
        {
            var name = await db.Passkeys.Where(p => p.Id == id && p.UserId == account).Select(p => p.Name).SingleOrDefaultAsync(context.CancellationToken);
            // The deletion decides: of two at once one tells.
            if (await db.Passkeys.Where(p => p.Id == id && p.UserId == account).ExecuteDeleteAsync(context.CancellationToken) == 0) throw Fault.NotFound();
            db.Publish(time, $"{account}", Notices.Security(time, account, "passkey_removed", name ?? ""));
            await db.SaveChangesAsync(context.CancellationToken);
        }, context.CancellationToken);
        outbox.Wake();
        return new RemovePasskeyResponse();
    }

    private async Task<User> UserAsync(ServerCallContext context)
    {
        var id = context.Viewer().Account();
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.DeletedAt == null, context.CancellationToken) ?? throw Fault.Unauthenticated();
    }

    private static Passkey Message(StoredPasskey row) => new()
    {
        Id = row.Id.ToString(),
        Name = row.Name,
        CreatedAtMs = row.CreatedAt.ToUnixTimeMilliseconds(),
        LastUsedAtMs = row.LastUsedAt?.ToUnixTimeMilliseconds() ?? 0,
        Synced = row.IsBackedUp,
    };
}
