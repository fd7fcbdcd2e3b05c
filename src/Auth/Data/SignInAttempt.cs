using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Auth.Data;

/// <summary>Guesses since the last success. Kept by what was typed, not by account, so that unknown names behave like known ones.</summary>
internal sealed class SignInAttempt
{
    /// <summary>A keyed hash of the login name, with or without the address it came from.</summary>
    public required byte[] Key { get; init; }
    public required int Failures { get; init; }
    public required DateTimeOffset LastAt { get; init; }
    public required DateTimeOffset BlockedUntil { get; init; }
}

internal sealed class SignInAttemptConfiguration : IEntityTypeConfiguration<SignInAttempt>
{
    public void Configure(EntityTypeBuilder<SignInAttempt> e)
    {
        e.ToTable("sign_in_attempts").HasKey(x => x.Key);
        e.HasIndex(x => x.LastAt);
    }
}
