using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Interaction.V1;

namespace Zoetrope.Interaction.Tests.Comments;

/// <summary>A page read for nobody in particular, with the viewer's marks, is the page they would have read – or it says that it is not.</summary>
public sealed class MarkCommentsTests(PostgresFixture postgres)
{
    private const int PageSize = 8, Enough = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Shared_page_and_marks_are_what_each_viewer_would_read(int seed)
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var thread = new RandomThread(app, new Random(seed));
        var (same, differing) = (0, 0);
        // Whatever is being written anywhere in the cluster makes a page one that may differ: tests beside this one write for long.
        for (var step = 0; step < 60 || (Math.Min(same, differing) <= Enough && step < 600); step++)
        {
            var sort = step % 2 == 0 ? "top" : "new";
            var viewer = thread.AnyViewer();
            var shared = await thread.ReadAsync(null, sort);
            // Their own acts since the page was read, of this process or of another: none may be missing from what they see.
            for (var n = step % 3; n > 0; n--) await thread.ActAsync(viewer);

            if (await thread.MarkedAsync(viewer, shared) is not { } marked) differing++;
            else
            {
                same++;
                var own = await thread.ReadAsync(viewer, sort);
                (marked.NextCursor, marked.Items).ShouldBe((own.NextCursor, own.Items), $"seed {seed}, step {step}");
            }
            for (var n = 0; n < 3; n++) await thread.ActAsync(thread.Anybody());
            if (step % 5 == 0) await app.FoldAsync();
        }
        same.ShouldBeGreaterThan(Enough);
        differing.ShouldBeGreaterThan(Enough);
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stranger_and_whoever_wrote_or_liked_before_share_the_page()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        var video = app.World.Video(ana);
        var mine = (await app.Comments(ben).AddCommentAsync(new AddCommentRequest { VideoId = video.ToString(), Text = "mine", ClientRef = "r1" })).Comment;
        await app.Comments(ben).SetCommentLikeAsync(new SetCommentLikeRequest { Id = mine.Id, Liked = true });

        var page = await TakenAsync(app, ben, video);

        page.VideoAuthorId.ShouldBe(ana.ToString());
        (await MarkAsync(app, cleo, video, page)).ShouldBe(new MarkCommentsResponse());
        (await MarkAsync(app, ben, video, page)).ShouldBe(new MarkCommentsResponse { Marks = { new CommentMark { CommentId = mine.Id, Liked = true, Own = true, ClientRef = "r1" } } });
    }

    [Theory]
    [InlineData("comment")]
    [InlineData("reply")]
    [InlineData("edit")]
    [InlineData("delete")]
    [InlineData("like")]
    [InlineData("unlike")]
    [InlineData("block")]
    [InlineData("blocked")]
    [InlineData("blocked by the video's author")]
    [InlineData("mute")]
    public async Task A_page_from_before_is_not_taken_for(string act)
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        var video = app.World.Video(ana);
        var (own, other) = (await SayAsync(app, ben, video, "own"), await SayAsync(app, cleo, video, "other"));
        await app.Comments(ben).SetCommentLikeAsync(new SetCommentLikeRequest { Id = other.Id, Liked = true });
        var page = await TakenAsync(app, ben, video);

        await (act switch
        {
            "comment" => SayAsync(app, ben, video, "new"),
            "reply" => SayAsync(app, ben, video, "new", other.Id),
            "edit" => app.Comments(ben).EditCommentAsync(new EditCommentRequest { Id = own.Id, Text = "better" }).ResponseAsync,
            "delete" => app.Comments(ben).DeleteCommentAsync(new DeleteCommentRequest { Id = own.Id }).ResponseAsync,
            "like" => app.Comments(ben).SetCommentLikeAsync(new SetCommentLikeRequest { Id = own.Id, Liked = true }).ResponseAsync,
            "unlike" => app.Comments(ben).SetCommentLikeAsync(new SetCommentLikeRequest { Id = other.Id, Liked = false }).ResponseAsync,
            "block" => app.Follows(ben).SetBlockAsync(new SetBlockRequest { UserId = cleo.ToString(), Block = true }).ResponseAsync,
            "blocked" => app.Follows(cleo).SetBlockAsync(new SetBlockRequest { UserId = ben.ToString(), Block = true }).ResponseAsync,
            "mute" => app.Follows(ben).SetMuteAsync(new SetMuteRequest { UserId = cleo.ToString(), Mute = true }).ResponseAsync,
            _ => (Task)app.Follows(ana).SetBlockAsync(new SetBlockRequest { UserId = ben.ToString(), Block = true }).ResponseAsync,
        });

        (await MarkAsync(app, ben, video, page)).Differs.ShouldBeTrue();
        if (act is "block" or "mute")
        {
            await app.Follows(ben).SetBlockAsync(new SetBlockRequest { UserId = cleo.ToString(), Block = false });
            await app.Follows(ben).SetMuteAsync(new SetMuteRequest { UserId = cleo.ToString(), Mute = false });
            (await MarkAsync(app, ben, video, page)).Differs.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_page_read_while_an_act_was_being_written_does_not_count_as_having_it()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = app.World.Video(ana);
        var own = await SayAsync(app, ben, video, "own");
        await using var db = app.Open();
        await using (var slow = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await db.Database.ExecuteSqlAsync($"update comments set text = 'better' where id = {Guid.Parse(own.Id)}", TestContext.Current.CancellationToken);
            // Others begin and end after it; the page sees them and not it.
            await SayAsync(app, ana, video, "quick");
            var page = await app.Comments(null).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString() });
            page.Items.Select(c => c.Text).ShouldBe(["quick", "own"]);
            await slow.CommitAsync(TestContext.Current.CancellationToken);
            (await MarkAsync(app, ben, video, page)).Differs.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Only_somebody_signed_in_has_marks_and_only_of_a_page_that_says_when_it_was_read()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = app.World.Video(ana);
        // The copy knows neither video nor author yet, so the video was looked at after the rows.
        var first = await app.Comments(null).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString() });
        first.AsOf.ShouldBe("");
        var page = await app.Comments(null).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString() });

        (await app.Comments(null).MarkCommentsAsync(Request(video, page)).RefusedAsync()).Status.ShouldBe(401);
        (await app.Comments(ben).MarkCommentsAsync(Request(video, first)).RefusedAsync()).ShouldBe((400, "invalid_moment"));
        var many = Request(video, page);
        many.CommentIds.AddRange(Enumerable.Range(0, 101).Select(_ => $"{Guid.CreateVersion7()}"));
        (await app.Comments(ben).MarkCommentsAsync(many).RefusedAsync()).ShouldBe((400, "too_many_ids"));
    }

    /// <summary>A page that will do for this person: read when whatever else was being written on this server during their last act had ended.</summary>
    private static async Task<ListCommentsResponse> TakenAsync(InteractionApp app, Guid viewer, Guid video) => (await Waiting.Eventually(async () =>
    {
        var page = await app.Comments(null).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString() });
        return (Page: page, Taken: page.AsOf.Length > 0 && !(await MarkAsync(app, viewer, video, page)).Differs);
    }, until: read => read.Taken)).Page;

    private static async Task<MarkCommentsResponse> MarkAsync(InteractionApp app, Guid viewer, Guid video, ListCommentsResponse page)
        => await app.Comments(viewer).MarkCommentsAsync(Request(video, page));

    private static MarkCommentsRequest Request(Guid video, ListCommentsResponse page)
    {
        var standing = page.Items.Where(c => !c.Deleted).ToList();
        return new MarkCommentsRequest { VideoId = video.ToString(), CommentIds = { standing.Select(c => c.Id) }, AuthorIds = { standing.Select(c => c.AuthorId).Append(page.VideoAuthorId).Distinct() }, AsOf = page.AsOf };
    }

    private static async Task<Comment> SayAsync(InteractionApp app, Guid who, Guid video, string text, string parent = "")
    {
        // Ids sort by the millisecond they were made in.
        app.Time.Advance(TimeSpan.FromMilliseconds(1));
        return (await app.Comments(who).AddCommentAsync(new AddCommentRequest { VideoId = video.ToString(), Text = text, ParentId = parent })).Comment;
    }

    /// <summary>People who do at random to a thread and to each other what can be done; the first of them made the video.</summary>
    private sealed class RandomThread
    {
        private readonly InteractionApp _app;
        private readonly Random _random;
        private readonly Guid[] _people;
        private readonly Guid _video;
        private readonly List<(string Id, Guid Author)> _said = [];

        public RandomThread(InteractionApp app, Random random)
        {
            (_app, _random) = (app, random);
            _people = [.. Enumerable.Range(0, 7).Select(n => app.World.Person($"person{n}"))];
            _video = app.World.Video(_people[0]);
        }

        public Guid Anybody() => _people[_random.Next(_people.Length)];

        /// <summary>Anybody but the video's author, who never shares a page.</summary>
        public Guid AnyViewer() => _people[_random.Next(1, _people.Length)];

        public async Task<ListCommentsResponse> ReadAsync(Guid? viewer, string sort)
        {
            var request = new ListCommentsRequest { VideoId = _video.ToString(), Sort = sort, Page = new() { Limit = PageSize } };
            return await _app.Comments(viewer).ListCommentsAsync(request);
        }

        public async Task<ListCommentsResponse?> MarkedAsync(Guid viewer, ListCommentsResponse shared)
        {
            if (shared.AsOf.Length == 0) return null;
            var reply = await MarkAsync(_app, viewer, _video, shared);
            if (reply.Differs) return null;
            var page = shared.Clone();
            foreach (var mark in reply.Marks)
            {
                var item = page.Items.Single(c => c.Id == mark.CommentId);
                (item.ViewerLiked, item.ViewerOwn, item.ClientRef) = (mark.Liked, mark.Own, mark.ClientRef);
            }
            return page;
        }

        public async Task ActAsync(Guid who)
        {
            var (other, comment) = (Anybody(), _said.Count > 0 ? _said[_random.Next(_said.Count)] : default);
            try
            {
                switch (_random.Next(14))
                {
                    case 0 or 1 or 2:
                        _said.Add(((await SayAsync(_app, who, _video, $"said {_said.Count}")).Id, who));
                        break;
                    case 3 when comment.Id is not null:
                        _said.Add(((await SayAsync(_app, who, _video, $"answered {_said.Count}", comment.Id)).Id, who));
                        break;
                    case 4 when comment.Author == who:
                        await _app.Comments(who).EditCommentAsync(new EditCommentRequest { Id = comment.Id, Text = $"better {_random.Next()}" });
                        break;
                    case 5 when comment.Author == who || who == _people[0]:
                        await _app.Comments(who).DeleteCommentAsync(new DeleteCommentRequest { Id = comment.Id });
                        break;
                    case 6 or 7 or 8 when comment.Id is not null:
                        await _app.Comments(who).SetCommentLikeAsync(new SetCommentLikeRequest { Id = comment.Id, Liked = _random.Next(3) > 0 });
                        break;
                    // Blocks are taken back more often than made, or in the end nobody would meet anybody.
                    case 9 or 10 when other != who:
                        await _app.Follows(who).SetBlockAsync(new SetBlockRequest { UserId = other.ToString(), Block = _random.Next(5) == 0 });
                        break;
                    case 11 or 12 when other != who:
                        await _app.Follows(who).SetMuteAsync(new SetMuteRequest { UserId = other.ToString(), Mute = _random.Next(4) == 0 });
                        break;
                    case 13 when comment.Id is not null && who == _people[0]:
                        await _app.Comments(who).SetCommentPinAsync(new SetCommentPinRequest { Id = comment.Id, Pinned = _random.Next(2) == 0 });
                        break;
                }
            }
            catch (Grpc.Core.RpcException refusal) when (Platform.Rpc.Fault.Of(refusal).HttpStatus < 500)
            {
                // Blocked, gone or not theirs: refused, and nothing has changed.
            }
        }
    }
}
