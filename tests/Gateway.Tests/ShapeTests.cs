using System.Net;
using System.Net.Http.Json;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;

namespace Zoetrope.Gateway.Tests;

/// <summary>Public answers, field for field as the API promises them.</summary>
public sealed class ShapeTests(RedisFixture redis)
{
    private const string VideoNames = "id url shareUrl title description entities tags author createdAt publishedAt editedAt state durationMs width height hasAudio audience allowComments labels "
        + "playback captions stats viewer";

    [Fact]
    public async Task A_video_has_the_promised_fields()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var id = app.World.Video(ana, "Clouds");
        app.World.Relations[($"{ben}", $"{ana}")] = new Relation { UserId = $"{ana}", Following = true };
        using var client = app.SignedIn(ben);

        var video = await client.GetAsync($"/api/videos/{id}").JsonAsync();

        video.Names().ShouldBe(VideoNames);
        video.GetProperty("url").GetString().ShouldBe($"/@ana/video/{id}");
        var link = video.GetProperty("shareUrl").GetString()!;
        link.ShouldStartWith($"{app.Url}v/");
        link.Split('/')[^1].Length.ShouldBe(22);
        video.GetProperty("author").Names().ShouldBe("id username displayName avatarUrl");
        video.GetProperty("createdAt").GetString()!.ShouldEndWith("Z");
        video.GetProperty("playback").Names().ShouldBe("hls sources poster preview ogImage");
        video.GetProperty("playback").GetProperty("sources")[0].Names().ShouldBe("url width height bitrate codec bytes headBytes");
        video.GetProperty("playback").GetProperty("poster").Names().ShouldBe("color thumbhash images");
        video.GetProperty("stats").Names().ShouldBe("views likes comments shares saves rev");
        video.GetProperty("stats").GetProperty("views").GetInt64().ShouldBe(10);
        video.GetProperty("viewer").Names().ShouldBe("liked saved following requested own canComment");
        video.GetProperty("viewer").GetProperty("following").GetBoolean().ShouldBeTrue();
        video.GetProperty("viewer").GetProperty("canComment").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_clip_waits_for_another_time_or_for_none_and_what_is_not_said_stays()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        var id = app.World.Video(ana);
        using var client = app.SignedIn(ana);

        var waits = await Patch("""{ "publishAt": "2030-01-02T03:04:05Z" }""");
        (waits.GetProperty("state").GetString(), waits.GetProperty("publishAt").GetString()).ShouldBe(("scheduled", "2030-01-02T03:04:05Z"));
        (await Patch("""{ "description": "Clouds" }""")).GetProperty("state").GetString().ShouldBe("scheduled");
        (await Patch("""{ "publishAt": null }""")).GetProperty("state").GetString().ShouldBe("ready");

        Task<System.Text.Json.JsonElement> Patch(string body)
            => client.PatchAsync($"/api/videos/{id}", new StringContent(body, System.Text.Encoding.UTF8, "application/json")).JsonAsync();
    }

    [Fact]
    public async Task An_author_is_told_how_a_clip_was_made_and_others_are_not()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var id = app.World.Video(ana);
        var video = app.World.Videos[$"{id}"];
        (video.Edit, video.CoverMs, video.TitleDerived) = (new VideoEdit { StartMs = 500, EndMs = 4000 }, 700, true);
        using var author = app.SignedIn(ana);
        using var other = app.SignedIn(ben);

        var own = await author.GetAsync($"/api/videos/{id}").JsonAsync();
        own.GetProperty("edit").Names().ShouldBe("startMs endMs muted");
        own.GetProperty("coverMs").GetInt32().ShouldBe(700);
        own.GetProperty("titleDerived").GetBoolean().ShouldBeTrue();
        (await other.GetAsync($"/api/videos/{id}").JsonAsync()).Names().ShouldBe(VideoNames);
    }

    [Fact]
    public async Task A_failed_video_tells_its_author_why_in_their_language()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        var video = app.World.Videos[$"{app.World.Video(ana)}"];
        (video.State, video.Playback, video.Failure) = ("failed", null, new Failure { Code = "too_long", Params = { ["maxSeconds"] = "600" } });
        using var client = app.SignedIn(ana);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de-DE");

        var failure = (await client.GetAsync($"/api/videos/{video.Id}").JsonAsync()).GetProperty("failure");

        failure.Names().ShouldBe("code params text retryable");
        failure.GetProperty("text").GetString().ShouldBe("Dieses Video ist zu lang. Die Grenze ist 600 Sekunden.");
    }

    [Fact]
    public async Task A_feed_page_of_any_length_asks_each_service_once()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        foreach (var n in Enumerable.Range(0, 20)) app.World.Video(app.World.Person($"author{n}"));
        using var client = app.SignedIn(app.World.Person("ana"));

        var feed = await client.GetAsync("/api/feed/for-you?limit=20").JsonAsync();

        feed.Names().ShouldBe("items status");
        feed.GetProperty("items").GetArrayLength().ShouldBe(20);
        feed.GetProperty("items")[0].Names().ShouldBe("video impressionId reason");
        feed.GetProperty("items")[0].GetProperty("reason").Names().ShouldBe("code params text");
        feed.GetProperty("items")[0].GetProperty("reason").GetProperty("text").GetString().ShouldBe("Because you like #sky");
        foreach (var call in (string[])["GetVideos", "GetCards", "GetVideoCounts", "GetRelations"]) app.World.Calls[call].ShouldBe(1, call);
    }

    [Fact]
    public async Task A_list_of_people_says_whom_the_viewer_asked_to_follow()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        app.World.Relations[($"{ben}", $"{ana}")] = new Relation { UserId = $"{ana}", Following = true };
        app.World.Relations[($"{cleo}", $"{ben}")] = new Relation { UserId = $"{ben}", Requested = true };
        using var client = app.SignedIn(cleo);

        var people = await client.GetAsync("/api/users/ana/followers").JsonAsync();

        var viewer = people.GetProperty("items")[0].GetProperty("viewer");
        viewer.Names().ShouldBe("following followedBy requested");
        viewer.GetProperty("following").GetBoolean().ShouldBeFalse();
        viewer.GetProperty("requested").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Me_and_profiles_have_the_promised_fields_and_no_one_else_sees_the_email()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        using var client = app.SignedIn(ana);

        var me = await client.GetAsync("/api/users/me").JsonAsync();
        foreach (var name in (string[])["id", "username", "displayName", "avatarUrl", "bio", "entities", "links", "isPrivate", "followers", "following", "likes", "videos", "viewer",
            "email", "emailVerified", "role", "twoFactor", "unread", "onboarded", "settings"]) me.TryGetProperty(name, out _).ShouldBeTrue(name);
        me.GetProperty("unread").GetInt32().ShouldBe(2);
        me.GetProperty("settings").Names().ShouldBe("isPrivate showLikes showPresence whoCanComment whoCanMention sensitive autoplay captions dataSaver theme locale shortcuts");

        using var nobody = new HttpClient { BaseAddress = app.Url };
        var profile = await nobody.GetAsync("/api/users/ana").JsonAsync();
        foreach (var name in (string[])["bio", "followers", "following", "likes", "videos", "viewer"]) profile.TryGetProperty(name, out _).ShouldBeTrue(name);
        profile.TryGetProperty("email", out _).ShouldBeFalse();
        (await nobody.GetAsync("/api/users/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_comment_has_the_promised_fields_and_a_list_its_cursor()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        var video = app.World.Video(ana);
        app.World.Comment(video, ana, "First");
        using var client = new HttpClient { BaseAddress = app.Url };

        var page = await client.GetAsync($"/api/videos/{video}/comments").JsonAsync();

        page.Names().ShouldBe("items nextCursor");
        page.GetProperty("nextCursor").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        page.GetProperty("items")[0].Names().ShouldBe("id videoId parentId author text entities createdAt editedAt pinned deleted likes likedByAuthor replies viewer");
    }

    [Fact]
    public async Task A_deleted_comment_is_nobodys()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        var video = app.World.Video(ana);
        var comment = app.World.Comment(video, ana, "");
        (comment.Deleted, comment.AuthorId) = (true, "");
        using var client = new HttpClient { BaseAddress = app.Url };

        var item = (await client.GetAsync($"/api/videos/{video}/comments").JsonAsync()).GetProperty("items")[0];

        item.GetProperty("deleted").GetBoolean().ShouldBeTrue();
        item.GetProperty("author").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Who_may_not_see_a_clip_is_told_the_same_of_it_by_not_interested()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        var (open, followers, removed) = (app.World.Video(ana), app.World.Video(ana), app.World.Video(ana));
        app.World.Videos[$"{followers}"].Audience = "followers";
        app.World.Videos[$"{removed}"].State = "removed";
        using var client = app.SignedIn(app.World.Person("ben"));

        foreach (var (id, status) in ((Guid, int)[])[(open, 204), (followers, 403), (removed, 410), (Guid.CreateVersion7(), 404)])
            ((int)(await client.PostAsJsonAsync($"/api/videos/{id}/not-interested", new { reason = "video" })).StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Refusals_are_problems_with_a_code_in_the_language_of_the_request()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = new HttpClient { BaseAddress = app.Url };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr, de;q=0.8, en;q=0.5");

        var missing = await client.GetAsync("/api/no/such/thing");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        missing.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        missing.Headers.GetValues("X-Request-Id").ShouldHaveSingleItem();
        var problem = await missing.JsonAsync();
        problem.Names().ShouldBe("type title status detail code traceId");
        problem.GetProperty("code").GetString().ShouldBe("not_found");
        problem.GetProperty("title").GetString().ShouldBe("Nicht gefunden");

        var invalid = await client.PostAsJsonAsync("/api/auth/register", new { username = "a", email = "a@example.org", password = "x" });
        ((int)invalid.StatusCode).ShouldBe(422);
        (await invalid.JsonAsync()).GetProperty("errors").Names().ShouldBe("username password");

        (await client.GetAsync("/api/videos?ids=nonsense").JsonAsync()).GetProperty("errors").Names().ShouldBe("ids");
        (await client.GetAsync("/api/feed/latest?limit=51").JsonAsync()).GetProperty("errors").Names().ShouldBe("limit");
        (await client.GetAsync("/api/feed/latest?limit=ten")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsync("/api/auth/login", new StringContent("{\"login\": 5", System.Text.Encoding.UTF8, "application/json"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsync("/api/auth/login", new StringContent("login=me"))).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await client.PostAsJsonAsync("/api/auth/login", new { login = new string('x', 2_000_000) })).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await client.DeleteAsync("/api/feed/latest")).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_clip_for_followers_says_whose_and_a_removed_one_that_it_is_gone()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        var (followers, removed) = (app.World.Video(ana), app.World.Video(ana));
        app.World.Videos[$"{followers}"].Audience = "followers";
        app.World.Videos[$"{removed}"].State = "removed";
        using var client = new HttpClient { BaseAddress = app.Url };

        var refused = await client.GetAsync($"/api/videos/{followers}");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.JsonAsync()).GetProperty("author").GetProperty("username").GetString().ShouldBe("ana");
        (await client.GetAsync($"/api/videos/{removed}")).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Unchanged_answers_cost_no_body()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = new HttpClient { BaseAddress = app.Url };

        var first = await client.GetAsync("/api/instance");
        (await first.JsonAsync()).Names().ShouldBe("name description icon accent registration minimumAge rules legal contact signedOutBrowsing publicUrl setup limits features");
        var again = new HttpRequestMessage(HttpMethod.Get, "/api/instance") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        (await client.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        app.World.Instance.Name = "Renamed";
        await Eventually(async () => (await client.SendAsync(new(HttpMethod.Get, "/api/instance") { Headers = { IfNoneMatch = { first.Headers.ETag! } } })).StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_same_key_gets_the_first_answer_byte_for_byte()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        var path = $"/api/videos/{app.World.Video(ana)}/comments";
        using var client = app.SignedIn(ana);
        async Task<(int, string)> Write(string text, string key)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { text }), Headers = { { "Idempotency-Key", key } } };
            var response = await client.SendAsync(request);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }

        // A refusal is not an answer to keep: the same key may try again.
        (await Write("", "key")).Item1.ShouldBe(422);
        var first = await Write("Hello", "key");
        first.Item1.ShouldBe(201);
        (await Write("Hello", "key")).ShouldBe(first);
        (await Write("Something else", "key")).Item1.ShouldBe(422);
        (await Write("Hello", "another")).Item1.ShouldBe(201);
        app.World.Comments.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_document_describes_every_route()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = new HttpClient { BaseAddress = app.Url };

        var paths = (await client.GetAsync("/openapi/v1.json").JsonAsync()).GetProperty("paths");

        foreach (var path in (string[])["/api/setup", "/api/instance", "/api/auth/login", "/api/users/me", "/api/videos/{id}/like", "/api/feed/for-you", "/api/uploads", "/api/notifications"])
            paths.TryGetProperty(path, out _).ShouldBeTrue(path);
        (await client.GetAsync("/docs")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>The web app's types are made from the copy. <c>tools/api-document.sh</c> runs this to write it anew.</summary>
    [Fact]
    public async Task The_committed_document_is_what_the_code_serves()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        using var client = new HttpClient { BaseAddress = app.Url };
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Zoetrope.slnx"))) root = root.Parent!;
        var committed = Path.Combine(root.FullName, "contracts", "openapi.json");

        var served = (await client.GetStringAsync("/openapi/v1.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("ZOETROPE_WRITE_API_DOCUMENT") == "1") await File.WriteAllTextAsync(committed, served);

        (await File.ReadAllTextAsync(committed)).ReplaceLineEndings("\n").ShouldBe(served, "run tools/api-document.sh");
    }
}
