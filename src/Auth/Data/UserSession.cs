using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Auth.Data;

/// <summary>A sign-in and all credentials that descend from it: a family. Of the current credential only the hash is kept.</summary>
internal sealed class UserSession
{
    public required Guid Id { get; init; }
    public required Guid UserId { get; init; }

    /// <summary>How often the credential was rotated.</summary>
    public int Generation { get; init; }

    /// <summary>SHA-256 of the current credential's secret.</summary>
    public required byte[] SecretHash { get; init; }
    public required DateTimeOffset RotatedAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string Ip { get; init; } = "";
    public string UserAgent { get; init; } = "";
    public string DeviceId { get; init; } = "";
    public bool Native { get; init; }
}

/// <summary>A session that ended before its access tokens did. Numbered in the order of commit; see <c>EndSessions</c>.</summary>
internal sealed class EndedSession
{
    public long Seq { get; private set; }
    public required Guid SessionId { get; init; }

    /// <summary>After this no token of the session can be valid any more.</summary>
    public required DateTimeOffset Until { get; init; }
}

internal sealed class UserSessionConfiguration : IEntityTypeConfiguration<UserSession>
{
    public void Configure(EntityTypeBuilder<UserSession> e)
    {
        e.ToTable("user_sessions");
        e.HasOne<User>().WithMany().HasForeignKey(x => x.UserId).OnDelete(DeleteBehavior.Cascade);
        e.HasIndex(x => x.UserId);
        e.HasIndex(x => x.ExpiresAt);
    }
}

internal sealed class EndedSessionConfiguration : IEntityTypeConfiguration<EndedSession>
{
    public void Configure(EntityTypeBuilder<EndedSession> e) => e.ToTable("revocations").HasKey(x => x.Seq);
}
