using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;
using Zoetrope.Product.Tests.Main;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Social;

/// <summary>Two people who blocked one another – whichever did it – do not meet anywhere: feed, search, comments, lists, notifications, live.</summary>
public sealed class BlockTests(SharedPlace place) : IClassFixture<SharedPlace>
{
    private ZoetropeApp App => place.App;

    [Fact]
    public async Task A_block_removes_both_from_each_others_sight_everywhere()
    {
        using var author = await App.SignUpAsync("maker");
        using var other = await App.SignUpAsync("other");
        using var friend = await App.SignUpAsync("friend");
        var word = $"lighthouse{Guid.CreateVersion7():N}";
        var (id, theirs) = (await author.UploadReadyAsync(TestMedia.Find(Place.ShortClip), $"{word} #{word}"), await other.UploadReadyAsync(TestMedia.Find(Place.ShortClip), $"{word} two"));
        foreach (var (who, whom) in ((Person, Person)[])[(other, author), (author, other), (friend, author), (friend, other), (author, friend)]) await who.PutAsync($"/api/users/{whom.Username}/follow");
        await other.PutAsync($"/api/videos/{id}/like");
        var comment = (string)(await other.PostAsync($"/api/videos/{id}/comments", new { text = "Nice one" }))["id"]!;
        await Waiting.Eventually(async () => (await ItemsAsync(author, "/api/notifications")).ShouldContain(item => (string)item["type"]! == "like"));
        await Waiting.Eventually(async () => (await ItemsAsync(other, $"/api/search?q={word}")).Length.ShouldBe(2));
        await using var authorScreen = await App.OpenLiveAsync(author);
        await using var otherScreen = await App.OpenLiveAsync(other);

        await other.PutAsync($"/api/users/{author.Username}/block");
        await authorScreen.HearsAsync("feed:purge", purge => purge.GetProperty("usernames")[0].GetString() == other.Username);
        await otherScreen.HearsAsync("feed:purge", purge => purge.GetProperty("usernames")[0].GetString() == author.Username);

        // Who was blocked finds nobody there; who blocked finds somebody to unblock.
        (await author.Http.RefusedAsync(HttpMethod.Get, $"/api/users/{other.Username}")).Status.ShouldBe(404);
        ((bool)(await other.GetAsync($"/api/users/{author.Username}"))["viewer"]!["blocked"]!).ShouldBeTrue();
        foreach (var (who, whom, video) in ((Person, Person, string)[])[(author, other, theirs), (other, author, id)])
        {
            await Waiting.Eventually(async () =>
            {
                (await who.ForYouAsync(50)).Ids.ShouldNotContain(video);
                foreach (var list in (string[])["/api/feed/following?limit=50", "/api/feed/latest?limit=50", $"/api/search?q={word}", $"/api/tags/{word}/videos", $"/api/videos?ids={video}"])
                    (await ItemsAsync(who, list)).ShouldAllBe(item => (string)(item["video"] ?? item)["id"]! != video, list);
                foreach (var list in (string[])[$"/api/search?type=users&q={whom.Username}", $"/api/users?q={whom.Username}", $"/api/users/{friend.Username}/following", $"/api/users/{who.Username}/followers", $"/api/users/{who.Username}/following", "/api/users/suggested"])
                    (await ItemsAsync(who, list)).ShouldAllBe(item => (string)item["username"]! != whom.Username, list);
                (await ItemsAsync(who, $"/api/search/suggest?q={whom.Username}&types=user")).ShouldAllBe(item => (string)item["user"]!["username"]! != whom.Username);
                (await ItemsAsync(who, "/api/notifications")).ShouldAllBe(item => !item["actors"]!.AsArray().Any(actor => (string)actor!["username"]! == whom.Username));
            });
            (await who.Http.RefusedAsync(HttpMethod.Get, $"/api/videos/{video}")).Status.ShouldBe(404);
            (await who.Http.RefusedAsync(HttpMethod.Put, $"/api/videos/{video}/like")).Status.ShouldBe(404);
            (await who.Http.RefusedAsync(HttpMethod.Post, $"/api/videos/{video}/comments", new { text = "hello" })).Status.ShouldBe(404);
        }
        (await ItemsAsync(author, $"/api/videos/{id}/comments")).ShouldBeEmpty();
        (await author.Http.RefusedAsync(HttpMethod.Get, $"/api/comments/{comment}")).Status.ShouldBe(404);
        // Everybody else still meets both.
        (await ItemsAsync(friend, $"/api/videos/{id}/comments")).Length.ShouldBe(1);
        ((int)(await friend.GetAsync($"/api/users/{author.Username}"))["followers"]!).ShouldBe(1);

        // Live: a comment of the one is not heard by the other under a third person's clip.
        var third = await friend.UploadReadyAsync(TestMedia.Find(Place.ShortClip));
        await authorScreen.WatchAsync(third);
        await otherScreen.WatchAsync(third);
        await other.PostAsync($"/api/videos/{third}/comments", new { text = "not for the author" });
        await friend.PostAsync($"/api/videos/{third}/comments", new { text = "for all" });
        await authorScreen.HearsAsync("video:comment", c => c.GetProperty("comment").GetProperty("text").GetString() == "for all");
        await otherScreen.HearsAsync("video:comment", c => c.GetProperty("comment").GetProperty("text").GetString() == "for all");
        authorScreen.Heard("video:comment").Length.ShouldBe(1);
        otherScreen.Heard("video:comment").Length.ShouldBe(2);
    }

    private static async Task<JsonNode[]> ItemsAsync(Person who, string path) => [.. (await who.GetAsync(path))["items"]!.AsArray().Select(item => item!)];
}
