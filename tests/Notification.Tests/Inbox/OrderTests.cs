using Google.Protobuf;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Notification.V1;
using static Zoetrope.Notification.Tests.Happenings;

namespace Zoetrope.Notification.Tests.Inbox;

/// <summary>Events that come late, twice and in any order, in batches of any size and several at once, end in the same inboxes.</summary>
public sealed class OrderTests(PostgresFixture postgres)
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, TestRun.IsFull ? 60 : 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_order_ends_in_the_same_inboxes(int seed)
    {
        var random = new Random(seed);
        var people = Enumerable.Range(0, 5).Select(i => new Guid(i + 1, 0, 0, new byte[8])).ToArray();
        var story = Story(random, people);

        await using var straight = await NotificationApp.StartAsync(postgres);
        foreach (var e in story) await straight.HearAsync(e);
        await using var crooked = await NotificationApp.StartAsync(postgres);
        var told = story.Concat(story.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(told);
        // Three partitions at once, as the consumer reads them; a key stays in one partition.
        await Task.WhenAll(told.GroupBy(e => KeyOf(e) % 3).Select(async partition =>
        {
            foreach (var batch in partition.Chunk(1 + new Random(seed).Next(8)))
            {
                await RetryAsync(() => crooked.HearAsync([.. batch.Select(e => e.Clone())]));
            }
        }));

        foreach (var person in people)
        {
            (await StateAsync(crooked, person)).ShouldBe(await StateAsync(straight, person), $"seed {seed}");
            (await crooked.Inbox(person).GetUnreadAsync(new GetUnreadRequest())).ShouldBe(await straight.Inbox(person).GetUnreadAsync(new GetUnreadRequest()));
        }
    }

    private static List<Event> Story(Random random, Guid[] people)
    {
        var (videos, comments) = (people.Take(3).Select((p, i) => (Id: new Guid(100 + i, 0, 0, new byte[8]), Author: p)).ToArray(), new List<(Guid Id, Guid Author, Guid Video, Guid VideoAuthor)>());
        var story = new List<Event>();
        for (var version = 1; version <= 60; version++)
        {
            var (who, whom) = (people[random.Next(people.Length)], people[random.Next(people.Length)]);
            var video = videos[random.Next(videos.Length)];
            switch (random.Next(10))
            {
                case 0 or 1 or 2:
                    story.Add(Like(who, video.Id, video.Author, version, random.Next(3) > 0));
                    break;
                case 3 or 4:
                    var id = comments.Count > 0 && random.Next(3) == 0 ? comments[random.Next(comments.Count)] : (Id: new Guid(200 + version, 0, 0, new byte[8]), Author: who, Video: video.Id, VideoAuthor: video.Author);
                    if (!comments.Contains(id)) comments.Add(id);
                    var deleted = random.Next(5) == 0;
                    story.Add(Comment(id.Id, id.Author, id.Video, id.VideoAuthor, version, $"text {version}", deleted, mentions: deleted ? [] : [whom]));
                    if (deleted) comments.Remove(id);
                    break;
                case 5 when comments.Count > 0:
                    var liked = comments[random.Next(comments.Count)];
                    story.Add(CommentLike(who, liked.Id, liked.Author, liked.Video, version, random.Next(3) > 0));
                    break;
                case 6 when who != whom:
                    story.Add(Follow(who, whom, version, (FollowState)random.Next(1, 4), (FollowState)random.Next(1, 3)));
                    break;
                case 7 when who != whom:
                    story.Add(random.Next(2) == 0 ? Block(who, whom, version, random.Next(2) == 0) : Mute(who, whom, version, random.Next(2) == 0));
                    break;
                case 8:
                    story.Add(random.Next(3) switch
                    {
                        0 => Aired(video.Id, video.Author, version, 30, whom),
                        1 => Changed(video.Id, video.Author, version, $"title {version}"),
                        _ => Account(who, version, random.Next(3) == 0, isPrivate: random.Next(3) == 0),
                    });
                    break;
                default:
                    story.Add(Share(new Guid(300 + version, 0, 0, new byte[8]), who, video.Id, video.Author));
                    break;
            }
        }
        if (random.Next(2) == 0) story.Add(Removed(videos[0].Id, videos[0].Author, 99));
        return story;
    }

    private static int KeyOf(Event e) => e.LikeChanged is { } like ? like.VideoId[7] : e.FollowChanged is { } follow ? follow.FolloweeId[7]
        : e.BlockChanged is { } block ? block.BlockedId[7] : e.CommentChanged is { } comment ? comment.VideoId[7] : 0;

    // A deadlock between two partitions ends one of them; the consumer tries that batch again.
    private static async Task RetryAsync(Func<Task> hear)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await hear();
                return;
            }
            catch (Npgsql.PostgresException error) when (error.SqlState == Npgsql.PostgresErrorCodes.DeadlockDetected && attempt < 5) { /* again */ }
        }
    }

    /// <summary>An inbox without what differs between two runs: the ids of items.</summary>
    private static async Task<List<string>> StateAsync(NotificationApp app, Guid who)
    {
        var page = await app.Inbox(who).ListNotificationsAsync(new ListNotificationsRequest { Page = new() { Limit = 50 } });
        return [.. page.Items.Select(i =>
        {
            i.Id = "";
            return JsonFormatter.Default.Format(i);
        }).Order(StringComparer.Ordinal)];
    }
}
