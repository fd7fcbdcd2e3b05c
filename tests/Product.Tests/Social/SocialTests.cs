using System.Globalization;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;
using Zoetrope.Product.Tests.Main;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Social;

/// <summary>Statistics, suggestions, history, inbox on several devices, and the audit of the whole, through the public door.</summary>
public sealed class SocialTests(SharedPlace place) : IClassFixture<SharedPlace>
{
    private ZoetropeApp App => place.App;

    [Fact]
    public async Task An_author_sees_what_became_of_a_clip_and_everything_adds_up()
    {
        using var author = await App.SignUpAsync("stat");
        using var fan = await App.SignUpAsync("fan");
        using var visitor = App.Visitor();
        var id = await author.UploadReadyAsync(TestMedia.Find(Place.ShortClip), "Counted #counted");
        var duration = (int)(await author.GetAsync($"/api/videos/{id}"))["durationMs"]!;
        foreach (var (who, source) in ((Person, string)[])[(fan, "profile"), (visitor, "share")])
        {
            await who.GetAsync("/api/feed/latest");
            await who.PostAsync("/api/watches", new { items = new[] { new { videoId = id, playId = $"{Guid.CreateVersion7()}", watchedMs = duration, ranges = new[] { new[] { 0, duration } }, completed = true, source } } });
        }
        await fan.PutAsync($"/api/videos/{id}/like");
        await fan.PutAsync($"/api/users/{author.Username}/follow");

        var one = await author.GetAsync($"/api/videos/{id}/statistics");
        ((int)one["totals"]!["views"]!, (int)one["totals"]!["viewers"]!, (int)one["totals"]!["followersGained"]!).ShouldBe((2, 2, 1));
        one["sources"]!.AsArray().Select(s => (string)s!["source"]!).Order().ShouldBe(["profile", "share"]);
        one["retention"]!.AsArray().Select(share => (double)share!).ShouldAllBe(share => share == 1);
        var day = one["days"]!.AsArray()[^1]!;
        ((string)day["day"]!, (int)day["totals"]!["views"]!).ShouldBe((DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), 2));
        var all = await author.GetAsync("/api/users/me/statistics");
        ((string)all["videos"]![0]!["video"]!["id"]!, (int)all["totals"]!["views"]!).ShouldBe((id, 2));
        (await fan.Http.RefusedAsync(HttpMethod.Get, $"/api/videos/{id}/statistics")).ShouldBe((404, "not_found"));

        (string.Join(' ', (await ItemsAsync(fan, "/api/users/me/history")).Select(v => (string)v["id"]!))).ShouldBe(id);
        await fan.DeleteAsync("/api/users/me/history");
        (await ItemsAsync(fan, "/api/users/me/history")).ShouldBeEmpty();
        var (code, output) = await App.AuditAsync();
        code.ShouldBe(0, output);
    }

    [Fact]
    public async Task What_happens_to_an_account_is_in_its_inbox_at_once_and_in_words()
    {
        using var person = await App.SignUpAsync("told");
        await using var screen = await App.OpenLiveAsync(person);
        await person.PostAsync("/api/users/me/export");
        await screen.HearsAsync("notification", n => n.GetProperty("type").GetString() == "export_ready");
        using var elsewhere = App.Visitor();
        await elsewhere.PostAsync("/api/auth/login", new { login = person.Username, password = person.Password });
        await screen.HearsAsync("notification", n => n.GetProperty("type").GetString() == "security" && n.GetProperty("detail").GetProperty("code").GetString() == "notice.security.signed_in");
        var items = await ItemsAsync(person, "/api/notifications");
        items.Select(i => ((string)i["type"]!, (string)i["url"]!)).ShouldBe([("security", "/settings#password"), ("export_ready", "/settings#data")]);
        ((string)items[0]["detail"]!["text"]!).ShouldStartWith("A new device signed in to your account: ");
        var choices = await person.PutAsync("/api/notifications/preferences", new { security = new { inApp = false, email = false } });
        ((bool)choices["security"]!["inApp"]!, (bool)choices["security"]!["email"]!).ShouldBe((true, false));
    }

    [Fact]
    public async Task Reading_on_one_device_reads_on_all_and_a_muted_thread_is_silent()
    {
        using var author = await App.SignUpAsync("inbox");
        using var fan = await App.SignUpAsync("fan");
        using var second = await App.SignUpAsync("second");
        var id = await author.UploadReadyAsync(TestMedia.Find(Place.ShortClip));
        await using var phone = await App.OpenLiveAsync(author);
        await using var desk = await App.OpenLiveAsync(author);
        foreach (var who in (Person[])[fan, second]) await who.PutAsync($"/api/videos/{id}/like");
        foreach (var screen in (LiveScreen[])[phone, desk]) await screen.HearsAsync("notification", n => n.GetProperty("type").GetString() == "like" && n.GetProperty("count").GetInt32() == 2);

        await author.PostAsync("/api/notifications/read", new { upTo = DateTime.UtcNow.AddMinutes(1) });
        foreach (var screen in (LiveScreen[])[phone, desk])
        {
            await screen.HearsAsync("notifications:read", read => read.TryGetProperty("upTo", out _));
            await screen.HearsAsync("unread", unread => unread.GetProperty("count").GetInt32() == 0);
        }
        // Read stays in the inbox when the like is taken back; an unread one would go.
        await second.DeleteAsync($"/api/videos/{id}/like");
        ((bool)(await author.PutAsync($"/api/videos/{id}/mute"))["muted"]!).ShouldBeTrue();
        var comment = (string)(await fan.PostAsync($"/api/videos/{id}/comments", new { text = "Hush" }))["id"]!;
        await author.PutAsync($"/api/users/{fan.Username}/follow");
        await fan.PutAsync($"/api/users/{author.Username}/follow");
        await Waiting.Eventually(async () => (await ItemsAsync(author, "/api/notifications")).ShouldContain(item => (string)item["type"]! == "follow"));
        (await ItemsAsync(author, "/api/notifications")).ShouldAllBe(item => (string)item["type"]! != "comment");
        ((bool)(await fan.PutAsync($"/api/comments/{comment}/mute"))["muted"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task Suggestions_say_why_and_tags_can_be_followed()
    {
        using var me = await App.SignUpAsync("me");
        using var friend = await App.SignUpAsync("friend");
        using var found = await App.SignUpAsync("found");
        await me.PutAsync($"/api/users/{friend.Username}/follow");
        await friend.PutAsync($"/api/users/{found.Username}/follow");
        await Waiting.Eventually(async () =>
        {
            var suggested = (await ItemsAsync(me, "/api/users/suggested")).Single(person => (string)person["username"]! == found.Username);
            ((string)suggested["reason"]!["code"]!, (string)suggested["reason"]!["params"]!["name"]!).ShouldBe(("suggested.mutual", (string)friend.Me["displayName"]!));
        });
        ((bool)(await me.PutAsync("/api/tags/Sunset/follow"))["following"]!).ShouldBeTrue();
        ((double)(await me.GetAsync("/api/feed/preferences"))["topics"]!["sunset"]!).ShouldBe(1);
        ((bool)(await me.GetAsync("/api/tags/SUNSET"))["viewer"]!["following"]!).ShouldBeTrue();
        ((bool)(await me.DeleteAsync("/api/tags/sunset/follow"))["following"]!).ShouldBeFalse();
    }

    private static async Task<JsonNode[]> ItemsAsync(Person who, string path) => [.. (await who.GetAsync(path))["items"]!.AsArray().Select(item => item!)];
}
