using System.Text.Json.Nodes;
using Shouldly;
using Xunit;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Safety;

/// <summary>Every served route where a clip, a comment or a person is concerned, for every viewer: what <see cref="RouteRules"/> says.</summary>
[Collection("matrix")]
public sealed class RouteMatrixTests(MatrixPlace place)
{
    [Fact]
    public async Task Every_served_route_of_a_clip_a_comment_or_a_person_has_a_rule()
    {
        var document = JsonNode.Parse(await place.People["signed out"].Http.GetStringAsync("/openapi/v1.json"))!;
        var served = document["paths"]!.AsObject().Where(path => IsOfSomebody(path.Key))
            .SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}"));
        RouteRules.OfClips.Concat(RouteRules.OfPeople).Select(rule => rule.Route).ShouldBe(served, ignoreOrder: true);
    }

    private static bool IsOfSomebody(string path)
        => path.StartsWith("/api/videos/{", StringComparison.Ordinal) || path.StartsWith("/api/comments/{", StringComparison.Ordinal) || path.StartsWith("/api/users/{", StringComparison.Ordinal);

    [Fact]
    public async Task A_clip_and_what_hangs_on_it_let_in_by_audience()
    {
        var wrong = new List<string>();
        foreach (var rule in RouteRules.OfClips)
            foreach (var audience in MatrixPlace.Audiences)
                foreach (var viewer in MatrixPlace.Viewers)
                {
                    var expected = rule.Expect(viewer, audience);
                    var ofComment = rule.Route.Contains("/comments/{id}", StringComparison.Ordinal);
                    // A moderator removes only what was published, and the clips here stay for the others: that is a test of its own.
                    if (rule.Spare && !ofComment && expected == 200) continue;
                    // What is private is not there for moderators either.
                    if (viewer == "moderator" && audience == "private" && rule.Spare) continue;
                    var id = !ofComment ? place.Clips[audience] : rule.Spare && expected == 200 ? await SpareCommentAsync(audience) : place.Comments[audience];
                    var status = await AskAsync(viewer, rule, rule.Route.Replace("{id}", id, StringComparison.Ordinal).Replace("{locale}", "en", StringComparison.Ordinal));
                    if (status != expected) wrong.Add($"{rule.Route} of the {audience} one as {viewer}: {status} instead of {expected}");
                }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_lets_in_by_their_account()
    {
        foreach (var account in (string[])["public", "private"]) await place.WithAccountAsync(account, () => AskOfAccountAsync(account));
    }

    private async Task AskOfAccountAsync(string account)
    {
        var wrong = new List<string>();
        foreach (var rule in RouteRules.OfPeople)
            foreach (var viewer in MatrixPlace.Viewers)
            {
                var status = await AskAsync(viewer, rule, rule.Route.Replace("{username}", place.Owner.Username, StringComparison.Ordinal));
                if (status != rule.Expect(viewer, account)) wrong.Add($"{rule.Route} of a {account} account as {viewer}: {status} instead of {rule.Expect(viewer, account)}");
                if (rule.Route.EndsWith("/block", StringComparison.Ordinal) && viewer != "signed out") await place.StatusAsync(viewer, HttpMethod.Delete, $"/api/users/{place.Owner.Username}/block");
            }
        wrong.ShouldBeEmpty();
    }

    private async Task<string> SpareCommentAsync(string audience) => (string)(await place.Owner.PostAsync($"/api/videos/{place.Clips[audience]}/comments", new { text = "To be removed" }))["id"]!;

    /// <summary>200 for whoever is let in, however they fare there: the body may be wrong, or there may be nothing to do.</summary>
    private async Task<int> AskAsync(string viewer, RouteRules.Rule rule, string route)
    {
        var (method, path) = (new HttpMethod(route.Split(' ')[0]), route.Split(' ')[1]);
        using var request = new HttpRequestMessage(method, path);
        if (rule.Body is { } body) request.Content = new StringContent(body, System.Text.Encoding.UTF8, path.Split('/') switch
        {
            [.., "cover"] => "image/png",
            [.., "captions", _] => "text/vtt",
            _ => "application/json",
        });
        using var answer = await place.People[viewer].Http.SendAsync(request);
        var status = (int)answer.StatusCode;
        return status is >= 200 and < 300 or 409 or 415 || (status == 422 && rule.Expect(viewer, "public") != 422) ? 200 : status;
    }
}
