using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Notification.Data;

/// <summary>The newest version heard of one act (a like, a follow, a comment …): older and doubled events stop here.</summary>
internal sealed class SourceRow
{
    public required string Key { get; init; }
    public long Version { get; init; }

    /// <summary>When that was, by the clock here: once it is old enough, every event that could still contradict it is too old to be heard.</summary>
    public DateTimeOffset HeardAt { get; init; }
}

/// <summary>What one act tells one person.</summary>
internal sealed class PartRow
{
    public required string Source { get; init; }
    public required Guid RecipientId { get; init; }
    public required string Type { get; init; }

    /// <summary>Parts of one group are one item: the video for likes, the comment for its likes. What goes by e-mail alone is a group of its own.</summary>
    public required string GroupKey { get; init; }

    /// <summary>Null where nobody did it: a video that is ready.</summary>
    public Guid? ActorId { get; init; }
    public Guid? VideoId { get; init; }
    public Guid? CommentId { get; init; }

    /// <summary>When it happened, by the event.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Where the place itself tells something: what was done, to what, and a moderator's reason.</summary>
    public string Code { get; init; } = "";
    public string About { get; init; } = "";
    public string Reason { get; init; } = "";

    /// <summary>Order of arrival here: what came after the reader looked is unread, however old it is.</summary>
    public long Arrived { get; init; }

    /// <summary>Counted in its item, as of the last time it was settled; null where a version before this column wrote it.</summary>
    public bool? Live { get; init; }
}

/// <summary>One line of an inbox. An item whose parts are all gone stays with count 0, so that its version goes on rising.</summary>
internal sealed class ItemRow
{
    public required Guid Id { get; init; }
    public required Guid RecipientId { get; init; }
    public required string Type { get; init; }
    public required string GroupKey { get; init; }
    public int Count { get; init; }

    /// <summary>The latest three.</summary>
    public Guid[] Actors { get; init; } = [];
    public Guid? VideoId { get; init; }
    public Guid? CommentId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Of the latest part.</summary>
    public string Code { get; init; } = "";
    public string About { get; init; } = "";
    public string Reason { get; init; } = "";

    /// <summary>The latest arrival among its parts, and the latest that was read.</summary>
    public long Arrived { get; init; }
    public long ReadThrough { get; init; }
    public long Version { get; init; }
}

/// <summary>One row a person: its lock makes changes of an inbox follow each other.</summary>
internal sealed class InboxRow
{
    public required Guid UserId { get; init; }

    /// <summary>Grows each time something is marked as read.</summary>
    public long Version { get; init; }

    /// <summary>The latest arrival that its owner has seen in the list.</summary>
    public long SeenThrough { get; init; }
}

/// <summary>What those who run the place tell everybody. It goes out some inboxes at a time.</summary>
internal sealed class AnnouncementRow
{
    public required Guid Id { get; init; }
    public required Guid ById { get; init; }

    /// <summary>The <c>Idempotency-Key</c> it was sent with, or its own id.</summary>
    public required string Key { get; init; }
    public required string Text { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>The last account that was told, in the order of ids.</summary>
    public Guid ToldThrough { get; init; }
    public bool Done { get; init; }
}

/// <summary>An item that goes by e-mail unless it is read first.</summary>
internal sealed class LetterRow
{
    public required Guid ItemId { get; init; }

    /// <summary>The latest arrival that a letter told, or will tell.</summary>
    public long Arrived { get; init; }

    /// <summary>Null once it has gone: what comes later goes by a letter only after this was read.</summary>
    public DateTimeOffset? WaitsFrom { get; init; }
}

internal sealed class PreferenceRow
{
    public required Guid UserId { get; init; }
    public required string Type { get; init; }
    public bool InApp { get; init; }
    public bool Email { get; init; }
}

/// <summary>A video or a thread of comments that tells this person nothing any more.</summary>
internal sealed class ThreadMuteRow
{
    public required Guid UserId { get; init; }
    public required Guid TargetId { get; init; }
}

internal sealed class InboxTables : IEntityTypeConfiguration<SourceRow>, IEntityTypeConfiguration<PartRow>, IEntityTypeConfiguration<ItemRow>,
    IEntityTypeConfiguration<InboxRow>, IEntityTypeConfiguration<PreferenceRow>, IEntityTypeConfiguration<ThreadMuteRow>, IEntityTypeConfiguration<LetterRow>, IEntityTypeConfiguration<AnnouncementRow>
{
    /// <summary>Items whose group is a person.</summary>
    public const string OfPeople = "type in ('follow', 'follow_request', 'follow_accepted')";

    public void Configure(EntityTypeBuilder<SourceRow> sources)
    {
        sources.ToTable("sources").HasKey(x => x.Key);
        // By bytes, so that those of one person are found by how they begin.
        sources.Property(x => x.Key).UseCollation("C");
        sources.Property(x => x.HeardAt).HasDefaultValueSql("now()");
        sources.HasIndex(x => x.HeardAt);
    }

    public void Configure(EntityTypeBuilder<PartRow> parts)
    {
        parts.ToTable("parts").HasKey(x => new { x.Source, x.RecipientId, x.Type });
        parts.Property(x => x.Arrived).HasDefaultValueSql($"nextval('{NotificationDb.Arrivals}')");
        // A person's share in a group; then its latest people, its first and last moment and its last arrival, however many parts it has.
        parts.HasIndex(x => new { x.RecipientId, x.Type, x.GroupKey, x.ActorId });
        parts.HasIndex(x => new { x.RecipientId, x.Type, x.GroupKey, x.At, x.ActorId }).IsDescending(false, false, false, true, false).HasFilter("live").HasDatabaseName("ix_parts_latest");
        parts.HasIndex(x => new { x.RecipientId, x.Type, x.GroupKey, x.Arrived }).HasFilter("live").HasDatabaseName("ix_parts_arrivals");
        parts.HasIndex(x => new { x.RecipientId, x.Type, x.GroupKey }).HasFilter("live is null").HasDatabaseName("ix_parts_unsettled");
        parts.Property(x => x.Code).HasDefaultValue("");
        parts.Property(x => x.About).HasDefaultValue("");
        parts.Property(x => x.Reason).HasDefaultValue("");
        // Found again when the actor is blocked, muted or suspended, and when the video or comment is gone.
        parts.HasIndex(x => new { x.ActorId, x.RecipientId });
        parts.HasIndex(x => x.VideoId);
        parts.HasIndex(x => x.CommentId);
    }

    public void Configure(EntityTypeBuilder<ItemRow> items)
    {
        items.ToTable("items").HasKey(x => x.Id);
        items.Property(x => x.Code).HasDefaultValue("");
        items.Property(x => x.About).HasDefaultValue("");
        items.Property(x => x.Reason).HasDefaultValue("");
        items.HasIndex(x => new { x.RecipientId, x.Type, x.GroupKey }).IsUnique();
        items.HasIndex(x => new { x.RecipientId, x.UpdatedAt, x.Id }).IsDescending(false, true, true).HasFilter("count > 0");
        // What has grown old, whoever's it is.
        items.HasIndex(x => x.UpdatedAt);
        // Whose key is a person, who may go.
        items.HasIndex(x => x.GroupKey).HasFilter(OfPeople).HasDatabaseName("ix_items_of_people");
        items.HasIndex(x => x.RecipientId).HasFilter("count > 0 and arrived > read_through").HasDatabaseName("ix_items_unread");
    }

    public void Configure(EntityTypeBuilder<InboxRow> inboxes)
    {
        inboxes.ToTable("inboxes").HasKey(x => x.UserId);
        inboxes.Property(x => x.SeenThrough).HasDefaultValue(0L);
    }

    public void Configure(EntityTypeBuilder<AnnouncementRow> announcements)
    {
        announcements.ToTable("announcements").HasKey(x => x.Id);
        announcements.HasIndex(x => new { x.ById, x.Key }).IsUnique();
        announcements.HasIndex(x => x.Id).HasFilter("not done").HasDatabaseName("ix_announcements_going_out");
    }

    public void Configure(EntityTypeBuilder<LetterRow> letters)
    {
        letters.ToTable("letters").HasKey(x => x.ItemId);
        letters.HasIndex(x => x.WaitsFrom).HasFilter("waits_from is not null");
        letters.HasOne<ItemRow>().WithOne().HasForeignKey<LetterRow>(x => x.ItemId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ThreadMuteRow> mutes) => mutes.ToTable("thread_mutes").HasKey(x => new { x.UserId, x.TargetId });

    public void Configure(EntityTypeBuilder<PreferenceRow> preferences) => preferences.ToTable("preferences").HasKey(x => new { x.UserId, x.Type });
}
