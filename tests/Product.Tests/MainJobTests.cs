namespace Zoetrope.Product.Tests;

/// <summary>What the product is for, through its public door: upload, watch, react, be told. The smoke run of either shape.</summary>
[Trait("shape", "both")]
public sealed class MainJobTests(SharedApp shared)
{
    [Fact]
    public async Task A_clip_is_processed_seen_liked_and_its_author_told()
    {
        var app = await shared.GetAsync();
        using var ana = await app.SignUpAsync("ana");
        using var ben = await app.SignUpAsync("ben");

        var id = await ana.UploadAsync(await shared.ClipAsync(), "First light #morning");
        var video = await ana.ReadyAsync(id);
        ((string?)video["state"]).ShouldBe("ready", video.ToJsonString());
        // It plays from its first rung on; the others join.
        video = await Eventually(() => ana.GetAsync($"/api/videos/{id}"), until: v => v["playback"]!["sources"]!.AsArray().Count >= 2, within: TimeSpan.FromMinutes(2));
        ((int)video["height"]!).ShouldBeGreaterThan((int)video["width"]!);
        ((bool)video["hasAudio"]!).ShouldBeTrue();

        using var head = new HttpRequestMessage(HttpMethod.Get, (string)video["playback"]!["sources"]![0]!["url"]!);
        head.Headers.Range = new(0, 99);
        using var bytes = await ben.Http.SendAsync(head);
        ((int)bytes.StatusCode).ShouldBe(206);
        (await bytes.Content.ReadAsByteArrayAsync()).Length.ShouldBe(100);

        var liked = await ben.PutAsync($"/api/videos/{id}/like");
        ((bool)liked["liked"]!).ShouldBeTrue();
        ((int)liked["likes"]!).ShouldBe(1);
        await ben.PostAsync($"/api/videos/{id}/comments", new { text = "Lovely" });
        await ben.PutAsync($"/api/users/{ana.Username}/follow");

        var inbox = await Eventually(() => ana.GetAsync("/api/notifications"), until: page => Types(page).IsSupersetOf(["like", "comment", "follow"]));
        inbox["items"]!.AsArray().Count.ShouldBeGreaterThanOrEqualTo(3);
        await Eventually(async () =>
        {
            var stats = (await ana.GetAsync($"/api/videos/{id}"))["stats"]!;
            ((int)stats["likes"]!, (int)stats["comments"]!).ShouldBe((1, 1));
        });
    }

    [Fact]
    public async Task A_new_clip_comes_up_for_somebody_without_an_account()
    {
        var app = await shared.GetAsync();
        using var author = await app.SignUpAsync("cleo");
        var id = await author.UploadReadyAsync(await shared.ClipAsync());

        using var visitor = app.Visitor();
        await Eventually(async () =>
        {
            var feed = await visitor.GetAsync("/api/feed/for-you?limit=50");
            feed["items"]!.AsArray().Select(item => (string)item!["video"]!["id"]!).ShouldContain(id);
        });
    }

    private static HashSet<string> Types(System.Text.Json.Nodes.JsonNode page) => [.. page["items"]!.AsArray().Select(item => (string)item!["type"]!)];
}
