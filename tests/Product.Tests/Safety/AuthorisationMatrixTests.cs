using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;
using Shouldly;
using Xunit;

namespace Zoetrope.Product.Tests.Safety;

/// <summary>
/// Who may do what, for every route that the program serves: the list of routes is its own (OpenAPI). What is not said here to be open needs
/// an account, and what lies under <c>/api/admin</c> a role; a new public route fails this until somebody has said that it is meant to be one.
/// </summary>
[Collection("matrix")]
public sealed class AuthorisationMatrixTests(MatrixPlace place)
{
    // Served to people who are signed out; each for its reason in api.md.
    private static readonly HashSet<string> Open =
    [
        "POST /api/auth/register", "GET /api/auth/available", "GET /api/auth/invite", "POST /api/auth/login", "POST /api/auth/logout", "POST /api/auth/password/forgot", "POST /api/auth/password/reset",
        "POST /api/auth/email/verify", "POST /api/auth/passkeys/login/options", "POST /api/auth/passkeys/login", "GET /.well-known/jwks.json", "GET /api/instance", "POST /api/setup",
        "GET /api/users", "GET /api/users/suggested", "GET /api/users/{username}", "GET /api/users/{username}/followers", "GET /api/users/{username}/following",
        "GET /api/users/{username}/videos", "GET /api/users/{username}/likes",
        "GET /api/videos", "GET /api/videos/{id}", "GET /api/videos/{id}/similar", "POST /api/videos/{id}/share", "POST /api/videos/{id}/not-interested",
        "DELETE /api/videos/{id}/not-interested", "GET /api/videos/{id}/comments", "GET /api/comments/{id}", "GET /api/comments/{id}/replies", "POST /api/watches", "POST /api/reports",
        "GET /api/feed/for-you", "GET /api/feed/latest", "GET /api/feed/why/{impressionId}", "GET /api/feed/preferences", "PUT /api/feed/preferences", "POST /api/feed/reset",
        "GET /api/search", "GET /api/search/suggest", "GET /api/discover", "GET /api/tags/trending", "GET /api/tags/{tag}", "GET /api/tags/{tag}/videos", "GET /oembed",
        // Its own credential says who asks: without one, 401 of its own.
        "POST /api/auth/refresh",
    ];

    private static readonly HashSet<string> AdminsOnly =
        ["GET /api/admin/instance", "PUT /api/admin/instance", "PUT /api/admin/instance/icon", "DELETE /api/admin/instance/icon", "POST /api/admin/invites", "GET /api/admin/invites", "DELETE /api/admin/invites/{code}", "POST /api/admin/announcements", "PUT /api/admin/users/{id}/role",
         "GET /api/admin/applicants", "PUT /api/admin/applicants/{id}", "DELETE /api/admin/applicants/{id}"];

    [Fact]
    public async Task Every_route_that_is_not_meant_to_be_open_asks_for_an_account_and_those_of_admins_for_a_role()
    {
        var document = JsonNode.Parse(await place.People["signed out"].Http.GetStringAsync("/openapi/v1.json"))!;
        var wrong = new List<string>();
        var seen = 0;
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (name, _) in methods!.AsObject())
            {
                seen++;
                var (method, route) = (name.ToUpperInvariant(), $"{name.ToUpperInvariant()} {path}");
                if (method is "OPTIONS" or "HEAD") continue;
                var real = Fill(path);
                var signedOut = await SendAsync("signed out", method, real, "{}");
                if (signedOut >= 500) wrong.Add($"{route}: {signedOut} for somebody signed out");
                if (Open.Contains(route))
                {
                    if (signedOut is 401 && route is not "POST /api/auth/refresh" and not "POST /api/auth/login" and not "POST /api/auth/passkeys/login") wrong.Add($"{route}: 401, though it is meant to be open");
                    continue;
                }
                if (signedOut != 401) wrong.Add($"{route}: {signedOut} for somebody signed out");
                if (!path.StartsWith("/api/admin", StringComparison.Ordinal)) continue;
                var user = await SendAsync("other", method, real, "{}");
                if (user != 403) wrong.Add($"{route}: {user} for a user");
                var moderator = await SendAsync("moderator", method, real, "{}");
                if (AdminsOnly.Contains(route) ? moderator != 403 : moderator is 401 or 403 or >= 500) wrong.Add($"{route}: {moderator} for a moderator");
            }
        }
        wrong.ShouldBeEmpty();
        seen.ShouldBeGreaterThan(80);
    }

    [Fact]
    public async Task Lists_and_batches_leave_out_what_a_viewer_may_not_see()
    {
        var wrong = new List<string>();
        foreach (var viewer in MatrixPlace.Viewers)
        {
            var ids = string.Join(',', place.Clips.Values);
            using var batch = await place.People[viewer].Http.GetAsync($"/api/videos?ids={ids}");
            var found = JsonNode.Parse(await batch.Content.ReadAsStringAsync())!["items"]!.AsArray().Select(v => (string)v!["id"]!).ToHashSet();
            foreach (var (audience, id) in place.Clips)
                if (found.Contains(id) != (MatrixPlace.See(viewer, audience) == 200)) wrong.Add($"a batch shows the {audience} one to {viewer}: {found.Contains(id)}");

            using var list = await place.People[viewer].Http.GetAsync($"/api/users/{place.Owner.Username}/videos");
            if (viewer == "blocked") { if ((int)list.StatusCode != 404) wrong.Add($"the list of an author who blocked the viewer: {(int)list.StatusCode}"); continue; }
            var listed = JsonNode.Parse(await list.Content.ReadAsStringAsync())!["items"]!.AsArray().Select(v => (string)v!["id"]!).ToHashSet();
            foreach (var (audience, id) in place.Clips.Where(c => c.Key is "unlisted" or "private" && viewer != "owner"))
                if (listed.Contains(id)) wrong.Add($"a list shows the {audience} one to {viewer}");
            if (listed.Contains(place.Clips["followers"]) != (MatrixPlace.See(viewer, "followers") == 200)) wrong.Add($"a list and the followers' one for {viewer}: {listed.Contains(place.Clips["followers"])}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_live_screen_hears_of_the_same_clips()
    {
        var wrong = new List<string>();
        foreach (var viewer in MatrixPlace.Viewers)
        {
            await using var hub = await place.LiveAsync(viewer);
            var stats = await hub.InvokeAsync<JsonElement>("SetVideos", place.Clips.Values.ToArray());
            var heard = stats.EnumerateArray().Select(s => s.GetProperty("videoId").GetString()!).ToHashSet();
            foreach (var (audience, id) in place.Clips)
                // A live connection outlasts its token, and a gateway vouches for no role: a moderator hears what anybody would.
                if (heard.Contains(id) != (MatrixPlace.See(viewer == "moderator" ? "other" : viewer, audience) == 200)) wrong.Add($"the {audience} one on the screen of {viewer}: {heard.Contains(id)}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Media_of_what_is_not_public_needs_the_address_that_its_viewers_get()
    {
        foreach (var (audience, id) in place.Clips)
        {
            var url = (string)(await place.Owner.GetAsync($"/api/videos/{id}"))["playback"]!["sources"]![0]!["url"]!;
            var isOpen = audience is "public" or "unlisted";
            url.StartsWith("/media/s/", StringComparison.Ordinal).ShouldBe(!isOpen, audience);
            if (isOpen) continue;
            // Without its signature, or with another file's, there is nothing at it.
            var bare = "/media/" + string.Join('/', url.Split('/')[4..]);
            (await SendAsync("owner", "GET", bare, null)).ShouldBe(404);
            (await SendAsync("signed out", "GET", url.Replace("/media/s/", "/media/s/1", StringComparison.Ordinal), null)).ShouldBe(404);
        }
    }

    /// <summary>A path with something in every place: of nobody, so that nothing is changed by asking.</summary>
    private static string Fill(string path)
    {
        var parts = path.Split('/').Select(part => part switch
        {
            "{username}" => "nobody_at_all",
            "{tag}" => "nothing",
            "{code}" => "nocode",
            "{locale}" => "en",
            _ when part.StartsWith('{') => "0192f000-0000-7000-8000-000000000001",
            _ => part,
        });
        return string.Join('/', parts) + (path is "/api/auth/available" ? "?username=nobody" : path is "/oembed" ? "?url=x" : path.StartsWith("/api/search", StringComparison.Ordinal) ? "?q=x" : "");
    }

    private async Task<int> SendAsync(string viewer, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var type = path.Split('/') switch
        {
            [.., "avatar" or "cover" or "icon"] => "image/png",
            [.., "captions", _] => "text/vtt",
            _ => "application/json",
        };
        if (body is not null && method is not "GET" and not "HEAD") request.Content = new StringContent(body, System.Text.Encoding.UTF8, type);
        using var answer = await place.People[viewer].Http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
