using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Auth.Data;

/// <summary>A WebAuthn credential; the fields are those that ASP.NET Core Identity's handler verifies against.</summary>
internal sealed class StoredPasskey
{
    public required Guid Id { get; init; }
    public required Guid UserId { get; init; }
    public required byte[] CredentialId { get; init; }

    /// <summary>COSE key.</summary>
    public required byte[] PublicKey { get; init; }
    public required string Name { get; init; }
    public required long SignCount { get; init; }
    public required List<string> Transports { get; init; }
    public required bool IsUserVerified { get; init; }
    public required bool IsBackupEligible { get; init; }
    public required bool IsBackedUp { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>A challenge that has been answered: nobody may answer it again.</summary>
internal sealed class SpentChallenge
{
    public required byte[] Hash { get; init; }
    public required DateTimeOffset Until { get; init; }
}

internal sealed class StoredPasskeyConfiguration : IEntityTypeConfiguration<StoredPasskey>
{
    public const string CredentialIndex = "ix_passkeys_credential_id";

    public void Configure(EntityTypeBuilder<StoredPasskey> e)
    {
        e.ToTable("passkeys");
        e.HasIndex(x => x.CredentialId).IsUnique().HasDatabaseName(CredentialIndex);
        e.HasIndex(x => x.UserId);
        e.HasOne<User>().WithMany().HasForeignKey(x => x.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SpentChallengeConfiguration : IEntityTypeConfiguration<SpentChallenge>
{
    public void Configure(EntityTypeBuilder<SpentChallenge> e) => e.ToTable("spent_challenges").HasKey(x => x.Hash);
}
