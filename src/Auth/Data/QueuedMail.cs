using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Auth.Data;

/// <summary>
/// A message that is to go out, or went out lately. It holds no link: those are made when it is sent, so that the table is worth nothing to
/// whoever reads it. Kind and key together are the message: asking for it again soon changes nothing.
/// </summary>
internal sealed class QueuedMail
{
    public required string Kind { get; init; }
    public required string Key { get; init; }

    /// <summary>Null for what is asked by address alone.</summary>
    public Guid? UserId { get; init; }

    /// <summary>As typed, or where the account's own address would be the wrong one; else empty.</summary>
    public required string Address { get; init; }

    /// <summary>What fills the sentences, as JSON.</summary>
    public required string Params { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public required int Tries { get; init; }
}

internal sealed class QueuedMailConfiguration : IEntityTypeConfiguration<QueuedMail>
{
    public void Configure(EntityTypeBuilder<QueuedMail> e)
    {
        e.ToTable("queued_mail").HasKey(x => new { x.Kind, x.Key });
        e.HasIndex(x => x.DueAt).HasFilter("sent_at is null");
        // What has been sent long enough ago to go.
        e.HasIndex(x => x.SentAt).HasFilter("sent_at is not null");
        e.HasIndex(x => x.UserId);
    }
}
