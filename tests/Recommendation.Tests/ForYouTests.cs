using Grpc.Core;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Recommendation.Tests;

public sealed class ForYouTests(PostgresFixture postgres)
{
    private static readonly Guid Ana = Guid.CreateVersion7(), Ben = Guid.CreateVersion7(), Cleo = Guid.CreateVersion7();

    [Fact]
    public async Task An_instance_without_videos_says_empty()
    {
        await using var feed = await Feed.StartAsync(postgres);
        (await feed.ForYouAsync(feed.NewViewer())).Status.ShouldBe("empty");
    }

    [Fact]
    public async Task Serving_is_not_seeing_but_watching_is()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var viewer = feed.NewViewer();
        var (first, second) = (await feed.PublishAsync(Ana), await feed.PublishAsync(Ben));

        Videos(await feed.ForYouAsync(viewer)).ShouldBe([first, second], ignoreOrder: true);
        Videos(await feed.ForYouAsync(viewer)).ShouldBe([first, second], ignoreOrder: true);
        await feed.WatchAsync(viewer, first);

        var page = await feed.ForYouAsync(viewer);
        page.Items[0].VideoId.ShouldBe(second.ToString());
        page.Items[1].Source.ShouldBe("again");
        page.Status.ShouldBe("caught_up");
    }

    [Fact]
    public async Task When_all_is_seen_the_longest_unseen_comes_back_first()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var viewer = feed.NewViewer();
        Guid[] videos = [await feed.PublishAsync(Ana), await feed.PublishAsync(Ben), await feed.PublishAsync(Cleo)];
        foreach (var video in videos) await feed.WatchAsync(viewer, video);

        var page = await feed.ForYouAsync(viewer);
        Videos(page).ShouldBe(videos);
        page.Items.ShouldAllBe(i => i.Reason.Code == "again");
        page.Status.ShouldBe("caught_up");
    }

    [Fact]
    public async Task Ones_own_clips_come_after_all_that_was_seen()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var viewer = feed.NewViewer();
        var (own, seen) = (await feed.PublishAsync(viewer.Account()), await feed.PublishAsync(Ana));
        await feed.WatchAsync(viewer, seen);

        Videos(await feed.ForYouAsync(viewer)).ShouldBe([seen, own]);
        Videos(await feed.ForYouAsync(viewer, limit: 1)).ShouldBe([seen]);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task People_gone_from_sight_take_no_place_in_a_feed(bool isPrivate, bool suspended)
    {
        await using var feed = await Feed.StartAsync(postgres);
        var (viewer, fresh) = (feed.NewViewer(), feed.NewViewer());
        var gone = Guid.CreateVersion7();
        var old = await feed.PublishAsync(Ana, TimeSpan.FromDays(9), tags: "kites");
        // As many as one source holds, each newer and better liked than what may be seen.
        for (var i = 0; i < 150; i++) await feed.CountsAsync(await feed.PublishAsync(gone, tags: "kites"), likes: 9);
        for (var i = 0; i < 3; i++) await feed.WatchAsync(viewer, await feed.PublishAsync(gone));
        await feed.WatchAsync(viewer, old);
        await feed.AccountAsync(gone, isPrivate, suspended);

        Videos(await feed.ForYouAsync(fresh)).ShouldBe([old]);
        var again = await feed.ForYouAsync(viewer, limit: 2);
        (again.Status, Videos(again).ShouldHaveSingleItem()).ShouldBe(("caught_up", old));
        var like = await feed.PublishAsync(Ben, tags: ["kites", "boats"]);
        Videos((await feed.As(fresh).GetSimilarAsync(new GetSimilarRequest { VideoId = like.ToString(), Limit = 3 })).Items).ShouldBe([old]);
    }

    [Fact]
    public async Task Held_impressions_keep_their_ids()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var viewer = feed.NewViewer();
        for (var i = 0; i < 4; i++) await feed.PublishAsync(Guid.CreateVersion7());
        var before = (await feed.ForYouAsync(viewer)).Items.ToDictionary(i => i.VideoId, i => i.ImpressionId);
        var held = before.Take(2).ToList();

        var after = (await feed.ForYouAsync(viewer, holding: [.. held.Select(h => h.Value)])).Items.ToDictionary(i => i.VideoId, i => i.ImpressionId);
        foreach (var (video, impression) in held) after[video].ShouldBe(impression);
        foreach (var (video, impression) in before.Skip(2)) after[video].ShouldNotBe(impression);
    }

    [Fact]
    public async Task Somebody_elses_impressions_cannot_be_held_or_explained()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var (viewer, other) = (feed.NewViewer(), feed.NewViewer());
        await feed.PublishAsync(Ana);
        var impression = (await feed.ForYouAsync(viewer)).Items.Single().ImpressionId;

        (await feed.ForYouAsync(other, holding: [impression])).Items.Single().ImpressionId.ShouldNotBe(impression);
        (await Should.ThrowAsync<RpcException>(async () => await feed.As(other).ExplainAsync(new ExplainRequest { ImpressionId = impression }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task One_author_does_not_follow_on_themself_while_there_are_others()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var viewer = feed.NewViewer();
        await feed.FollowAsync(viewer, Ana);
        var authors = new Dictionary<string, Guid>();
        for (var i = 0; i < 4; i++) authors[(await feed.PublishAsync(Ana)).ToString()] = Ana;
        foreach (var other in Enumerable.Range(0, 12).Select(_ => Guid.CreateVersion7())) authors[(await feed.PublishAsync(other, TimeSpan.FromDays(9))).ToString()] = other;

        var order = (await feed.ForYouAsync(viewer, 13)).Items.Select(i => authors[i.VideoId]).ToList();
        order[0].ShouldBe(Ana);
        for (var i = 1; i < order.Count; i++) order.Skip(Math.Max(0, i - 3)).Take(Math.Min(3, i)).ShouldNotContain(order[i], $"place {i}");
    }

    [Fact]
    public async Task What_a_viewer_watches_through_comes_more_and_what_they_skip_comes_less()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var viewer = feed.NewViewer();
        for (var i = 0; i < 4; i++)
        {
            await feed.WatchAsync(viewer, await feed.PublishAsync(Guid.CreateVersion7(), tags: "kites"), 1.2);
            await feed.WatchAsync(viewer, await feed.PublishAsync(Guid.CreateVersion7(), tags: "cars"), 0.05);
        }
        List<Guid> kites = [], cars = [];
        for (var i = 0; i < 3; i++)
        {
            cars.Add(await feed.PublishAsync(Guid.CreateVersion7(), tags: "cars"));
            kites.Add(await feed.PublishAsync(Guid.CreateVersion7(), tags: "kites"));
        }
        var page = await feed.ForYouAsync(viewer, 6);
        Videos(page).Take(3).ShouldBe(kites, ignoreOrder: true);
        page.Items[0].Reason.ShouldSatisfyAllConditions(r => r.Code.ShouldBe("feed.taste"), r => r.Params["tag"].ShouldBe("kites"));
    }

    [Fact]
    public async Task Points_of_an_explanation_sum_to_its_score()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var viewer = feed.NewViewer();
        await feed.FollowAsync(viewer, Ana);
        var video = await feed.PublishAsync(Ana, tags: "kites");
        await feed.CountsAsync(video, likes: 50);
        var item = (await feed.ForYouAsync(viewer)).Items.Single();

        var why = await feed.As(viewer).ExplainAsync(new ExplainRequest { ImpressionId = item.ImpressionId });
        why.Contributions.Sum(c => c.Points).ShouldBe(why.Score, 1e-9);
        why.Contributions.ShouldAllBe(c => Math.Abs(c.Value * c.Weight - c.Points) < 1e-9);
        why.Contributions.Select(c => c.Name).ShouldBe(["followed", "fresh", "popular", "explore"], ignoreOrder: true);
    }

    [Fact]
    public async Task People_who_blocked_each_other_private_and_suspended_people_do_not_appear()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var viewer = feed.NewViewer();
        Guid blocked = Guid.CreateVersion7(), blocker = Guid.CreateVersion7(), secret = Guid.CreateVersion7(), gone = Guid.CreateVersion7();
        foreach (var author in new[] { blocked, blocker, secret, gone }) await feed.PublishAsync(author);
        await feed.PublishAsync(Ana, audience: Audience.Unlisted);
        await feed.PublishAsync(Ana, audience: Audience.Private);
        var shown = await feed.PublishAsync(Ben);
        await feed.BlockAsync(viewer.Account(), blocked);
        await feed.BlockAsync(blocker, viewer.Account());
        await feed.AccountAsync(secret, isPrivate: true);
        await feed.AccountAsync(gone, suspended: true);

        Videos(await feed.ForYouAsync(viewer)).ShouldBe([shown]);
        await feed.FollowAsync(viewer, secret);
        Videos(await feed.ForYouAsync(viewer)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Not_interested_and_muted_words_hide_and_can_be_taken_back()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var viewer = feed.NewViewer();
        var (kite, car) = (await feed.PublishAsync(Ana, tags: "kites"), await feed.PublishAsync(Ben, tags: "cars"));

        await feed.As(viewer).SetNotInterestedAsync(new SetNotInterestedRequest { VideoId = kite.ToString(), NotInterested = true, Reason = "tag", Tag = "#Kites" });
        Videos(await feed.ForYouAsync(viewer)).ShouldBe([car]);
        await feed.As(viewer).SetNotInterestedAsync(new SetNotInterestedRequest { VideoId = kite.ToString() });
        await feed.As(viewer).UpdateFeedPreferencesAsync(new UpdateFeedPreferencesRequest { Preferences = new() { Personalised = true, MutedWords = { "CARS" } } });
        Videos(await feed.ForYouAsync(viewer)).ShouldBe([kite]);
    }

    [Fact]
    public async Task Nothing_is_said_of_a_clip_that_the_viewer_may_not_see()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var viewer = feed.NewViewer();
        var (hidden, kite) = (await feed.PublishAsync(Ana, tags: "kites"), await feed.PublishAsync(Ben, tags: "kites"));
        var similar = new GetSimilarRequest { VideoId = hidden.ToString() };
        var notInterested = new SetNotInterestedRequest { VideoId = hidden.ToString(), NotInterested = true };
        (await feed.As(viewer).GetSimilarAsync(similar)).Items.Single().VideoId.ShouldBe(kite.ToString());
        (await SimilarityAsync()).ShouldBeGreaterThan(0);
        await feed.As(viewer).SetNotInterestedAsync(notInterested);

        // Its owner refuses it; the event is still on its way.
        feed.Hide(hidden);
        (await SimilarityAsync()).ShouldBe(0);
        (await Should.ThrowAsync<RpcException>(async () => await feed.As(viewer).GetSimilarAsync(similar))).StatusCode.ShouldBe(StatusCode.NotFound);
        (await Should.ThrowAsync<RpcException>(async () => await feed.As(viewer).SetNotInterestedAsync(notInterested))).StatusCode.ShouldBe(StatusCode.NotFound);
        // Taken back all the same: a word must not outlast the sight of what it was about.
        await feed.As(viewer).SetNotInterestedAsync(new SetNotInterestedRequest { VideoId = hidden.ToString() });

        async Task<double> SimilarityAsync()
        {
            var fresh = feed.NewViewer();
            var item = (await feed.ForYouAsync(fresh, seed: hidden.ToString())).Items.Single(i => i.VideoId == kite.ToString());
            return (await feed.As(fresh).ExplainAsync(new ExplainRequest { ImpressionId = item.ImpressionId })).Contributions.Where(c => c.Name == "similar").Sum(c => c.Points);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_device_learned_is_the_accounts_that_signs_up_on_it_and_nobody_elses(bool signUpHeardLast)
    {
        await using var feed = await Feed.StartAsync(postgres);
        var device = Viewer.Anonymous(Guid.CreateVersion7().ToString());
        var (first, second) = (await feed.PublishAsync(Ana, tags: ["kites"]), await feed.PublishAsync(Ben, tags: ["cars"]));
        await feed.As(device).UpdateFeedPreferencesAsync(new UpdateFeedPreferencesRequest { Preferences = new() { Personalised = true, MutedWords = { "boats" } } });
        await feed.As(device).SetNotInterestedAsync(new SetNotInterestedRequest { VideoId = second.ToString(), NotInterested = true, Reason = "tag", Tag = "trains" });
        var (owner, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Event[] heard =
        [
            new() { TimeMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Watched = new() { PlayId = $"{Guid.CreateVersion7()}", DeviceId = device.DeviceId, VideoId = first.ToString(), WatchedMs = 9000, DurationMs = 10_000 } },
            new() { UserRegistered = new() { Account = new() { UserId = owner.ToString(), Version = 1 }, DeviceId = device.DeviceId } },
        ];
        foreach (var e in signUpHeardLast ? heard : [heard[1], heard[0]]) await feed.TellAsync(e, e);

        // Anywhere, not only in the browser it was learned in.
        var elsewhere = feed.SignIn(owner, "another device");
        (await feed.ForYouAsync(elsewhere)).Items[0].VideoId.ShouldBe(second.ToString());
        (await feed.As(elsewhere).GetFeedPreferencesAsync(new GetFeedPreferencesRequest())).Preferences.MutedWords.ShouldBe(["boats"]);
        // Whoever signs in at the device later begins anew: two clips, neither seen.
        var stranger = feed.SignIn(other, device.DeviceId);
        var all = (await feed.ForYouAsync(stranger)).Items;
        all.Select(i => i.VideoId).ShouldBe([$"{first}", $"{second}"], ignoreOrder: true);
        all.ShouldNotContain(i => i.Reason.Code == "again");
        (await feed.As(stranger).GetFeedPreferencesAsync(new GetFeedPreferencesRequest())).Preferences.MutedWords.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_device_belongs_to_the_first_account_that_was_made_on_it()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var device = Viewer.Anonymous(Guid.CreateVersion7().ToString());
        var (first, second) = (await feed.PublishAsync(Ana), await feed.PublishAsync(Ben));
        await feed.WatchAsync(device, first);
        var (ana, ben) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await feed.SignUpAsync(ana, device.DeviceId!);
        await feed.SignUpAsync(ben, "");

        (await feed.ForYouAsync(feed.SignIn(ana))).Items[0].VideoId.ShouldBe(second.ToString());
        (await feed.ForYouAsync(feed.SignIn(ben, device.DeviceId))).Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Weights_out_of_range_are_refused_by_name()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var refusal = await Should.ThrowAsync<RpcException>(async () => await feed.As(feed.NewViewer()).UpdateFeedPreferencesAsync(
            new UpdateFeedPreferencesRequest { Preferences = new() { Weights = { ["fresh"] = 99, ["nonsense"] = 1 } } }));
        Fault.Of(refusal).Fields.Select(f => f.Field).ShouldBe(["weights.fresh", "weights.nonsense"], ignoreOrder: true);
    }

    [Fact]
    public async Task Events_doubled_and_in_any_order_end_in_the_same_state()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var viewer = feed.NewViewer();
        var id = Guid.CreateVersion7();
        var published = new Event { VideoPublished = new() { Video = feed.State(id, Ana, TimeSpan.FromHours(1)) } };
        var removed = new Event { VideoRemoved = new() { Video = feed.State(id, Ana, TimeSpan.FromHours(1)) } };
        removed.VideoRemoved.Video.State = "removed";

        await feed.TellAsync(removed);
        await feed.TellAsync(published, removed, published);
        (await feed.ForYouAsync(viewer)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Following_is_paged_by_time_and_holds_only_whom_one_follows()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var viewer = feed.NewViewer();
        await feed.FollowAsync(viewer, Ana);
        var mine = new List<Guid>();
        for (var i = 0; i < 5; i++) mine.Add(await feed.PublishAsync(Ana, TimeSpan.FromHours(i + 1)));
        await feed.PublishAsync(Ben);

        var seen = new List<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await feed.As(viewer).GetFollowingAsync(new GetFollowingRequest { Page = new() { Limit = 2, Cursor = cursor } });
            seen.AddRange(page.Items.Select(i => i.VideoId));
            cursor = page.NextCursor.Length > 0 ? page.NextCursor : null;
        }
        seen.ShouldBe(mine.Select(v => v.ToString()));
        await Should.ThrowAsync<RpcException>(async () => await feed.As(viewer).GetFollowingAsync(new GetFollowingRequest { Page = new() { Cursor = "forged" } }));
    }

    [Fact]
    public async Task Following_goes_on_past_people_who_are_suspended()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var viewer = feed.NewViewer();
        await feed.FollowAsync(viewer, Ana);
        await feed.FollowAsync(viewer, Ben);
        var older = new List<Guid>();
        for (var i = 0; i < 3; i++) older.Add(await feed.PublishAsync(Ana, TimeSpan.FromDays(i + 1)));
        for (var i = 0; i < 3; i++) await feed.PublishAsync(Ben);
        await feed.AccountAsync(Ben, suspended: true);

        var page = await feed.As(viewer).GetFollowingAsync(new GetFollowingRequest { Page = new() { Limit = 2 } });
        Videos(page.Items).ShouldBe(older.Take(2));
        page.NextCursor.ShouldNotBeEmpty();
    }

    private static List<Guid> Videos(GetForYouResponse page) => Videos(page.Items);

    private static List<Guid> Videos(IEnumerable<FeedItem> items) => [.. items.Select(i => Guid.Parse(i.VideoId))];
}
