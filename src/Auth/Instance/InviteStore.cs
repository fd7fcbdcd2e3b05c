using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Instance;

/// <summary>Invites: codes with a number of uses and an end.</summary>
internal sealed class InviteStore(AuthDb db, TimeProvider time)
{
    // 59 bits of an alphabet without look-alikes, as it is read out and typed.
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
    private const int Length = 12, Unlimited = -1;

    public async Task<Invite> AddAsync(Guid by, int uses, DateTimeOffset? expires, CancellationToken cancel)
    {
        var row = new InviteCode { Code = RandomNumberGenerator.GetString(Alphabet, Length), UsesLeft = uses, ExpiresAt = expires, CreatedAt = time.GetUtcNow(), CreatedBy = by };
        db.Invites.Add(row);
        await db.SaveChangesAsync(cancel);
        return Message(row);
    }

    /// <summary>Refuses a code that cannot be used, before any slow work is done for it.</summary>
    /// <exception cref="Grpc.Core.RpcException">422 naming the field <c>invite</c>.</exception>
    public async Task RequireAsync(string code, CancellationToken cancel)
    {
        if (code.Length == 0) throw Fault.Invalid("invite", "required");
        if (!await IsUsableAsync(code, cancel)) throw Fault.Invalid("invite", "invite_invalid");
    }

    public Task<bool> IsUsableAsync(string code, CancellationToken cancel) => Usable(code).AnyAsync(cancel);

    /// <summary>Takes one use, inside the transaction of the sign-up: of two for the last one, the second waits for the first and then finds none.</summary>
    public async Task UseAsync(string code, CancellationToken cancel)
    {
        var used = await Usable(code).ExecuteUpdateAsync(s => s.SetProperty(i => i.UsesLeft, i => i.UsesLeft > 0 ? i.UsesLeft - 1 : i.UsesLeft), cancel);
        if (used == 0) throw Fault.Invalid("invite", "invite_invalid");
    }

    public static Invite Message(InviteCode row) => new()
    {
        Code = row.Code,
        Uses = row.UsesLeft,
        ExpiresAtMs = row.ExpiresAt?.ToUnixTimeMilliseconds() ?? 0,
        CreatedAtMs = row.CreatedAt.ToUnixTimeMilliseconds(),
    };

    private IQueryable<InviteCode> Usable(string code)
    {
        var now = time.GetUtcNow();
        var plain = code.Contains('\0', StringComparison.Ordinal) ? "" : code.Trim().ToLowerInvariant();
        return db.Invites.Where(i => i.Code == plain && (i.UsesLeft > 0 || i.UsesLeft == Unlimited) && (i.ExpiresAt == null || i.ExpiresAt > now));
    }
}
