using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Platform;

/// <summary>What of an item decides who may see it. The owner of the item fills it from its own tables.</summary>
/// <param name="Published">False while it is a draft, scheduled, uploading or failed: then only its author sees it.</param>
public readonly record struct VisibleItem(
    Guid AuthorId,
    Audience Audience,
    bool Published = true,
    bool Removed = false,
    bool AuthorPrivate = false,
    bool AuthorSuspended = false,
    bool AuthorDeleted = false);

/// <summary>How a viewer stands to an author. The default is a stranger.</summary>
/// <param name="Blocked">The viewer blocked the author.</param>
/// <param name="BlockedBy">The author blocked the viewer.</param>
public readonly record struct Relation(bool Following = false, bool FollowedBy = false, bool Blocked = false, bool BlockedBy = false, bool Muted = false);

/// <summary>The answer to "may this viewer see it", fine enough for an honest error.</summary>
public enum Sight
{
    Visible,

    /// <summary>Not there, as far as this viewer may know.</summary>
    NotFound,

    /// <summary>There, for followers; the viewer may know that much (403 <c>followers_only</c>).</summary>
    FollowersOnly,
}

/// <summary>Who may see this: the one home of the rule. Pure; called by the service that returns the item.</summary>
public static class Visibility
{
    /// <summary>Whether the viewer may open the item, knowing its address.</summary>
    public static Sight See(in VisibleItem item, in Relation relation, Viewer viewer)
    {
        if (viewer.IsSystem) return Sight.Visible;
        var own = viewer.AccountId == item.AuthorId;
        if (item.Removed || item.AuthorDeleted) return Sight.NotFound;
        if (own) return Sight.Visible;
        // Blocking removes people from each other's sight, moderators' duty aside.
        if (viewer.IsModerator) return item.Audience == Audience.Private || !item.Published ? Sight.NotFound : Sight.Visible;
        if (relation.Blocked || relation.BlockedBy || item.AuthorSuspended || !item.Published) return Sight.NotFound;

        return item.Audience switch
        {
            Audience.Private => Sight.NotFound,
            Audience.Followers => relation.Following ? Sight.Visible : Sight.FollowersOnly,
            Audience.Public or Audience.Unlisted when item.AuthorPrivate => relation.Following ? Sight.Visible : Sight.FollowersOnly,
            Audience.Public or Audience.Unlisted => Sight.Visible,
            _ => Sight.NotFound,
        };
    }

    /// <summary>Whether the viewer may open the item, knowing its address.</summary>
    public static bool CanSee(in VisibleItem item, in Relation relation, Viewer viewer) => See(item, relation, viewer) == Sight.Visible;

    /// <summary>
    /// Whether the item may be put before the viewer unasked, in feeds, search and lists of several people: what they can see, less
    /// unlisted items, people they muted, and whatever is not finished.
    /// </summary>
    public static bool CanList(in VisibleItem item, in Relation relation, Viewer viewer)
        => item is { Published: true, Audience: Audience.Public or Audience.Followers } && !relation.Muted && CanSee(item, relation, viewer);

    /// <summary>
    /// Whether somebody belongs to those whom a person lets comment on their videos or mention them (<paramref name="who"/>: everyone,
    /// followers, following or nobody), by how they stand to that person. A block closes it to both.
    /// </summary>
    public static bool Admits(string who, in Relation relation) => !relation.Blocked && !relation.BlockedBy && who switch
    {
        "followers" => relation.Following,
        "following" => relation.FollowedBy,
        "nobody" => false,
        _ => true,
    };

    /// <summary>Whether everybody sees it, signed in or not: only then may its media lie under <c>public/</c>.</summary>
    public static bool IsPublic(in VisibleItem item)
        => item is
        {
            Audience: Audience.Public or Audience.Unlisted,
            Published: true, Removed: false, AuthorPrivate: false, AuthorSuspended: false, AuthorDeleted: false,
        };
}
