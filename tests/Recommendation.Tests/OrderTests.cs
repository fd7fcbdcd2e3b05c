using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Recommendation.Tests;

/// <summary>Events that come late, twice and in any order leave the same feeds behind.</summary>
public sealed class OrderTests(PostgresFixture postgres)
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, TestRun.IsFull ? 30 : 4)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_order_ends_in_the_same_feeds(int seed)
    {
        var random = new Random(seed);
        await using var straight = await Feed.StartAsync(postgres);
        await using var crooked = await Feed.StartAsync(postgres);
        var viewers = Enumerable.Range(0, 3).Select(_ => straight.NewViewer()).ToArray();
        var people = viewers.Select(v => v.Account()).ToArray();
        var videos = Enumerable.Range(0, 8).Select(i => (Id: Guid.CreateVersion7(), Author: people[i % people.Length])).ToArray();
        var story = Enumerable.Range(1, 80).Select(version => Happening(straight, random, people, videos, version)).ToList();

        foreach (var e in story) await straight.TellAsync(e.Clone());
        var told = story.Concat(story.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(told);
        foreach (var batch in told.Chunk(1 + random.Next(6))) await crooked.TellAsync([.. batch.Select(e => e.Clone())]);

        foreach (var viewer in viewers)
        {
            (await SeenAsync(crooked, viewer)).ShouldBe(await SeenAsync(straight, viewer), $"seed {seed}");
        }
    }

    private static async Task<string[]> SeenAsync(Feed feed, Viewer viewer)
    {
        // Two services, two keys to the same person: the token of the one is not the other's, so the account itself asks.
        var asked = feed.SignIn(viewer.Account());
        var page = await feed.ForYouAsync(asked, limit: 50);
        var following = await feed.As(asked).GetFollowingAsync(new GetFollowingRequest());
        return [.. page.Items.Select(i => $"{i.VideoId} {(i.Reason.Code == "again" ? "again" : "new")}").Order(StringComparer.Ordinal), .. following.Items.Select(i => i.VideoId)];
    }

    private static Event Happening(Feed feed, Random random, Guid[] people, (Guid Id, Guid Author)[] videos, long version)
    {
        var (who, whom, video) = (people[random.Next(people.Length)], people[random.Next(people.Length)], videos[random.Next(videos.Length)]);
        var state = feed.State(video.Id, video.Author, TimeSpan.FromHours(1 + Array.IndexOf(videos, video)), random.Next(4) == 0 ? Audience.Followers : Audience.Public, "tag");
        state.Version = version;
        var time = DateTimeOffset.UtcNow.AddMinutes(-200 + version).ToUnixTimeMilliseconds();
        return random.Next(8) switch
        {
            0 or 1 => new Event { VideoPublished = new() { Video = state } },
            2 => new Event { TimeMs = time, PlaysWatched = new() { Plays = { Played(video.Id), Played(videos[random.Next(videos.Length)].Id) } } },
            3 => new Event { LikeChanged = new() { UserId = $"{who}", VideoId = $"{video.Id}", AuthorId = $"{video.Author}", Liked = random.Next(2) == 0, Version = version } },
            4 or 5 => new Event { FollowChanged = new() { FollowerId = $"{who}", FolloweeId = $"{whom}", State = (FollowState)random.Next(1, 4), Version = version } },
            6 => new Event { BlockChanged = new() { BlockerId = $"{who}", BlockedId = $"{whom}", Blocked = random.Next(3) == 0 && who != whom, Version = version } },
            _ => new Event { AccountChanged = new() { Account = new() { UserId = $"{who}", IsPrivate = random.Next(2) == 0, Version = version } } },
        };

        Watched Played(Guid id) => new() { PlayId = $"{Guid.CreateVersion7()}", UserId = $"{who}", VideoId = $"{id}", WatchedMs = random.Next(10_000), DurationMs = 10_000 };
    }
}
