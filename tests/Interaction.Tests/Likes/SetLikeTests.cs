using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;

namespace Zoetrope.Interaction.Tests.Likes;

public sealed class SetLikeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Liking_twice_counts_once_and_is_said_once()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = app.World.Video(ana);

        var first = await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true });
        var second = await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true });

        first.ShouldBe(new SetLikeResponse { Liked = true, Likes = 1, Rev = 1 });
        second.ShouldBe(first);
        var said = await app.SaidAsync(Event.PayloadOneofCase.LikeChanged);
        said.Count.ShouldBe(1);
        said[0].LikeChanged.AuthorId.ShouldBe(ana.ToString());
        said[0].Key.ShouldBe(video.ToString());
    }

    [Fact]
    public async Task Unliking_what_was_never_liked_says_nothing()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var video = app.World.Video(app.World.Person("ana"));

        var answer = await app.Likes(app.World.Person("ben")).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString() });

        answer.ShouldBe(new SetLikeResponse());
        (await app.SaidAsync(Event.PayloadOneofCase.LikeChanged)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_change_has_a_higher_version_though_the_clock_stands_still()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ben, video) = (app.World.Person("ben"), app.World.Video(app.World.Person("ana")));

        foreach (var liked in new[] { true, false, true })
            await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = liked });

        var said = await app.SaidAsync(Event.PayloadOneofCase.LikeChanged);
        said.Select(e => e.LikeChanged.Liked).ShouldBe([true, false, true]);
        said.Select(e => e.LikeChanged.Version).ShouldBeInOrder(SortDirection.Ascending);
        said.Select(e => e.LikeChanged.Version).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_late_retry_does_not_beat_a_newer_tap()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (likes, video) = (app.Likes(app.World.Person("ben")), app.World.Video(app.World.Person("ana")));

        await likes.SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true, Seq = 1 });
        await likes.SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true, Seq = 3 });
        var late = await likes.SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = false, Seq = 2 });

        late.Liked.ShouldBeTrue();
        late.Likes.ShouldBe(1);
    }

    [Fact]
    public async Task Taking_back_before_the_like_arrives_wins_when_its_number_is_higher()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (likes, video) = (app.Likes(app.World.Person("ben")), app.World.Video(app.World.Person("ana")));

        await likes.SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = false, Seq = 2 });
        var late = await likes.SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true, Seq = 1 });

        late.ShouldBe(new SetLikeResponse());
        (await app.SaidAsync(Event.PayloadOneofCase.LikeChanged)).ShouldBeEmpty();
        (await likes.SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true, Seq = 3 })).Likes.ShouldBe(1);
    }

    [Fact]
    public async Task Two_hundred_parallel_likes_by_one_person_count_one()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (likes, video) = (app.Likes(app.World.Person("ben")), app.World.Video(app.World.Person("ana")));

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
            await likes.SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true })));

        answers.ShouldAllBe(a => a.Liked && a.Likes == 1);
        (await app.SaidAsync(Event.PayloadOneofCase.LikeChanged)).Count.ShouldBe(1);
        await app.FoldAsync();
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Likes_of_many_people_count_each_once_while_they_are_folded()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (many, video) = (TestRun.IsFull ? 10_000 : 500, app.World.Video(app.World.Person("ana")));
        var people = Enumerable.Range(0, many).Select(_ => Guid.CreateVersion7()).ToArray();
        using var done = new CancellationTokenSource();
        var folding = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested) await app.FoldAsync();
        });

        await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (person, cancel) =>
            // Everybody taps twice: the second changes nothing.
            await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ => await app.Likes(person).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true }))));
        await done.CancelAsync();
        await folding;

        (await app.Counts(null).GetVideoCountsAsync(new GetVideoCountsRequest { VideoIds = { video.ToString() } })).Items.Single().Likes.ShouldBe(many);
        await app.FoldAsync();
        (await app.Counts(null).GetVideoCountsAsync(new GetVideoCountsRequest { VideoIds = { video.ToString() } })).Items.Single().Likes.ShouldBe(many);
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Taps_that_come_together_each_get_their_own_answer_and_are_each_told_once()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, people) = (app.World.Person("ana"), Enumerable.Range(0, 40).Select(_ => Guid.CreateVersion7()).ToArray());
        Guid[] videos = [app.World.Video(ana), app.World.Video(ana), app.World.Video(ana)];
        Task<SetLikeResponse> SetAsync(Guid person, Guid video, bool liked) => app.Likes(person).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = liked }).ResponseAsync;
        var pairs = people.SelectMany(person => videos.Select(video => (Person: person, Video: video))).ToArray();

        var given = await Task.WhenAll(pairs.Concat(pairs).Select(pair => SetAsync(pair.Person, pair.Video, liked: true)));
        // Half of them take back while the other half likes again.
        var mixed = await Task.WhenAll(pairs.Select((pair, n) => SetAsync(pair.Person, pair.Video, liked: n % 2 == 0)));

        given.ShouldAllBe(answer => answer.Liked && answer.Likes >= 1 && answer.Likes <= people.Length);
        mixed.Select(answer => answer.Liked).ShouldBe(pairs.Select((_, n) => n % 2 == 0));
        var counts = (await app.Counts(null).GetVideoCountsAsync(new GetVideoCountsRequest { VideoIds = { videos.Select(video => video.ToString()) } })).Items;
        counts.ShouldAllBe(count => count.Likes == people.Length / 2 && count.Rev == people.Length * 3 / 2);
        var said = await app.SaidAsync(Event.PayloadOneofCase.LikeChanged);
        said.Count.ShouldBe(pairs.Length * 3 / 2);
        said.Select(e => (e.LikeChanged.UserId, e.LikeChanged.VideoId, e.LikeChanged.Version)).Distinct().Count().ShouldBe(said.Count);
        await app.FoldAsync();
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_viewer_may_not_see_cannot_be_liked_and_a_like_can_still_be_taken_back()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var (hidden, followers, open) = (app.World.Video(ana, "private"), app.World.Video(ana, "followers"), app.World.Video(ana));
        await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = open.ToString(), Liked = true });

        (await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = hidden.ToString(), Liked = true }).RefusedAsync()).ShouldBe((404, "not_found"));
        (await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = followers.ToString(), Liked = true }).RefusedAsync()).ShouldBe((403, "followers_only"));
        (await app.Likes(null).SetLikeAsync(new SetLikeRequest { VideoId = open.ToString(), Liked = true }).RefusedAsync()).ShouldBe((401, "unauthenticated"));
        (await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = "no id", Liked = true }).RefusedAsync()).ShouldBe((404, "not_found"));

        await app.Follows(ana).SetBlockAsync(new SetBlockRequest { UserId = ben.ToString(), Block = true });
        (await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = open.ToString(), Liked = false })).Liked.ShouldBeFalse();
        (await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = open.ToString(), Liked = true }).RefusedAsync()).ShouldBe((404, "not_found"));
    }

    [Fact]
    public async Task Liked_and_saved_lists_are_paged_latest_first_and_private_unless_shown()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo", showLikes: true));
        var videos = new List<string>();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            var video = app.World.Video(ana).ToString();
            await app.Likes(cleo).SetLikeAsync(new SetLikeRequest { VideoId = video, Liked = true });
            await app.Likes(cleo).SetSaveAsync(new SetSaveRequest { VideoId = video, Saved = true });
            videos.Insert(0, video);
            app.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await app.Likes(ben).ListLikedAsync(new ListLikedRequest { UserId = cleo.ToString(), Page = new() { Limit = 3 } });
        var rest = await app.Likes(ben).ListLikedAsync(new ListLikedRequest { UserId = cleo.ToString(), Page = new() { Limit = 3, Cursor = first.NextCursor } });
        first.VideoIds.Concat(rest.VideoIds).ShouldBe(videos);
        rest.NextCursor.ShouldBeEmpty();

        (await app.Likes(cleo).ListSavedAsync(new ListSavedRequest())).VideoIds.ShouldBe(videos);
        (await app.Likes(ben).ListLikedAsync(new ListLikedRequest { UserId = ana.ToString() }).RefusedAsync()).ShouldBe((403, "private_list"));
        (await app.Likes(ben).ListLikedAsync(new ListLikedRequest { UserId = cleo.ToString(), Page = new() { Cursor = "bogus" } }).RefusedAsync())
            .ShouldBe((400, "invalid_cursor"));

        // Whoever blocked somebody does not meet them in their likes either.
        await app.Follows(ben).SetBlockAsync(new SetBlockRequest { UserId = cleo.ToString(), Block = true });
        (await app.Likes(ben).ListLikedAsync(new ListLikedRequest { UserId = cleo.ToString() }).RefusedAsync()).ShouldBe((404, "not_found"));
        (await app.Likes(cleo).ListLikedAsync(new ListLikedRequest { UserId = ben.ToString() }).RefusedAsync()).ShouldBe((404, "not_found"));
    }
}
