using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Notification.Tests;

/// <summary>Events as other services send them. Times follow versions: version n happened n seconds after the start.</summary>
internal static class Happenings
{
    private const long Start = 1_790_000_000_000;

    public static long At(long version) => Start + (version * 1000);

    public static Event Like(Guid who, Guid video, Guid author, long version, bool liked = true) => Of(version, new Event
    {
        LikeChanged = new LikeChanged { UserId = who.ToString(), VideoId = video.ToString(), AuthorId = author.ToString(), Liked = liked, Version = version },
    });

    public static Event CommentLike(Guid who, Guid comment, Guid author, Guid video, long version, bool liked = true) => Of(version, new Event
    {
        CommentLikeChanged = new CommentLikeChanged
        {
            UserId = who.ToString(),
            CommentId = comment.ToString(),
            CommentAuthorId = author.ToString(),
            VideoId = video.ToString(),
            Liked = liked,
            Version = version,
        },
    });

    public static Event Follow(Guid who, Guid whom, long version, FollowState state, FollowState previous) => Of(version, new Event
    {
        FollowChanged = new FollowChanged { FollowerId = who.ToString(), FolloweeId = whom.ToString(), State = state, Previous = previous, Version = version },
    });

    public static Event Block(Guid who, Guid whom, long version, bool blocked = true) => Of(version, new Event
    {
        BlockChanged = new BlockChanged { BlockerId = who.ToString(), BlockedId = whom.ToString(), Blocked = blocked, Version = version },
    });

    public static Event Mute(Guid who, Guid whom, long version, bool muted = true) => Of(version, new Event
    {
        MuteChanged = new MuteChanged { MuterId = who.ToString(), MutedId = whom.ToString(), Muted = muted, Version = version },
    });

    public static Event Comment(
        Guid id, Guid who, Guid video, Guid author, long version, string text = "hello", bool deleted = false, Guid? parentAuthor = null, Guid? replyTo = null, params Guid[] mentions)
        => Of(version, new Event
        {
            CommentChanged = new CommentChanged
            {
                CommentId = id.ToString(),
                VideoId = video.ToString(),
                VideoAuthorId = author.ToString(),
                AuthorId = who.ToString(),
                ParentId = parentAuthor is null ? "" : Guid.Empty.ToString(),
                ParentAuthorId = parentAuthor?.ToString() ?? "",
                ReplyToId = replyTo?.ToString() ?? "",
                Text = deleted ? "" : text,
                Mentions = { mentions.Select(m => m.ToString()) },
                Deleted = deleted,
                CreatedAtMs = At(1),
                Version = version,
            },
        });

    public static Event Published(Guid video, Guid author, long version, string title = "clip", params Guid[] mentions)
        => Of(version, new Event { VideoPublished = new VideoPublished { Video = State(video, author, version, "ready", title, mentions) } });

    /// <summary>Published at a moment of its own, with people named in it.</summary>
    public static Event Aired(Guid video, Guid author, long version, long at, params Guid[] mentions)
    {
        var e = Published(video, author, version, "clip", mentions);
        e.VideoPublished.Video.PublishedAtMs = At(at);
        return e;
    }

    public static Event Changed(Guid video, Guid author, long version, string title) => Of(version, new Event { VideoChanged = new VideoChanged { Video = State(video, author, version, "ready", title) } });

    public static Event Failed(Guid video, Guid author, long version, string code) => Of(version, new Event { VideoFailed = new VideoFailed { Video = State(video, author, version, "failed", "clip"), Code = code } });

    public static Event Removed(Guid video, Guid author, long version) => Of(version, new Event { VideoRemoved = new VideoRemoved { Video = State(video, author, version, "removed", "clip") } });

    public static Event Share(Guid id, Guid who, Guid video, Guid author) => Of(1, new Event
    {
        Shared = new Shared { ShareId = id.ToString(), UserId = who.ToString(), VideoId = video.ToString(), AuthorId = author.ToString(), Channel = "link" },
    });

    public static Event Account(Guid who, long version, bool suspended = false, bool showPresence = true, bool isPrivate = false, bool deleted = false) => Of(version, new Event
    {
        AccountChanged = new AccountChanged { Account = new AccountState { UserId = who.ToString(), Suspended = suspended, ShowPresence = showPresence, IsPrivate = isPrivate, Deleted = deleted, Version = version } },
    });

    public static Event Notice(Guid whom, long version, string type, string code = "", string about = "", string reason = "", string group = "", Guid? id = null) => Of(version, new Event
    {
        AccountNotified = new AccountNotified { NoticeId = $"{id ?? Guid.CreateVersion7()}", UserId = whom.ToString(), Type = type, Code = code, About = about, Reason = reason, Group = group },
    });

    private static VideoState State(Guid video, Guid author, long version, string state, string title, params Guid[] mentions) => new()
    {
        VideoId = video.ToString(),
        AuthorId = author.ToString(),
        State = state,
        Title = title,
        CreatedAtMs = At(0),
        PublishedAtMs = state == "ready" ? At(1) : 0,
        Audience = Audience.Public,
        Mentions = { mentions.Select(m => m.ToString()) },
        Version = version,
    };

    private static Event Of(long version, Event e)
    {
        e.TimeMs = At(version);
        return e;
    }
}
