using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Auth.Data;

/// <summary>An account's authenticator app.</summary>
internal sealed class TotpSecret
{
    public required Guid UserId { get; init; }

    /// <summary>The shared secret, sealed under a key derived from the root.</summary>
    public required byte[] Sealed { get; init; }

    /// <summary>Null until a code has shown that the app has it.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The time step of the last code that was taken: none is taken twice (RFC 6238, 5.2).</summary>
    public long LastStep { get; init; }
}

/// <summary>A code for whoever has lost their authenticator. Its row goes with its use.</summary>
internal sealed class RecoveryCode
{
    public required Guid UserId { get; init; }

    /// <summary>Keyed hash of the code.</summary>
    public required byte[] Hash { get; init; }
}

internal sealed class TotpSecretConfiguration : IEntityTypeConfiguration<TotpSecret>
{
    public void Configure(EntityTypeBuilder<TotpSecret> e)
    {
        e.ToTable("totp_secrets").HasKey(x => x.UserId);
        e.HasOne<User>().WithMany().HasForeignKey(x => x.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RecoveryCodeConfiguration : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> e)
    {
        e.ToTable("recovery_codes").HasKey(x => new { x.UserId, x.Hash });
        e.HasOne<User>().WithMany().HasForeignKey(x => x.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
