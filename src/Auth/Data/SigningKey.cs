using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Auth.Data;

/// <summary>An ES256 key pair that signs access tokens from <see cref="ActiveFrom"/> until a newer one does.</summary>
internal sealed class SigningKey
{
    public required string Id { get; init; }

    /// <summary>The point's coordinates, 32 bytes each.</summary>
    public required byte[] X { get; init; }
    public required byte[] Y { get; init; }

    /// <summary>The private scalar, AES-256-GCM under a key derived from the root, bound to <see cref="Id"/>: nonce, tag, ciphertext.</summary>
    public required byte[] Sealed { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ActiveFrom { get; init; }
}

internal sealed class SigningKeyConfiguration : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> e) => e.ToTable("signing_keys");
}
