using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Shouldly;
using Xunit;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Main;

/// <summary>Redis is a cache and a counter: with it gone everybody still watches and reacts, and nobody guesses passwords without bound.</summary>
public sealed class RedisAwayTests
{
    /// <summary>What an address may try of sign-in in a minute, and more than two minutes' worth of it.</summary>
    private const int Budget = 20, Tries = 50;

    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task With_Redis_gone_people_watch_and_react_and_sign_in_stays_bounded()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await ZoetropeApp.StartAsync(settings: new Dictionary<string, string?> { ["Redis:Url"] = redis.Configuration, ["Limits:Multiplier"] = "1" });
        using var author = await app.SignUpAsync("stay");
        using var fan = await app.SignUpAsync("fan");
        using var visitor = app.Visitor();
        var id = await author.UploadReadyAsync(TestMedia.Find(Place.ShortClip), "Still here #still");
        await author.PostAsync($"/api/videos/{id}/comments", new { text = "Before" });
        await Waiting.Eventually(async () => (await visitor.ForYouAsync()).Ids.ShouldContain(id));
        await using var screen = await app.OpenLiveAsync(author);

        await redis.GoAwayAsync();

        // Reads are open, and as quick as before: nobody waits for who is not there.
        foreach (var who in (Person[])[visitor, fan, author])
            foreach (var path in (string[])[$"/api/videos/{id}", $"/api/videos/{id}/comments", "/api/feed/for-you", "/api/feed/latest", $"/api/users/{author.Username}", "/api/search?q=still", "/api/discover"])
            {
                var started = Stopwatch.GetTimestamp();
                using var answer = await who.Http.GetAsync(path);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
                Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Prompt, path);
            }

        // Writes go on, live screens hear of them, and a repeated key is still one comment's.
        ((long)(await fan.PutAsync($"/api/videos/{id}/like"))["likes"]!).ShouldBe(1);
        using var comment = new HttpRequestMessage(HttpMethod.Post, $"/api/videos/{id}/comments") { Content = JsonContent.Create(new { text = "After" }) };
        comment.Headers.Add("Idempotency-Key", $"{Guid.CreateVersion7()}");
        using var said = await fan.Http.SendAsync(comment);
        said.StatusCode.ShouldBe(HttpStatusCode.Created);
        await screen.WatchAsync(id);
        await screen.InvokeAsync("SetPresence", [new[] { fan.Username }]);
        await fan.PutAsync($"/api/videos/{id}/save");
        await screen.HearsAsync("video:stats", stats => stats.GetProperty("saves").GetInt64() == 1);

        // Sign-in: a right password may still come in, guesses end.
        var answers = new List<int>();
        for (var guess = 0; guess < Tries; guess++)
        {
            using var answer = await visitor.Http.PostAsync("/api/auth/login", JsonContent.Create(new { login = fan.Username, password = $"a wrong guess {guess}" }));
            answers.Add((int)answer.StatusCode);
        }
        answers.ShouldAllBe(status => status == 401 || status == 429);
        // The minute may turn once meanwhile.
        answers.Count(status => status == 401).ShouldBeLessThanOrEqualTo(2 * Budget);
        answers[^1].ShouldBe(429);

        await redis.ComeBackAsync();

        await Waiting.Eventually(async () =>
        {
            // Counted by Redis again: what is left is no longer what this process alone remembers.
            using var answer = await visitor.Http.GetAsync("/api/feed/latest");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            await app.IsReadyAsync();
        });
        (await fan.GetAsync($"/api/videos/{id}/comments"))["items"]!.AsArray().Count.ShouldBe(2);
    }
}
