using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;

namespace Zoetrope.Auth.Passkeys;

/// <summary>Shows accounts and their passkeys to ASP.NET Core Identity's passkey handler, which only reads; what it verified is written by the slices.</summary>
internal sealed class PasskeyUsers(AuthDb db) : IUserPasskeyStore<User>
{
    public async Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken)
        => Guid.TryParse(userId, out var id) ? await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.DeletedAt == null && !u.AwaitsApproval, cancellationToken) : null;

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken)
        => [.. (await db.Passkeys.AsNoTracking().Where(p => p.UserId == user.Id).ToListAsync(cancellationToken)).Select(Info)];

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken)
        => await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(p => p.UserId == user.Id && p.CredentialId == credentialId, cancellationToken) is { } found ? Info(found) : null;

    public async Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
        => await db.Passkeys.Where(p => p.CredentialId == credentialId).Join(db.Users, p => p.UserId, u => u.Id, (_, u) => u).AsNoTracking().SingleOrDefaultAsync(cancellationToken);

    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Username);

    public void Dispose()
    {
        // The context is its scope's.
    }

    private static UserPasskeyInfo Info(StoredPasskey p) => new(
        p.CredentialId, p.PublicKey, p.CreatedAt, (uint)p.SignCount, [.. p.Transports], p.IsUserVerified, p.IsBackupEligible, p.IsBackedUp, attestationObject: [], clientDataJson: [])
    { Name = p.Name };

    // Identity's interface is wider than what the handler asks.
    public Task AddOrUpdatePasskeyAsync(User user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw new NotSupportedException();
}
