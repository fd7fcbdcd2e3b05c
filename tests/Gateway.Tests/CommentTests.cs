using System.Net.Http.Json;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Tests;

/// <summary>Pages of comments that are read once for many.</summary>
public sealed class CommentTests(RedisFixture redis)
{
    [Fact]
    public async Task Many_people_share_one_reading_of_a_page_and_each_gets_their_own_marks()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        var video = app.World.Video(ana);
        app.World.Comment(video, ben, "by ben");
        var path = $"/api/videos/{video}/comments";
        using var nobody = new HttpClient { BaseAddress = app.Url };
        using var bens = app.SignedIn(ben);
        using var cleos = app.SignedIn(cleo);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(n => (n % 2 == 0 ? nobody : cleos).GetAsync(path)));
        app.World.Calls["ListComments"].ShouldBeLessThan(60);
        app.World.Calls["MarkComments"].ShouldBe(30);

        var (mine, theirs) = ((await bens.GetAsync(path).JsonAsync()).GetProperty("items")[0], (await cleos.GetAsync(path).JsonAsync()).GetProperty("items")[0]);
        mine.GetProperty("viewer").ToString().ShouldBe("""{"liked":true,"own":true}""");
        mine.GetProperty("clientRef").GetString().ShouldBe("mine");
        theirs.GetProperty("viewer").ToString().ShouldBe("""{"liked":false,"own":false}""");
        theirs.TryGetProperty("clientRef", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("the video's author")]
    [InlineData("a moderator")]
    [InlineData("somebody from whom one on it is hidden")]
    public async Task A_page_is_read_for(string who)
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        var video = app.World.Video(ana);
        app.World.Comment(video, ben, "by ben");
        app.World.Relations[(cleo.ToString(), ben.ToString())] = new() { UserId = ben.ToString(), Blocked = true };
        using var client = who switch
        {
            "the video's author" => app.SignedIn(ana),
            "a moderator" => app.SignedIn(app.World.Person("mod"), AccountRole.Moderator),
            _ => app.SignedIn(cleo),
        };
        using var nobody = new HttpClient { BaseAddress = app.Url };
        await nobody.GetAsync($"/api/videos/{video}/comments");

        var before = app.World.Calls["ListComments"];
        for (var n = 0; n < 5; n++) await client.GetAsync($"/api/videos/{video}/comments");
        app.World.Calls["ListComments"].ShouldBeGreaterThanOrEqualTo(before + 5);
    }

    [Fact]
    public async Task A_visitor_sees_a_comment_as_soon_as_its_author_has_the_answer()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        var path = $"/api/videos/{app.World.Video(ana)}/comments";
        using var nobody = new HttpClient { BaseAddress = app.Url };
        using var client = app.SignedIn(ana);

        for (var written = 0; written < 5; written++)
        {
            (await nobody.GetAsync(path).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(written);
            (await client.PostAsync(path, JsonContent.Create(new { text = $"Comment {written}" }))).EnsureSuccessStatusCode();
        }
    }
}
