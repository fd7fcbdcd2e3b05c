using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Notification.Known;
using Said = Zoetrope.Contracts.Events.V1.Event.PayloadOneofCase;

namespace Zoetrope.Notification.Inbox;

/// <summary>The parts that make one item together.</summary>
internal readonly record struct Group(Guid RecipientId, string Type, string Key)
{
    /// <summary>Begins the key of a group that its person wants by e-mail and not in the inbox.</summary>
    public const string MailOnly = "mail:";
}

/// <summary>A person's share in a group that may count otherwise now.</summary>
/// <param name="WasLive">A part of theirs that counted is gone from the table.</param>
/// <param name="Whole">Everybody's share, not one person's: the thing itself is gone, or nobody did it.</param>
internal readonly record struct Touched(Group Group, Guid? ActorId, bool WasLive, bool Whole)
{
    /// <summary>Reads recipient_id, type, group_key, actor_id and, where there is a fifth column, whether a deleted part was live.</summary>
    public static Touched Read(NpgsqlDataReader row)
    {
        Guid? actor = row.IsDBNull(3) ? null : row.GetGuid(3);
        return new(new(row.GetGuid(0), row.GetString(1), row.GetString(2)), actor, row.FieldCount > 4 && !row.IsDBNull(4) && row.GetBoolean(4), Whole: actor is null);
    }
}

/// <summary>What an act tells one person.</summary>
/// <param name="ThreadId">The first comment of the thread it belongs to, which the person may have muted.</param>
internal sealed record Part(Group Group, Guid? ActorId, Guid? VideoId, Guid? CommentId, DateTimeOffset At, Guid? ThreadId = null)
{
    /// <summary>What the place itself tells: what was done, to what and why.</summary>
    public (string Code, string About, string Reason) Notice { get; init; } = ("", "", "");
}

/// <summary>All that the newest version of an act tells anybody. Taken back, it tells nothing.</summary>
/// <param name="KeepsWhenRead">What was read of it stays when it is taken back: a like.</param>
internal sealed record Telling(string Source, long Version, bool KeepsWhenRead, IReadOnlyList<Part> Parts)
{
    public static readonly IReadOnlyCollection<Said> Sources =
        [Said.FollowChanged, Said.LikeChanged, Said.CommentChanged, Said.CommentLikeChanged, Said.Shared, Said.VideoPublished, Said.VideoChanged, Said.VideoFailed,
            Said.AccountNotified];

    /// <summary>Whom an event tells what, by the event alone; nobody is told of their own acts. Null where it is no act.</summary>
    public static Telling? Of(Event e) => e.PayloadCase switch
    {
        Said.FollowChanged => OfFollow(e.FollowChanged, e.TimeMs),
        Said.LikeChanged => Of($"like:{e.LikeChanged.UserId}:{e.LikeChanged.VideoId}", e.LikeChanged.Version, keeps: true,
            e.LikeChanged.Liked ? [Act("like", e.LikeChanged.AuthorId, e.LikeChanged.VideoId, e.LikeChanged.UserId, e.TimeMs, e.LikeChanged.VideoId)] : []),
        Said.CommentLikeChanged => Of($"comment_like:{e.CommentLikeChanged.UserId}:{e.CommentLikeChanged.CommentId}", e.CommentLikeChanged.Version, keeps: true,
            e.CommentLikeChanged.Liked
                ? [Act("comment_like", e.CommentLikeChanged.CommentAuthorId, e.CommentLikeChanged.CommentId, e.CommentLikeChanged.UserId, e.TimeMs,
                    e.CommentLikeChanged.VideoId, e.CommentLikeChanged.CommentId)]
                : []),
        Said.CommentChanged => OfComment(e.CommentChanged),
        // A share is never taken back: one version.
        Said.Shared when e.Shared.UserId.Length > 0 => Of($"share:{e.Shared.ShareId}", 1, keeps: false,
            [Act("share", e.Shared.AuthorId, e.Shared.VideoId, e.Shared.UserId, e.TimeMs, e.Shared.VideoId)]),
        Said.VideoPublished or Said.VideoChanged or Said.VideoFailed => OfVideo(KnownFacts.VideoOf(e)!),
        Said.AccountNotified => OfNotice(e.AccountNotified, e.TimeMs),
        _ => null,
    };

    // Nothing of a video or comment is named: what was removed must not take the news of it along.
    private static Telling OfNotice(AccountNotified n, long timeMs) => new($"notice:{n.NoticeId}", 1, KeepsWhenRead: true,
        [new Part(new Group(Guid.Parse(n.UserId), n.Type, n.Group.Length > 0 ? n.Group : n.NoticeId), null, null, null, DateTimeOffset.FromUnixTimeMilliseconds(timeMs)) { Notice = (n.Code, n.About, n.Reason) }]);

    private static Telling OfFollow(FollowChanged f, long timeMs)
    {
        List<Part> parts = (f.State, f.Previous) switch
        {
            (FollowState.Requested, _) => [Act("follow_request", f.FolloweeId, f.FollowerId, f.FollowerId, timeMs)],
            // Whoever accepted knows; whoever asked is told.
            (FollowState.Following, FollowState.Requested) => [Act("follow_accepted", f.FollowerId, f.FolloweeId, f.FolloweeId, timeMs)],
            (FollowState.Following, _) => [Act("follow", f.FolloweeId, f.FollowerId, f.FollowerId, timeMs)],
            _ => [],
        };
        return Of($"follow:{f.FollowerId}:{f.FolloweeId}", f.Version, keeps: false, parts);
    }

    /// <summary>Everybody is told once of a comment, by what concerns them most: an answer to them, a mention of them, their video.</summary>
    private static Telling OfComment(CommentChanged c)
    {
        var told = new Dictionary<string, string>();
        if (!c.Deleted)
        {
            told[c.VideoAuthorId] = "comment";
            foreach (var mentioned in c.Mentions) told[mentioned] = "mention";
            if (c.ParentAuthorId.Length > 0) told[c.ParentAuthorId] = "reply";
            if (c.ReplyToId.Length > 0) told[c.ReplyToId] = "reply";
        }
        return Of($"comment:{c.CommentId}", c.Version, keeps: false,
            [.. told.Select(t => Act(t.Value, t.Key, c.CommentId, c.AuthorId, c.CreatedAtMs, c.VideoId, c.CommentId) with { ThreadId = Guid.Parse(c.ParentId.Length > 0 ? c.ParentId : c.CommentId) })]);
    }

    /// <summary>Read from the whole state, so that a later edit of the title does not swallow the news that came before it.</summary>
    private static Telling OfVideo(VideoState v)
    {
        List<Part> parts = (v.State, v.PublishedAtMs) switch
        {
            ("failed", _) => [Nobody("video_failed", v, v.CreatedAtMs)],
            // Whoever is named in title or description; whether they see the clip is looked at when the item is computed.
            ("ready", > 0) => [Nobody(v.Scheduled ? "scheduled_published" : "video_ready", v, v.PublishedAtMs), .. v.Audience == Audience.Private ? [] : v.Mentions.Distinct().Select(m => Act("mention", m, v.VideoId, v.AuthorId, v.PublishedAtMs, v.VideoId))],
            _ => [],
        };
        return new Telling($"video:{v.VideoId}", v.Version, KeepsWhenRead: false, parts);
    }

    private static Telling Of(string source, long version, bool keeps, IReadOnlyList<Part> parts)
        => new(source, version, keeps, [.. parts.Where(p => p.ActorId != p.Group.RecipientId)]);

    private static Part Act(string type, string recipient, string group, string actor, long atMs, string video = "", string comment = "")
        => new(new Group(Guid.Parse(recipient), type, group), Guid.Parse(actor), video.Length > 0 ? Guid.Parse(video) : null,
            comment.Length > 0 ? Guid.Parse(comment) : null, DateTimeOffset.FromUnixTimeMilliseconds(atMs), comment.Length > 0 ? Guid.Parse(comment) : null);

    private static Part Nobody(string type, VideoState v, long atMs)
        => new(new Group(Guid.Parse(v.AuthorId), type, v.VideoId), null, Guid.Parse(v.VideoId), null, DateTimeOffset.FromUnixTimeMilliseconds(atMs));
}
