namespace Zoetrope.Product.Tests.Safety;

/// <summary>
/// Who is let in where a clip, a comment or a person is concerned: one line for each route, one rule for each class of routes. Every viewer
/// meets every audience (or a public and a private account) on each of them. A served route that is not here fails the matrix.
/// </summary>
internal static class RouteRules
{
    /// <param name="Expect">Given viewer and audience or kind of account: 200 for "let in", or what the refusal is.</param>
    /// <param name="Spare">With an item of its own for each viewer who is let in, because it takes away what it is done to.</param>
    internal sealed record Rule(string Route, Func<string, string, int> Expect, string? Body = null, bool Spare = false);

    /// <summary>Routes of one clip, or of a comment under it by the owner of the clip.</summary>
    public static readonly Rule[] OfClips =
    [
        new("GET /api/videos/{id}", Sees),
        new("GET /api/videos/{id}/comments", Sees),
        new("GET /api/videos/{id}/similar", Sees),
        new("POST /api/videos/{id}/share", Sees, """{"channel":"link"}"""),
        new("POST /api/videos/{id}/not-interested", Sees, "{}"),
        new("DELETE /api/videos/{id}/not-interested", Anybody),
        new("GET /api/comments/{id}", Sees),
        new("GET /api/comments/{id}/replies", Sees),

        new("PUT /api/videos/{id}/like", Acts),
        new("DELETE /api/videos/{id}/like", Acts),
        new("PUT /api/videos/{id}/save", Acts),
        new("DELETE /api/videos/{id}/save", Acts),
        new("POST /api/videos/{id}/comments", Acts, """{"text":"May I"}"""),
        new("PUT /api/videos/{id}/mute", Acts),
        new("DELETE /api/videos/{id}/mute", SignedIn),
        new("PUT /api/comments/{id}/like", Acts),
        new("DELETE /api/comments/{id}/like", Acts),
        new("PUT /api/comments/{id}/mute", Acts),
        new("DELETE /api/comments/{id}/mute", Acts),

        new("PATCH /api/videos/{id}", Owns, """{"description":"Still mine"}"""),
        new("POST /api/videos/{id}/retry", Owns),
        new("PUT /api/videos/{id}/cover", Owns, "no picture"),
        new("DELETE /api/videos/{id}/cover", Owns),
        new("PUT /api/videos/{id}/captions/{locale}", Owns, "no captions"),
        new("DELETE /api/videos/{id}/captions/{locale}", Owns),
        new("GET /api/videos/{id}/statistics", Studies),
        new("DELETE /api/videos/{id}", Removes, Spare: true),
        new("PATCH /api/comments/{id}", Owns, """{"text":"Still mine"}"""),
        new("DELETE /api/comments/{id}", Removes, Spare: true),
        new("PUT /api/comments/{id}/pin", Owns),
        new("DELETE /api/comments/{id}/pin", Owns),
    ];

    /// <summary>Routes of one person, who is the owner, follows nobody and has blocked "blocked"; what is spoilt is mended before the next line.</summary>
    public static readonly Rule[] OfPeople =
    [
        new("GET /api/users/{username}", Knows),
        new("GET /api/users/{username}/followers", Enters),
        new("GET /api/users/{username}/following", Enters),
        new("GET /api/users/{username}/videos", Enters),
        new("GET /api/users/{username}/likes", Enters),
        new("PUT /api/users/{username}/follow", Meets),
        new("DELETE /api/users/{username}/follow", Meets),
        new("PUT /api/users/{username}/mute", Meets),
        new("DELETE /api/users/{username}/mute", Meets),
        new("PUT /api/users/{username}/block", Meets),
        new("DELETE /api/users/{username}/block", Meets),
    ];

    internal static int Sees(string viewer, string audience) => MatrixPlace.See(viewer, audience);
    internal static int Anybody(string viewer, string audience) => 200;
    internal static int SignedIn(string viewer, string audience) => viewer == "signed out" ? 401 : 200;
    internal static int Acts(string viewer, string audience) => viewer == "signed out" ? 401 : Sees(viewer, audience);

    /// <summary>Who is no owner is told what looking would tell them, and 403 where they may look.</summary>
    internal static int Owns(string viewer, string audience) => (viewer, Sees(viewer, audience)) switch
    {
        ("signed out", _) => 401,
        ("owner", _) => 200,
        (_, 404) => 404,
        _ => 403,
    };

    internal static int Removes(string viewer, string audience) => viewer == "moderator" ? 200 : Owns(viewer, audience);
    internal static int Studies(string viewer, string audience) => viewer switch { "signed out" => 401, "owner" => 200, _ => 404 };

    internal static int Knows(string viewer, string account) => viewer == "blocked" ? 404 : 200;
    internal static int Enters(string viewer, string account) => (viewer, account) switch
    {
        ("blocked", _) => 404,
        ("follower" or "owner" or "moderator", _) or (_, "public") => 200,
        _ => 403,
    };

    internal static int Meets(string viewer, string account) => viewer == "signed out" ? 401 : viewer == "owner" ? 422 : Knows(viewer, account);
}
