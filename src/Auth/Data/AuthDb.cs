using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Zoetrope.Platform.Data;

namespace Zoetrope.Auth.Data;

/// <summary>The Auth service's database: people, how they prove who they are, their sessions, the signing keys, the instance.</summary>
internal sealed class AuthDb(DbContextOptions<AuthDb> options) : ServiceDatabase(options)
{
    public DbSet<User> Users => Set<User>();
    public DbSet<JoinedDevice> JoinedDevices => Set<JoinedDevice>();
    public DbSet<UserSession> Sessions => Set<UserSession>();
    public DbSet<EndedSession> Revocations => Set<EndedSession>();
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();
    public DbSet<SignInAttempt> SignInAttempts => Set<SignInAttempt>();
    public DbSet<TotpSecret> TotpSecrets => Set<TotpSecret>();
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();
    public DbSet<StoredPasskey> Passkeys => Set<StoredPasskey>();
    public DbSet<SpentChallenge> SpentChallenges => Set<SpentChallenge>();
    public DbSet<QueuedMail> Mail => Set<QueuedMail>();
    public DbSet<InstanceSettings> Instance => Set<InstanceSettings>();
    public DbSet<InviteCode> Invites => Set<InviteCode>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // Similar names are found by trigrams; the extension is trusted, so the database's owner may create it.
        modelBuilder.HasPostgresExtension("pg_trgm");
    }
}

/// <summary>For <c>dotnet ef</c> only; the address is never connected to.</summary>
internal sealed class AuthDbDesign : IDesignTimeDbContextFactory<AuthDb>
{
    public AuthDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<AuthDb>()
        .UseNpgsql("Host=localhost;Database=auth").UseSnakeCaseNamingConvention().Options);
}
