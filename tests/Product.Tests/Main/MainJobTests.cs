using System.Net;
using System.Net.Http.Headers;
using System.Net.NetworkInformation;
using Shouldly;
using Xunit;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Main;

/// <summary>
/// What the product is for, from the first start on: an admin, an invite, a second person, a real clip from a phone, everything that
/// people do to it, and its author hearing of each act live. It is the smoke run of the other shape, too.
/// </summary>
public sealed class MainJobTests
{
    [Fact]
    [Trait("shape", "both")]
    public Task From_the_setup_link_to_a_second_persons_like_seen_live() => TellAsync([]);

    [Fact]
    public async Task The_same_on_a_cluster_of_Redis()
    {
        TestRun.OnlyInFull();
        await using var redis = await RedisCluster.StartAsync();
        await TellAsync([new("Redis:Url", redis.Configuration)]);
    }

    /// <summary>As a phone has it: plain http, and an address that no browser takes for its own machine.</summary>
    [Fact]
    public async Task The_same_over_the_local_network()
    {
        TestRun.OnlyInFull();
        Assert.SkipUnless(NetworkInterface.GetAllNetworkInterfaces().Any(n => n is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback }), "This machine is in no network.");
        await TellAsync([], lan: true);
    }

    private static async Task TellAsync(IEnumerable<KeyValuePair<string, string?>> settings, bool lan = false)
    {
        await using var app = await ZoetropeApp.StartAsync(settings: new Dictionary<string, string?>(settings) { ["Instance:Registration"] = "invite" }, lan: lan);
        app.Url.IsLoopback.ShouldBe(!lan);
        var (author, invite) = await app.SetUpAsync();
        ((string)author.Me["role"]!).ShouldBe("admin");
        await TheLinkWorksOnceAsync(app);
        using var second = await JoinByInviteAsync(app, invite);

        await using var screen = await app.OpenLiveAsync(author);
        using var folder = new TestFolder();
        var id = await author.UploadAsync(await PhoneClipAsync(folder), "Out on the river #water @nobody");
        var video = await author.ReadyAsync(id);
        ((string)video["state"]!).ShouldBe("ready", video.ToJsonString());
        await screen.HearsAsync("video:state", state => state.GetProperty("videoId").GetString() == id && state.GetProperty("state").GetString() == "ready");

        // The phone held the picture upright: a wide picture with a rotation of 90 degrees is a portrait clip.
        ((int)video["height"]!).ShouldBeGreaterThan((int)video["width"]!);
        ((bool)video["hasAudio"]!).ShouldBeTrue();
        video = await Eventually(() => author.GetAsync($"/api/videos/{id}"), until: v => v["playback"]!["sources"]!.AsArray().Count >= 2, within: TimeSpan.FromMinutes(2));
        video["tags"]!.AsArray().Select(tag => (string)tag!).ShouldBe(["water"]);
        await ItPlaysAsync(second, video);

        using var visitor = app.Visitor();
        foreach (var person in (Person[])[second, visitor]) await Waiting.Eventually(async () => (await person.ForYouAsync()).Ids.ShouldContain(id));

        await screen.WatchAsync(id);
        await LikedAsync(second, id, screen);
        await CommentedAsync(second, author, id, screen);
        await FollowedAsync(second, author, screen);
        await SharedAsync(app, author, second, visitor, id);
        await WatchedAsync(second, id);
        await InboxAsync(author, id);
    }

    /// <summary>A real one where the collection of clips is at hand, else one made here; both upright, with sound.</summary>
    private static async Task<string> PhoneClipAsync(TestFolder folder) => TestMedia.Folder is null ? await TestClip.MakeAsync(folder) : TestMedia.Find(Place.PhoneClip);

    private static async Task TheLinkWorksOnceAsync(ZoetropeApp app)
    {
        using var late = app.NewBrowser();
        var (status, _) = await late.RefusedAsync(HttpMethod.Post, "/api/setup",
            new { token = await app.SetupTokenAsync(), username = "intruder", email = "i@example.test", password = "a long intruder password", instance = new { } });
        status.ShouldBeInRange(400, 422);
        (await late.RefusedAsync(HttpMethod.Post, "/api/auth/register", new { username = "uninvited", email = "u@example.test", password = "a long enough password" })).Status.ShouldBeInRange(400, 422);
    }

    private static async Task<Person> JoinByInviteAsync(ZoetropeApp app, string invite)
    {
        invite.ShouldNotBeEmpty();
        var person = new Person(app.NewBrowser(), "second", "second@example.test", "a long second password");
        var session = await person.PostAsync("/api/auth/register", new { username = person.Username, email = person.Email, password = person.Password, invite });
        person.Me = session["user"]!;
        ((string)(await person.GetAsync("/api/users/me"))["username"]!).ShouldBe("second");
        return person;
    }

    private static async Task ItPlaysAsync(Person person, System.Text.Json.Nodes.JsonNode video)
    {
        var playback = video["playback"]!;
        foreach (var source in playback["sources"]!.AsArray())
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, (string)source!["url"]!) { Headers = { Range = new RangeHeaderValue(0, 1023) } };
            using var part = await person.Http.SendAsync(request);
            part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
            part.Content.Headers.ContentRange!.Length.ShouldBe((long)source["bytes"]!);
            (await part.Content.ReadAsByteArrayAsync()).AsSpan(4, 4).SequenceEqual("ftyp"u8).ShouldBeTrue();
        }
        (await person.Http.GetStringAsync((string)playback["hls"]!)).ShouldStartWith("#EXTM3U");
        var poster = await person.Http.GetAsync((string)playback["poster"]!["images"]![0]!["url"]!);
        poster.StatusCode.ShouldBe(HttpStatusCode.OK);
        poster.Content.Headers.ContentType!.MediaType!.ShouldStartWith("image/");
        (await person.Http.GetAsync((string)playback["preview"]!["url"]!)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task LikedAsync(Person second, string id, LiveScreen screen)
    {
        var liked = await second.PutAsync($"/api/videos/{id}/like");
        ((bool)liked["liked"]!, (long)liked["likes"]!).ShouldBe((true, 1));
        ((long)(await second.PutAsync($"/api/videos/{id}/like"))["likes"]!).ShouldBe(1);
        await screen.HearsAsync("notification", n => n.GetProperty("type").GetString() == "like" && n.GetProperty("actors")[0].GetProperty("username").GetString() == "second");
        await screen.HearsAsync("unread", unread => unread.GetProperty("count").GetInt32() >= 1);
        await screen.HearsAsync("video:stats", stats => stats.GetProperty("likes").GetInt64() == 1);
        var seen = await second.GetAsync($"/api/videos/{id}");
        ((bool)seen["viewer"]!["liked"]!, (long)seen["stats"]!["likes"]!).ShouldBe((true, 1));
    }

    private static async Task CommentedAsync(Person second, Person author, string id, LiveScreen screen)
    {
        var comment = await second.PostAsync($"/api/videos/{id}/comments", new { text = "What a river", clientRef = "c-1" });
        await screen.HearsAsync("video:comment", c => c.GetProperty("comment").GetProperty("text").GetString() == "What a river");
        await screen.HearsAsync("notification", n => n.GetProperty("type").GetString() == "comment");
        var reply = await author.PostAsync($"/api/videos/{id}/comments", new { text = "Thank you", parentId = (string)comment["id"]! });
        ((string)reply["parentId"]!).ShouldBe((string)comment["id"]!);
        (await second.GetAsync($"/api/comments/{comment["id"]}/replies"))["items"]!.AsArray().Count.ShouldBe(1);
        var thread = (await second.GetAsync($"/api/videos/{id}/comments"))["items"]![0]!;
        ((string)thread["author"]!["username"]!, (long)thread["replies"]!).ShouldBe(("second", 1));
        await screen.HearsAsync("video:stats", stats => stats.GetProperty("comments").GetInt64() == 2);
        await Waiting.Eventually(async () => (await second.GetAsync("/api/notifications"))["items"]!.AsArray().ShouldContain(n => (string)n!["type"]! == "reply"));
    }

    private static async Task FollowedAsync(Person second, Person author, LiveScreen screen)
    {
        var follow = await second.PutAsync($"/api/users/{author.Username}/follow");
        ((bool)follow["following"]!, (long)follow["followers"]!).ShouldBe((true, 1));
        await screen.HearsAsync("notification", n => n.GetProperty("type").GetString() == "follow");
        ((long)(await second.GetAsync($"/api/users/{author.Username}"))["followers"]!).ShouldBe(1);
        await Waiting.Eventually(async () => (await second.GetAsync("/api/feed/following"))["items"]!.AsArray().Count.ShouldBe(1));
    }

    private static async Task SharedAsync(ZoetropeApp app, Person author, Person second, Person visitor, string id)
    {
        var shared = await second.PostAsync($"/api/videos/{id}/share", new { channel = "link" });
        ((long)shared["shares"]!).ShouldBe(1);
        var link = new Uri((string)shared["url"]!);
        link.GetLeftPart(UriPartial.Authority).ShouldBe(app.Url.GetLeftPart(UriPartial.Authority));
        using var answer = await visitor.Http.GetAsync(link);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe($"/@{author.Username}/video/{id}");
    }

    private static async Task WatchedAsync(Person second, string id)
    {
        var item = (await second.GetAsync("/api/feed/for-you"))["items"]![0]!;
        var why = await second.GetAsync($"/api/feed/why/{item["impressionId"]}");
        why["contributions"]!.AsArray().Sum(part => (double)part!["points"]!).ShouldBe((double)why["score"]!, 0.01);
        // As a player tells it, again and again: what it claims counts only as far as time has passed since the clip was handed out.
        var play = new { videoId = id, impressionId = (string)item["impressionId"]!, playId = Guid.CreateVersion7(), watchedMs = 4000, loops = 0, completed = false, source = "for_you" };
        await Waiting.Eventually(async () =>
        {
            await second.PostAsync("/api/watches", new { items = new[] { play } });
            ((long)(await second.GetAsync($"/api/videos/{id}"))["stats"]!["views"]!).ShouldBe(1);
        });
        await Waiting.Eventually(async () => (await second.GetAsync("/api/users/me/history"))["items"]!.AsArray().Count.ShouldBe(1));
        // The only clip there is has been seen: a small instance does not run dry, it says so and shows it again.
        await Waiting.Eventually(async () =>
        {
            var (ids, status) = await second.ForYouAsync();
            status.ShouldBe("caught_up");
            ids.ShouldContain(id);
        });
    }

    private static async Task InboxAsync(Person author, string id)
    {
        var items = (await author.GetAsync("/api/notifications"))["items"]!.AsArray();
        var like = items.Single(n => (string)n!["type"]! == "like")!;
        ((string)like["url"]!).ShouldBe($"/@{author.Username}/video/{id}");
        ((string)like["video"]!["id"]!).ShouldBe(id);
        await author.PostAsync("/api/notifications/read", new { upTo = DateTime.UtcNow.AddMinutes(1) });
        ((int)(await author.GetAsync("/api/notifications/unread"))["count"]!).ShouldBe(0);
        ((int)(await author.GetAsync("/api/users/me"))["unread"]!).ShouldBe(0);
    }
}
