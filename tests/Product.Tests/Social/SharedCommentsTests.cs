using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;
using Zoetrope.Product.Tests.Main;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Social;

/// <summary>
/// A page of comments is read once for many, and nobody notices: whoever acts reads it at once, at whichever gateway, and each sees what a page
/// read for them alone shows. (A page with a limit is always read for whoever asks.)
/// </summary>
[Trait("shape", "both")]
public sealed class SharedCommentsTests(SharedPlace place) : IClassFixture<SharedPlace>
{
    [Fact]
    public async Task Whoever_acts_reads_it_at_once_at_every_gateway()
    {
        var app = place.App;
        using var author = await app.SignUpAsync("author");
        using var fan = await app.SignUpAsync("fan");
        using var other = await app.SignUpAsync("other");
        var id = await author.UploadReadyAsync(TestMedia.Find(Place.ShortClip));
        var path = $"/api/videos/{id}/comments?sort=new";
        var theirs = (string)(await other.PostAsync($"/api/videos/{id}/comments", new { text = "by the other" }))["id"]!;
        // One gateway writes, the other one reads; in one process they are the same.
        var elsewhere = ZoetropeApp.IsSplit ? await app.AnotherGatewayAsync() : app.Url;
        using var readerOfFan = await SignedInAsync(fan, elsewhere);
        using var readerOfOther = await SignedInAsync(other, elsewhere);
        using var readerOfAuthor = await SignedInAsync(author, elsewhere);

        var mine = "";
        for (var round = 0; round < 3; round++)
        {
            await DoesAsync(readerOfFan, async () => mine = (string)(await fan.PostAsync($"/api/videos/{id}/comments", new { text = $"Round {round}", clientRef = $"r{round}" }))["id"]!,
                page => (Of(page, mine)["viewer"]!.ToJsonString(), (string)Of(page, mine)["clientRef"]!).ShouldBe(("""{"liked":false,"own":true}""", $"r{round}")));
            await DoesAsync(readerOfFan, () => fan.PutAsync($"/api/comments/{theirs}/like"), page => ((bool)Of(page, theirs)["viewer"]!["liked"]!, (int)Of(page, theirs)["likes"]!).ShouldBe((true, 1)));
            await DoesAsync(readerOfFan, () => fan.PostAsync($"/api/videos/{id}/comments", new { text = "And", parentId = theirs }), page => ((int)Of(page, theirs)["replies"]!).ShouldBe(round + 1));
            await DoesAsync(readerOfFan, () => fan.SendAsync(HttpMethod.Patch, $"/api/comments/{mine}", new { text = "Better" }), page => ((string)Of(page, mine)["text"]!).ShouldBe("Better"));
            await DoesAsync(readerOfFan, () => fan.DeleteAsync($"/api/comments/{mine}"), page => page.ShouldNotContain(item => (string)item["id"]! == mine));
            await DoesAsync(readerOfFan, () => fan.DeleteAsync($"/api/comments/{theirs}/like"), page => ((bool)Of(page, theirs)["viewer"]!["liked"]!, (int)Of(page, theirs)["likes"]!).ShouldBe((false, 0)));
            await DoesAsync(readerOfFan, () => fan.PutAsync($"/api/users/{other.Username}/mute"), page => page.ShouldNotContain(item => (string)item["id"]! == theirs));
            await DoesAsync(readerOfFan, () => fan.DeleteAsync($"/api/users/{other.Username}/mute"), page => Of(page, theirs));
            await DoesAsync(readerOfFan, () => other.PutAsync($"/api/users/{fan.Username}/block"), page => page.ShouldNotContain(item => (string)item["id"]! == theirs));
            await DoesAsync(readerOfFan, () => other.DeleteAsync($"/api/users/{fan.Username}/block"), page => Of(page, theirs));
            await DoesAsync(readerOfAuthor, () => author.PutAsync($"/api/comments/{theirs}/pin"), page => ((bool)Of(page, theirs)["pinned"]!).ShouldBeTrue());
            await DoesAsync(readerOfAuthor, () => author.DeleteAsync($"/api/comments/{theirs}/pin"), page => ((bool)Of(page, theirs)["pinned"]!).ShouldBeFalse());
        }

        // Once its author has blocked somebody, or keeps it for followers, the clip is gone with its comments.
        await author.PutAsync($"/api/users/{fan.Username}/block");
        (await readerOfFan.RefusedAsync(HttpMethod.Get, path)).Status.ShouldBe(404);
        await author.DeleteAsync($"/api/users/{fan.Username}/block");
        (await PageAsync(readerOfFan, path)).ShouldNotBeEmpty();
        await author.SendAsync(HttpMethod.Patch, $"/api/videos/{id}", new { audience = "followers" });
        await Waiting.Eventually(async () => (await readerOfFan.RefusedAsync(HttpMethod.Get, path)).ShouldBe((403, "followers_only")));
        await fan.PutAsync($"/api/users/{author.Username}/follow");
        (await PageAsync(readerOfFan, path)).ShouldNotBeEmpty();

        async Task DoesAsync(HttpClient reader, Func<Task> act, Action<JsonNode[]> seen)
        {
            // Somebody else reads before, so that there is a page to share.
            await PageAsync(readerOfOther, path);
            await act();
            var page = await PageAsync(reader, path);
            seen(page);
            // What others did comes within a second; then everybody reads what is read for them alone.
            foreach (var person in (HttpClient[])[readerOfFan, readerOfOther, readerOfAuthor])
                await Waiting.Eventually(async () => Text(await PageAsync(person, path)).ShouldBe(Text(await PageAsync(person, $"{path}&limit=20"))));
        }
    }

    private static JsonNode Of(JsonNode[] page, string id) => page.Single(item => (string)item["id"]! == id);

    private static string Text(JsonNode[] page) => string.Join('\n', page.Select(item => item.ToJsonString()));

    private static async Task<JsonNode[]> PageAsync(HttpClient who, string path)
    {
        using var answer = await who.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        return [.. (await answer.Content.ReadFromJsonAsync<JsonNode>())!["items"]!.AsArray().Select(item => item!)];
    }

    private static async Task<HttpClient> SignedInAsync(Person person, Uri gateway)
    {
        var session = await person.PostAsync("/api/auth/login", new { login = person.Username, password = person.Password, client = "native" });
        var http = new HttpClient { BaseAddress = gateway };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)session["accessToken"]!);
        return http;
    }
}
