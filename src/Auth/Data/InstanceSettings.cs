using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Auth.Data;

/// <summary>The one row that describes the instance.</summary>
internal sealed class InstanceSettings
{
    public const short TheOne = 1;

    public short Id { get; init; } = TheOne;
    public string Name { get; set; } = "Zoetrope";
    public string Description { get; set; } = "";
    public string Accent { get; set; } = "";

    /// <summary>Public folder of the icon's sizes, ending in '/'; empty when there is none.</summary>
    public string Icon { get; set; } = "";

    /// <summary>open | invite | approval | closed</summary>
    public required string Registration { get; set; }
    public int MinimumAge { get; set; }
    public string Rules { get; set; } = "";
    public string Terms { get; set; } = "";
    public string Privacy { get; set; } = "";
    public string Imprint { get; set; } = "";
    public string Contact { get; set; } = "";
    public bool SignedOutBrowsing { get; set; } = true;

    /// <summary>What the setup token is made from, together with the root secret; null once somebody has used it.</summary>
    public byte[]? SetupNonce { get; set; }
    public long Version { get; set; } = 1;
}

/// <summary>A code that lets people sign up where registration is by invite.</summary>
internal sealed class InviteCode
{
    public required string Code { get; init; }

    /// <summary>-1 without limit.</summary>
    public required int UsesLeft { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required Guid CreatedBy { get; init; }
}

internal sealed class InstanceSettingsConfiguration : IEntityTypeConfiguration<InstanceSettings>
{
    public void Configure(EntityTypeBuilder<InstanceSettings> e)
    {
        e.ToTable("instance");
        e.Property(x => x.Id).ValueGeneratedNever();
    }
}

internal sealed class InviteCodeConfiguration : IEntityTypeConfiguration<InviteCode>
{
    public void Configure(EntityTypeBuilder<InviteCode> e) => e.ToTable("invites").HasKey(x => x.Code);
}
