namespace Zoetrope.Gateway.Cards;

/// <summary>Paths of pages, as an address or a header may hold them: a username has letters of every script.</summary>
internal static class Paths
{
    public static string User(string username) => $"/@{Uri.EscapeDataString(username)}";

    public static string Video(string username, string id) => $"{User(username)}/video/{id}";

    public static string Short(string id) => $"/v/{ShortId.Of(Guid.Parse(id))}";

    public static string Comment(string videoPath, string commentId) => $"{videoPath}?comment={commentId}";
}
