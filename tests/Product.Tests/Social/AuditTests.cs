using Shouldly;
using Xunit;
using Zoetrope.Platform;
using Zoetrope.Product.Tests.Main;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Social;

/// <summary>
/// People like, save, follow, block, mute, comment and watch all at once, and <c>zoetrope audit</c> proves counts from rows and copies from
/// their owners: begun in the middle of it, at rest, and after processes were killed meanwhile.
/// </summary>
[Collection(nameof(SharedPlace))]
public sealed class AuditTests(SharedPlace place)
{
    private const int People = 6;

    [Fact]
    public async Task Everything_adds_up_across_services_during_load_and_at_rest()
    {
        await using var crowd = await Crowd.GatherAsync(place.App);
        var load = crowd.ActAsync(TestRun.IsFull ? 300 : 50, seed: 1);
        var (during, words) = await place.App.AuditAsync();
        await load;
        during.ShouldBe(0, words);
        var (after, output) = await place.App.AuditAsync();
        after.ShouldBe(0, output);
        // It compared something.
        output.ShouldNotContain("likes: interaction holds 0");
    }

    [Fact]
    public async Task Everything_adds_up_though_processes_are_killed_under_load()
    {
        TestRun.OnlyInFull();
        await using var app = await ZoetropeApp.StartAsync();
        await using var crowd = await Crowd.GatherAsync(app);
        var load = crowd.ActAsync(steps: 400, seed: 2);
        Role[] killed = ZoetropeApp.IsSplit ? [Role.Interaction, Role.Recommendation, Role.Notification, Role.Interaction, Role.Video, Role.Auth, Role.Gateway] : [Role.Gateway, Role.Gateway];
        foreach (var role in killed) await app.KillAsync(role);
        await load;
        await app.IsReadyAsync();
        var (code, output) = await app.AuditAsync();
        code.ShouldBe(0, output);
    }

    /// <summary>Some people with a clip each, who all do things to each other.</summary>
    private sealed class Crowd(List<Person> people, List<string> clips) : IAsyncDisposable
    {
        public static async Task<Crowd> GatherAsync(ZoetropeApp app)
        {
            var crowd = new Crowd([], []);
            for (var n = 0; n < People; n++) await crowd.AddAsync(await app.SignUpAsync($"crowd{n}"), withClip: n < 2);
            return crowd;
        }

        private async Task AddAsync(Person person, bool withClip)
        {
            people.Add(person);
            if (withClip) clips.Add(await person.UploadReadyAsync(TestMedia.Find(Place.ShortClip), "For the crowd"));
        }

        public Task ActAsync(int steps, int seed) => Task.WhenAll(people.Select((person, n) => ActAsync(person, steps, new Random(seed + n))));

        private async Task ActAsync(Person person, int steps, Random random)
        {
            for (var step = 0; step < steps; step++)
            {
                var (clip, whom, on) = (clips[random.Next(clips.Count)], people[random.Next(people.Count)].Username, random.Next(3) > 0);
                var toggle = on ? HttpMethod.Put : HttpMethod.Delete;
                var (method, path, body) = random.Next(12) switch
                {
                    < 4 => (toggle, $"/api/videos/{clip}/like", (object?)null),
                    4 or 5 => (toggle, $"/api/videos/{clip}/save", null),
                    6 or 7 => (toggle, $"/api/users/{whom}/follow", null),
                    8 => (toggle, $"/api/users/{whom}/mute", null),
                    9 when random.Next(4) == 0 => (toggle, $"/api/users/{whom}/block", null),
                    9 => (HttpMethod.Delete, $"/api/users/{whom}/block", null),
                    10 => (HttpMethod.Post, $"/api/videos/{clip}/comments", new { text = $"Step {step}" }),
                    _ => (HttpMethod.Post, "/api/watches", new { items = new[] { new { videoId = clip, playId = $"{Guid.CreateVersion7()}", watchedMs = 1500, loops = 0, completed = false, source = "profile" } } }),
                };
                try
                {
                    using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : System.Net.Http.Json.JsonContent.Create(body) };
                    using var answer = await person.Http.SendAsync(request);
                    // What a block or a private account forbids is refused, and must leave nothing behind.
                    ((int)answer.StatusCode).ShouldNotBe(500, $"{method} {path}");
                }
                catch (HttpRequestException) { /* whoever would have answered was killed */ }
            }
        }

        public ValueTask DisposeAsync()
        {
            foreach (var person in people) person.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
