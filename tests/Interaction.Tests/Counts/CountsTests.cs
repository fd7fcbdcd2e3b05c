using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;

namespace Zoetrope.Interaction.Tests.Counts;

public sealed class CountsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_read_before_the_fold_and_after_it_is_the_same_and_revision_never_falls()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = app.World.Video(ana);
        await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true });
        await app.Likes(ben).SetSaveAsync(new SetSaveRequest { VideoId = video.ToString(), Saved = true });
        var request = new GetVideoCountsRequest { VideoIds = { video.ToString() } };

        var pending = (await app.Counts(ben).GetVideoCountsAsync(request)).Items.Single();
        await app.FoldAsync();
        var folded = (await app.Counts(ben).GetVideoCountsAsync(request)).Items.Single();

        pending.ShouldBe(new VideoCounts { VideoId = video.ToString(), Likes = 1, Saves = 1, Rev = 2, ViewerLiked = true, ViewerSaved = true });
        folded.ShouldBe(pending);
        var said = (await app.SaidAsync(Event.PayloadOneofCase.CountsChanged)).Single().CountsChanged;
        said.ShouldBe(new CountsChanged { VideoId = video.ToString(), Likes = 1, Saves = 1, Rev = 2 });
        (await app.Counts(ben).GetUserCountsAsync(new GetUserCountsRequest { UserIds = { ana.ToString() } })).Items.Single().Likes.ShouldBe(1);
    }

    [Fact]
    public async Task Counts_of_what_the_viewer_may_not_see_are_left_out()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var (open, hidden) = (app.World.Video(ana), app.World.Video(ana, "private"));
        var request = new GetVideoCountsRequest { VideoIds = { open.ToString(), hidden.ToString(), Guid.CreateVersion7().ToString() } };

        (await app.Counts(null).GetVideoCountsAsync(request)).Items.Select(i => i.VideoId).ShouldBe([open.ToString()]);
        (await app.Counts(ana).GetVideoCountsAsync(request)).Items.Select(i => i.VideoId).Order().ShouldBe(new[] { open.ToString(), hidden.ToString() }.Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20261101)]
    public async Task Counts_equal_rows_after_and_during_a_storm_of_toggles(int seed)
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var people = Enumerable.Range(0, 8).Select(i => app.World.Person($"person{i}", isPrivate: i == 3)).ToList();
        var videos = people.Take(3).Select(author => app.World.Video(author)).ToList();
        var authors = videos.Zip(people).ToDictionary(pair => pair.First.ToString(), pair => pair.Second.ToString());
        var erased = new System.Collections.Concurrent.ConcurrentBag<string>();
        var storms = Enumerable.Range(0, 12).Select(worker => StormAsync(app, people, videos, erased, new Random(seed + worker)));
        using var done = new CancellationTokenSource();
        // Two folders at once, as two processes would be: one folds, the other finds the lock taken.
        var folders = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await app.FoldAsync();
                (await app.AuditAsync()).ShouldBeEmpty();
            }
        })).ToList();

        await Task.WhenAll(storms);
        await done.CancelAsync();
        await Task.WhenAll(folders);
        await app.FoldAsync();

        (await app.AuditAsync()).ShouldBeEmpty();
        // Whoever heard every event, in whatever order, and kept the highest version of each pair, knows exactly who likes what.
        await using var db = app.Open();
        var liked = db.Likes.Where(l => l.Active).AsEnumerable().Select(l => (l.UserId.ToString(), l.VideoId.ToString())).ToHashSet();
        liked.ShouldNotBeEmpty();
        var heard = (await app.SaidAsync(Event.PayloadOneofCase.LikeChanged)).Select(e => e.LikeChanged).GroupBy(e => (e.UserId, e.VideoId));
        var known = heard.Where(pair => pair.MaxBy(e => e.Version)!.Liked).Select(pair => pair.Key).ToHashSet();
        // Likes of and by erased people went without a word: whoever hears of the erasure drops them.
        known.IsSupersetOf(liked).ShouldBeTrue();
        known.Except(liked).ShouldAllBe(pair => erased.Contains(pair.Item1) || erased.Contains(authors[pair.Item2]));
    }

    private static readonly SemaphoreSlim s_erasing = new(1);

    private sealed class Release(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }

    private static async Task EraseAsync(InteractionApp app, Guid who)
    {
        // One at a time, as events of one partition are; two that meet in the same rows would be tried again.
        await s_erasing.WaitAsync();
        using var next = new Release(s_erasing);
        await using var db = app.Open();
        await db.Database.BeginTransactionAsync();
        await new Zoetrope.Interaction.Known.EraseAccount(db, app.Time).RunAsync(who, CancellationToken.None);
        await db.Database.CommitTransactionAsync();
    }

    private static async Task StormAsync(InteractionApp app, List<Guid> people, List<Guid> videos, System.Collections.Concurrent.ConcurrentBag<string> erased, Random random)
    {
        for (var i = 0; i < 40; i++)
        {
            // What a block, a private account or an erasure forbids is refused, and must leave nothing behind.
            try { await ActAsync(app, people, videos, erased, random, i); }
            catch (Grpc.Core.RpcException refusal) when (Platform.Rpc.Fault.Of(refusal).HttpStatus is 403 or 404 or 409) { continue; }
        }
    }

    private static async Task ActAsync(InteractionApp app, List<Guid> people, List<Guid> videos, System.Collections.Concurrent.ConcurrentBag<string> erased, Random random, int i)
    {
        var (who, whom, video) = (people[random.Next(people.Count)], people[random.Next(people.Count)], videos[random.Next(videos.Count)].ToString());
        var on = random.Next(2) == 0;
        // Some have a number, and some of those come late.
        var seq = random.Next(2) * Math.Max(1, i - random.Next(6));
        switch (random.Next(9))
        {
            case 4:
                var said = await app.Comments(who).AddCommentAsync(new AddCommentRequest { VideoId = video, Text = "hello" });
                if (on) await app.Comments(who).DeleteCommentAsync(new DeleteCommentRequest { Id = said.Comment.Id });
                break;
            case 5:
                await app.Plays(who).RecordWatchesAsync(new RecordWatchesRequest { Items = { new Watch { VideoId = video, PlayId = Guid.CreateVersion7().ToString(), WatchedMs = 2000 } } });
                break;
            case 6 when who == people[^1]:
                // Somebody is erased in the middle of it all, and goes on until their sessions have ended.
                erased.Add(who.ToString());
                await EraseAsync(app, who);
                break;
            case 7:
                if (who != whom) await app.Follows(who).SetBlockAsync(new SetBlockRequest { UserId = whom.ToString(), Block = on && random.Next(2) == 0 });
                break;
            case 8:
                if (who != whom) await app.Follows(whom).AnswerRequestAsync(new AnswerRequestRequest { FollowerId = who.ToString(), Accept = on });
                break;
            case 0 or 1:
                await app.Likes(who).SetLikeAsync(new SetLikeRequest { VideoId = video, Liked = on, Seq = seq });
                break;
            case 2:
                await app.Likes(who).SetSaveAsync(new SetSaveRequest { VideoId = video, Saved = on, Seq = seq });
                break;
            default:
                if (who != whom) await app.Follows(who).SetFollowAsync(new SetFollowRequest { UserId = whom.ToString(), Follow = on, Seq = seq });
                break;
        }
    }
}
