using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Data;

/// <summary>A person's account. Changed only under its row's lock, so that <see cref="Version"/> grows one by one.</summary>
internal sealed class User
{
    public required Guid Id { get; init; }

    /// <summary>As they spell it, in NFC.</summary>
    public required string Username { get; set; }

    /// <summary>For finding it however it is written: NFKC and case-folded.</summary>
    public required string UsernameKey { get; set; }

    /// <summary>For refusing look-alikes: what is left when every character is replaced by the one it looks like.</summary>
    public required string UsernameSkeleton { get; set; }

    public required string DisplayName { get; set; }

    /// <summary>Folded, for search.</summary>
    public required string DisplayNameKey { get; set; }

    public required string Email { get; set; }

    /// <summary>Folded, for sign-in. Not unique: a taken address must answer like a fresh one, so a second account may name it, unverified.</summary>
    public required string EmailKey { get; set; }
    public bool EmailVerified { get; set; }

    /// <summary>An address that its owner asked for and has not confirmed yet; empty otherwise.</summary>
    public string PendingEmail { get; set; } = "";
    public required string PasswordHash { get; set; }

    /// <summary>Whether signing in with the password asks for a code as well.</summary>
    public bool TwoFactor { get; set; }
    public string Bio { get; set; } = "";
    public List<ProfileLink> Links { get; set; } = [];

    /// <summary>Public folder of the avatar's sizes, ending in '/'; empty when there is none.</summary>
    public string Avatar { get; set; } = "";
    public AccountRole Role { get; set; }
    public bool IsPrivate { get; set; }
    public bool ShowLikes { get; set; } = true;
    public bool ShowPresence { get; set; } = true;
    public string WhoCanComment { get; set; } = "everyone";
    public string WhoCanMention { get; set; } = "everyone";
    public string Sensitive { get; set; } = "blur";
    public bool Autoplay { get; set; } = true;
    public bool Captions { get; set; }
    public bool DataSaver { get; set; }
    public string Theme { get; set; } = "system";
    public string Locale { get; set; } = "en";
    public bool Shortcuts { get; set; } = true;
    public bool Onboarded { get; set; }
    public bool Demo { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Waiting for an admin's word, where registration is by approval; other services do not know of it yet.</summary>
    public bool AwaitsApproval { get; set; }
    public DateTimeOffset? SuspendedAt { get; set; }

    /// <summary>When it will be erased, after its owner asked for that; hidden until then.</summary>
    public DateTimeOffset? DeletionAt { get; set; }

    /// <summary>Set once everything personal is gone from this row.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
    public long Version { get; set; } = 1;

    /// <summary>Somebody who can look after the place as they are.</summary>
    public bool LeadsPlace => Role == AccountRole.Admin && !IsHidden;

    public bool IsHidden => SuspendedAt is not null || DeletionAt is not null || DeletedAt is not null || AwaitsApproval;
}

internal sealed class ProfileLink
{
    public required string Label { get; init; }
    public required string Url { get; init; }
}

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public const string UsernameIndex = "ix_users_username_key", SkeletonIndex = "ix_users_username_skeleton", VerifiedEmailIndex = "ix_users_verified_email";

    public void Configure(EntityTypeBuilder<User> e)
    {
        e.ToTable("users");
        e.Ignore(x => x.IsHidden);
        e.ComplexCollection(x => x.Links, links => links.ToJson());
        e.HasIndex(x => x.UsernameKey).IsUnique().HasDatabaseName(UsernameIndex);
        e.HasIndex(x => x.UsernameSkeleton).IsUnique().HasDatabaseName(SkeletonIndex);
        e.HasIndex(x => x.EmailKey);
        // One account at most may have proven that an address is its own.
        e.HasIndex(x => x.EmailKey, VerifiedEmailIndex).IsUnique().HasDatabaseName(VerifiedEmailIndex).HasFilter("email_verified");
        e.HasIndex(x => x.DeletionAt).HasFilter("deletion_at is not null and deleted_at is null");
        e.HasIndex(x => x.AwaitsApproval).HasFilter("awaits_approval");
        // Search: prefixes by B-tree whatever the database's collation is, similar names by trigrams.
        e.HasIndex(x => x.UsernameKey, "ix_users_username_prefix").HasOperators("text_pattern_ops");
        e.HasIndex(x => x.DisplayNameKey, "ix_users_display_name_prefix").HasOperators("text_pattern_ops");
        e.HasIndex(x => new { x.UsernameKey, x.DisplayNameKey }, "ix_users_names_trigrams").HasMethod("gin").HasOperators("gin_trgm_ops", "gin_trgm_ops");
    }
}
