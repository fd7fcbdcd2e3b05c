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
        foreach (var (who, whom) in ((Person, Person)[])[(author, other), (other, author)])
            foreach (var list in (string[])["videos", "likes", "followers", "following"])
                (await who.Http.RefusedAsync(HttpMethod.Get, $"/api/users/{whom.Username}/{list}")).Status.ShouldBe(404, list);
        // What others wrote does not name the one to the other.
        var answered = (string)(await friend.PostAsync($"/api/videos/{id}/comments", new { text = $"hello @{other.Username}" }))["id"]!;
        foreach (var (who, named) in ((Person, bool)[])[(author, false), (friend, true)])
            (await who.GetAsync($"/api/comments/{answered}"))["entities"]!.AsArray().Count.ShouldBe(named ? 1 : 0);
        await friend.DeleteAsync($"/api/comments/{answered}");
        // Everybody else still meets both.
        (await ItemsAsync(friend, $"/api/videos/{id}/comments")).Length.ShouldBe(1);
        ((int)(await friend.GetAsync($"/api/users/{author.Username}"))["followers"]!).ShouldBe(1);

        // Live: a comment of the one is not heard by the other under a third person's clip.
        var third = await friend.UploadReadyAsync(TestMedia.Find(Place.ShortClip));
        await authorScreen.WatchAsync(third);
        await otherScreen.WatchAsync(third);
        await other.PostAsync($"/api/videos/{third}/comments", new { text = "not for the author" });
        var text = $"for all and @{other.Username}";
        await friend.PostAsync($"/api/videos/{third}/comments", new { text });
        // The same words; they lead to the other one for whoever may meet them.
        foreach (var (screen, named) in ((LiveScreen, int)[])[(authorScreen, 0), (otherScreen, 1)])
            await screen.HearsAsync("video:comment", c => c.GetProperty("comment") is var said && said.GetProperty("text").GetString() == text && said.GetProperty("entities").GetArrayLength() == named);
        authorScreen.Heard("video:comment").Length.ShouldBe(1);
        otherScreen.Heard("video:comment").Length.ShouldBe(2);
    }

    [Fact]
    public async Task An_account_that_goes_private_is_followed_by_its_followers_alone_on_open_screens_too()
    {
        using var author = await App.SignUpAsync("shy");
        using var follower = await App.SignUpAsync("near");
        using var stranger = await App.SignUpAsync("far");
        await follower.PutAsync($"/api/users/{author.Username}/follow");
        using var folder = new TestFolder();
        var file = await TestClip.MakeAsync(folder, width: 360, height: 640);
        var (clip, open) = (await author.UploadReadyAsync(file), await stranger.UploadReadyAsync(file));
        await using var near = await App.OpenLiveAsync(follower);
        await using var far = await App.OpenLiveAsync(stranger);
        await using var signedOut = await App.OpenLiveAsync();
        foreach (var screen in (LiveScreen[])[near, far, signedOut]) await screen.WatchAsync(clip, open);

        await author.SendAsync(HttpMethod.Patch, "/api/users/me", new { settings = new { isPrivate = true } });
        foreach (var screen in (LiveScreen[])[far, signedOut]) await screen.HearsAsync("feed:purge", purge => purge.GetProperty("usernames")[0].GetString() == author.Username);
        await author.PostAsync($"/api/videos/{clip}/comments", new { text = "for followers only" });
        await near.HearsAsync("video:comment", c => c.GetProperty("comment").GetProperty("text").GetString() == "for followers only");
        await stranger.PostAsync($"/api/videos/{open}/comments", new { text = "for all" });

        foreach (var screen in (LiveScreen[])[far, signedOut])
        {
            await screen.HearsAsync("video:comment", c => c.GetProperty("comment").GetProperty("text").GetString() == "for all");
            screen.Heard("video:comment").Length.ShouldBe(1);
        }
        near.Heard("feed:purge").ShouldBeEmpty();
    }

    private static async Task<JsonNode[]> ItemsAsync(Person who, string path) => [.. (await who.GetAsync(path))["items"]!.AsArray().Select(item => item!)];
}
