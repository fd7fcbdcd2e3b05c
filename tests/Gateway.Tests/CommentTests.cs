using System.Net.Http.Json;

namespace Zoetrope.Gateway.Tests;

/// <summary>What people who are signed out see of comments.</summary>
public sealed class CommentTests(RedisFixture redis)
{
    [Fact]
    public async Task Many_visitors_share_one_reading_of_a_page_and_whoever_is_signed_in_reads_anew()
    {
        await using var app = await GatewayApp.StartAsync(redis);
        var ana = app.World.Person("ana");
        var path = $"/api/videos/{app.World.Video(ana)}/comments";
        using var nobody = new HttpClient { BaseAddress = app.Url };
        using var client = app.SignedIn(ana);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => nobody.GetAsync(path)));
        app.World.Calls["ListComments"].ShouldBeLessThan(60);

        var before = app.World.Calls["ListComments"];
        for (var n = 0; n < 5; n++) await client.GetAsync(path);
        app.World.Calls["ListComments"].ShouldBe(before + 5);
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
