using System.Text.Json.Serialization;
using Zoetrope.Gateway.Cards;

namespace Zoetrope.Gateway.Live;

/// <summary>Names of what the hub sends.</summary>
internal static class LiveEvents
{
    public const string Notification = "notification", Unread = "unread", NotificationsRead = "notifications:read", VideoStats = "video:stats",
        Comment = "video:comment", CommentUpdated = "video:comment_updated", CommentDeleted = "video:comment_deleted", VideoState = "video:state",
        Viewer = "viewer", Presence = "presence", FeedPurge = "feed:purge", SessionEnded = "session:ended";
}

internal sealed record LiveStats(string VideoId, long Likes, long Comments, long Views, long Shares, long Saves, long Rev);

internal sealed record LiveUnread(int Count);

internal sealed record LiveRead(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Ids,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? UpTo);

internal sealed record LiveComment(Comment Comment, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientRef);

internal sealed record LiveCommentDeleted(string VideoId, string CommentId);

internal sealed record LiveVideoState(string VideoId, string State, string? Stage, int? Progress);

/// <summary>The viewer's own act on another device: only what changed is there.</summary>
internal sealed record LiveViewer
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? VideoId { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public bool? Liked { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public bool? Saved { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? CommentId { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Username { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public bool? Following { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public bool? Requested { get; init; }
}

internal sealed record LivePresence(string Username, bool Online, DateTime? LastSeenAt);

internal sealed record LivePurge(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? VideoIds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Usernames);

internal sealed record LiveNothing;
