namespace Zoetrope.Gateway.Cards;

/// <summary>Paths of pages. Usernames are ASCII letters, digits, '_' and '.', so they need no escaping.</summary>
internal static class Paths
{
    public static string User(string username) => $"/@{username}";

    public static string Video(string username, string id) => $"/@{username}/video/{id}";

    public static string Short(string id) => $"/v/{ShortId.Of(Guid.Parse(id))}";

    public static string Comment(string videoPath, string commentId) => $"{videoPath}?comment={commentId}";
}
