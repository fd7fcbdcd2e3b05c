using System.Text.Json;
using Shouldly;
using Xunit;
using Zoetrope.Product.Tests.Main;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Safety;

/// <summary>What each viewer's live screen hears, by the audience of the clip: stats, comments, purges, and who is online.</summary>
[Collection("matrix")]
public sealed class LiveMatrixTests(MatrixPlace place)
{
    [Fact]
    public async Task Stats_and_comments_are_pushed_to_those_who_may_see_the_clip()
    {
        await using var screens = await OpenAsync();
        foreach (var screen in screens.Values) await screen.WatchAsync([.. place.Clips.Values]);
        var fresh = new Dictionary<string, string>();
        // The owner hears of all of them, and a server sends what it sends of one act to everybody before the next.
        foreach (var (audience, clip) in place.Clips) fresh[audience] = (string)(await place.Owner.PostAsync($"/api/videos/{clip}/comments", new { text = "Live" }))["id"]!;
        foreach (var (audience, clip) in place.Clips)
        {
            await screens["owner"].HearsAsync("video:comment", c => IdOf(c) == fresh[audience]);
            await screens["owner"].HearsAsync("video:stats", s => s.GetProperty("videoId").GetString() == clip);
        }
        await screens.CatchUpAsync();

        var wrong = new List<string>();
        foreach (var (viewer, screen) in screens)
            foreach (var (audience, clip) in place.Clips)
            {
                var expected = Sees(viewer, audience);
                if (screen.Heard("video:comment").Any(c => IdOf(c) == fresh[audience]) != expected) wrong.Add($"a comment under the {audience} one on the screen of {viewer}: {!expected}");
                if (screen.Heard("video:stats").Any(s => s.GetProperty("videoId").GetString() == clip) != expected) wrong.Add($"stats of the {audience} one on the screen of {viewer}: {!expected}");
            }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_clip_that_is_shown_to_fewer_leaves_the_screens_of_the_others_and_says_nothing_there_any_more()
    {
        var clip = await place.Owner.UploadReadyAsync(place.File, "Shown to fewer and fewer");
        await using var screens = await OpenAsync();
        foreach (var audience in (string[])["followers", "private"])
        {
            foreach (var screen in screens.Values) await screen.WatchAsync(clip);
            await place.Owner.SendAsync(HttpMethod.Patch, $"/api/videos/{clip}", new { audience });
            foreach (var (viewer, screen) in screens.Where(screen => !Sees(screen.Key, audience)))
                await screen.HearsAsync("feed:purge", purge => purge.TryGetProperty("videoIds", out var ids) && ids.EnumerateArray().Any(id => id.GetString() == clip));
            var text = $"For the {audience} ones";
            await place.Owner.PostAsync($"/api/videos/{clip}/comments", new { text });
            await screens["owner"].HearsAsync("video:comment", c => TextOf(c) == text);
            await screens.CatchUpAsync();
            foreach (var (viewer, screen) in screens) screen.Heard("video:comment").Any(c => TextOf(c) == text).ShouldBe(Sees(viewer, audience), $"{viewer}, {audience}");
            if (audience == "followers") foreach (var viewer in (string[])["owner", "follower"]) screens[viewer].Heard("feed:purge").ShouldBeEmpty(viewer);
        }
        screens["owner"].Heard("feed:purge").ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_who_follows_each_other_hears_that_the_other_is_online()
    {
        await place.Owner.PutAsync($"/api/users/{place.People["follower"].Username}/follow");
        try
        {
            await using var screens = await OpenAsync();
            await Waiting.Eventually(async () =>
            {
                foreach (var screen in screens.Values) await screen.InvokeAsync("SetPresence", [new[] { place.Owner.Username }]);
                await screens.CatchUpAsync();
                screens["follower"].Heard("presence").ShouldContain(p => p.GetProperty("username").GetString() == place.Owner.Username && p.GetProperty("online").GetBoolean());
            });
            foreach (var (viewer, screen) in screens.Where(screen => screen.Key != "follower"))
                // Offline and never seen is what is said of anybody one may not know of.
                screen.Heard("presence").ShouldAllBe(p => !p.GetProperty("online").GetBoolean() && p.GetProperty("lastSeenAt").ValueKind == JsonValueKind.Null, viewer);
        }
        finally
        {
            await place.Owner.DeleteAsync($"/api/users/{place.People["follower"].Username}/follow");
        }
    }

    // A live connection outlasts its token, and a gateway vouches for no role: a moderator hears what anybody would.
    private static bool Sees(string viewer, string audience) => MatrixPlace.See(viewer == "moderator" ? "other" : viewer, audience) == 200;
    private static string? IdOf(JsonElement pushed) => pushed.GetProperty("comment").GetProperty("id").GetString();
    private static string? TextOf(JsonElement pushed) => pushed.GetProperty("comment").GetProperty("text").GetString();

    private async Task<Screens> OpenAsync()
    {
        var screens = new Screens();
        foreach (var viewer in MatrixPlace.Viewers) screens[viewer] = viewer == "signed out" ? await place.App.OpenLiveAsync() : await place.App.OpenLiveAsync(place.People[viewer]);
        return screens;
    }

    private sealed class Screens : Dictionary<string, LiveScreen>, IAsyncDisposable
    {
        /// <summary>An answer comes after everything that was sent before it.</summary>
        public async Task CatchUpAsync()
        {
            foreach (var screen in Values) await Should.ThrowAsync<Microsoft.AspNetCore.SignalR.HubException>(() => screen.WatchAsync("no id"));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var screen in Values) await screen.DisposeAsync();
        }
    }
}
