using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.SignUp;

namespace Zoetrope.Auth.Instance;

/// <summary>The instance's one row; made by whoever asks first.</summary>
internal sealed class InstanceStore(AuthDb db, IConfiguration configuration)
{
    private const int NonceBytes = 32;

    public async Task<InstanceSettings> GetAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is { } there) return there;
        var made = db.Instance.Add(new InstanceSettings { Registration = RegistrationModes.First(configuration), SetupNonce = RandomNumberGenerator.GetBytes(NonceBytes) });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another call was a moment earlier.
        }
        made.State = EntityState.Detached;
        return await ReadAsync(cancel) ?? throw new InvalidOperationException("The instance's row was just made and is not there.");
    }

    /// <summary>The row, tracked and locked until the transaction ends.</summary>
    public Task<InstanceSettings> LockAsync(CancellationToken cancel) => db.Instance.FromSql($"select * from instance for update").SingleAsync(cancel);

    private Task<InstanceSettings?> ReadAsync(CancellationToken cancel) => db.Instance.AsNoTracking().SingleOrDefaultAsync(cancel);
}
