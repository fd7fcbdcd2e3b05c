using System.Text.Json.Serialization;
using Zoetrope.Gateway.Http;

namespace Zoetrope.Gateway.Cards;

/// <summary>A sentence the server wrote: clients translate by code, <paramref name="Text"/> is in the request's language.</summary>
internal sealed record Sentence(string Code, IReadOnlyDictionary<string, string> Params, string Text);

/// <summary>A tag, mention or link in a text; UTF-16 offsets, end exclusive.</summary>
internal sealed record TextEntity([property: Choices(Choices.Entity)] string Type, int Start, int End, string Value);

/// <summary>A person beside their content.</summary>
internal record UserSummary(
    string Id, string Username, string DisplayName, string? AvatarUrl,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Demo = false);

/// <summary>A person in a list of followers, and how the viewer stands to them.</summary>
internal sealed record ListedUser(string Id, string Username, string DisplayName, string? AvatarUrl, bool Demo, ListedUserViewer Viewer)
    : UserSummary(Id, Username, DisplayName, AvatarUrl, Demo);

internal sealed record ListedUserViewer(bool Following, bool FollowedBy, bool Requested);

/// <summary>A person worth following, and why.</summary>
internal sealed record SuggestedUser(string Id, string Username, string DisplayName, string? AvatarUrl, bool Demo, Sentence Reason)
    : UserSummary(Id, Username, DisplayName, AvatarUrl, Demo);

/// <summary>A person's page.</summary>
internal record Profile(
    string Id, string Username, string DisplayName, string? AvatarUrl, bool Demo,
    string Bio, IReadOnlyList<TextEntity> Entities, IReadOnlyList<string> Links, bool IsPrivate,
    long Followers, long Following, long Likes, long Videos,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Online,
    ProfileViewer Viewer) : UserSummary(Id, Username, DisplayName, AvatarUrl, Demo);

internal sealed record ProfileViewer(bool Following, bool FollowedBy, bool Requested, bool Blocked, bool Muted);

/// <summary>The viewer's own account, with what nobody else sees.</summary>
internal sealed record Me(
    string Id, string Username, string DisplayName, string? AvatarUrl, bool Demo,
    string Bio, IReadOnlyList<TextEntity> Entities, IReadOnlyList<string> Links, bool IsPrivate,
    long Followers, long Following, long Likes, long Videos, ProfileViewer Viewer,
    string Email, bool EmailVerified, [property: Choices(Choices.Role)] string Role, bool TwoFactor, int Unread, bool Onboarded,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? DeletionAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PendingEmail,
    Settings Settings)
    : Profile(Id, Username, DisplayName, AvatarUrl, Demo, Bio, Entities, Links, IsPrivate, Followers, Following, Likes, Videos, Online: null, Viewer);

/// <summary>The viewer's settings.</summary>
internal sealed record Settings(
    bool IsPrivate, bool ShowLikes, bool ShowPresence,
    [property: Choices(Choices.Permission)] string WhoCanComment, [property: Choices(Choices.Permission)] string WhoCanMention,
    [property: Choices(Choices.Sensitive)] string Sensitive,
    bool Autoplay, bool Captions, bool DataSaver, [property: Choices(Choices.Theme)] string Theme, string Locale, bool Shortcuts);

/// <summary>A session as a client gets it; browsers find the credentials in a cookie instead.</summary>
internal sealed record Session(
    Me User,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AccessToken,
    int ExpiresIn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken);

/// <summary>A video as the viewer sees it.</summary>
internal sealed record Video(
    string Id, string Url, string ShareUrl, string Title, string Description, IReadOnlyList<TextEntity> Entities, IReadOnlyList<string> Tags,
    UserSummary Author, DateTime CreatedAt, DateTime? PublishedAt, DateTime? EditedAt,
    [property: Choices(Choices.VideoState)] string State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Processing? Processing,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Failure? Failure,
    int DurationMs, int Width, int Height, bool HasAudio,
    [property: Choices(Choices.Audience)] string Audience, bool AllowComments, [property: Choices(Choices.Label)] IReadOnlyList<string> Labels,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Playback? Playback,
    IReadOnlyList<Caption> Captions, VideoStats Stats, VideoViewer Viewer)
{
    /// <summary>What a moderator decided; its author alone is shown it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Removal? Removal { get; init; }

    /// <summary>When it publishes itself; the author's own scheduled videos only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? PublishAt { get; init; }

    /// <summary>True where its author gave it no title and one was made of its description or day; their own videos only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? TitleDerived { get; init; }

    /// <summary>What is left of the original, in its milliseconds; <c>endMs</c> 0 is its end. The author's own videos only, where something was cut.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Cut? Edit { get; init; }

    /// <summary>The moment of the edited clip that its author chose for the cover; their own videos only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CoverMs { get; init; }

    /// <summary>In a history only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? WatchedAt { get; init; }
}

internal sealed record Cut(int StartMs, int EndMs, bool Muted);
internal sealed record Processing(string Stage, int Progress);
/// <param name="Reason">A code of a report's reasons; null where none was given.</param>
internal sealed record Removal(string? Reason, string Text, DateTime At);
internal sealed record Failure(string Code, IReadOnlyDictionary<string, string> Params, string Text, bool Retryable);

internal sealed record Playback(
    string Hls, IReadOnlyList<Source> Sources, Poster Poster,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Preview? Preview,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Storyboard,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OgImage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? ExpiresAt);

internal sealed record Source(string Url, int Width, int Height, int Bitrate, string Codec, long Bytes, int HeadBytes);
internal sealed record Poster(string? Color, string? Thumbhash, IReadOnlyList<PosterImage> Images);
internal sealed record PosterImage(string Url, int Width, string Type);
internal sealed record Preview(string Url, string Type);
internal sealed record Caption(string Locale, string Label, bool Auto, string Url);
internal sealed record VideoStats(long Views, long Likes, long Comments, long Shares, long Saves, long Rev);
internal sealed record VideoViewer(bool Liked, bool Saved, bool Following, bool Requested, bool Own, bool CanComment);

/// <summary>A comment or reply.</summary>
internal sealed record Comment(
    string Id, string VideoId, string? ParentId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UserSummary? ReplyTo,
    UserSummary? Author, string Text, IReadOnlyList<TextEntity> Entities, DateTime CreatedAt, DateTime? EditedAt,
    bool Pinned, bool Deleted, long Likes, bool LikedByAuthor, long Replies,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientRef,
    CommentViewer Viewer);

internal sealed record CommentViewer(bool Liked, bool Own);

/// <summary>An inbox item.</summary>
internal sealed record Notification(
    string Id, [property: Choices(Choices.Notification)] string Type, string Url, IReadOnlyList<NotificationActor> Actors, int Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NotificationVideo? Video,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NotificationComment? Comment,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Sentence? Detail,
    DateTime CreatedAt, DateTime UpdatedAt, bool Seen, bool Read);

internal sealed record NotificationActor(string Id, string Username, string DisplayName, string? AvatarUrl, bool Demo, ActorViewer Viewer)
    : UserSummary(Id, Username, DisplayName, AvatarUrl, Demo);

internal sealed record ActorViewer(bool Following, bool Requested);
internal sealed record NotificationVideo(string Id, string Url, string? Poster);
internal sealed record NotificationComment(string Id, string Text);
