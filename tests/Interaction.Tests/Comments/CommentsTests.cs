using Google.Protobuf.Collections;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Comments;
using Zoetrope.Interaction.Known;
using Zoetrope.Platform.Rpc;
using CommentsClient = Zoetrope.Contracts.Interaction.V1.Comments.CommentsClient;

namespace Zoetrope.Interaction.Tests.Comments;

public sealed class CommentsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_reply_to_a_reply_joins_the_thread_and_names_whom_it_answers()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        var video = app.World.Video(ana);

        var root = await SayAsync(app, ben, video, "first");
        var reply = await SayAsync(app, cleo, video, "second", root.Id);
        var deeper = await SayAsync(app, ben, video, "third", reply.Id);

        deeper.ParentId.ShouldBe(root.Id);
        (deeper.ReplyTo, deeper.ReplyToId).ShouldBe(("cleo", cleo.ToString()));
        var replies = await app.Comments(ana).ListRepliesAsync(new ListRepliesRequest { CommentId = root.Id });
        replies.Items.Select(c => c.Text).ShouldBe(["second", "third"]);
        replies.Items[1].ReplyTo.ShouldBe("cleo");
        var said = (await app.SaidAsync(Event.PayloadOneofCase.CommentChanged))[2].CommentChanged;
        (said.ParentId, said.ParentAuthorId, said.ReplyToId).ShouldBe((root.Id, ben.ToString(), cleo.ToString()));
        (await app.Comments(null).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString() })).Items.Single().Replies.ShouldBe(2);
        await app.FoldAsync();
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_reads_the_name_of_somebody_blocked_in_what_others_wrote()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo, dora) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"), app.World.Person("dora"));
        var video = app.World.Video(ana);
        var root = await SayAsync(app, ana, video, "hello @ben, @dora");
        var reply = await SayAsync(app, ben, video, "I am here", root.Id);
        var answer = await SayAsync(app, dora, video, "@ben and @ana", reply.Id);
        await app.Follows(cleo).SetBlockAsync(new SetBlockRequest { UserId = ben.ToString(), Block = true });

        foreach (var (viewer, named) in ((Guid, bool)[])[(cleo, false), (ana, true), (ben, true)])
        {
            var list = await app.Comments(viewer).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString() });
            list.Items.Single().Entities.Select(e => e.Value).ShouldBe(named ? ["ben", "dora"] : ["dora"]);
            list.MentionedIds.ShouldContain(ben.ToString());
            var replies = await app.Comments(viewer).ListRepliesAsync(new ListRepliesRequest { CommentId = root.Id });
            var seen = replies.Items.Single(c => c.Id == answer.Id);
            (seen.ReplyToId, seen.ReplyTo).ShouldBe(named ? (ben.ToString(), "ben") : ("", ""));
            seen.Entities.Select(e => e.Value).ShouldBe(named ? ["ben", "ana"] : ["ana"]);
            (await app.Comments(viewer).GetCommentAsync(new GetCommentRequest { Id = answer.Id })).Comment.ReplyToId.ShouldBe(seen.ReplyToId);
        }
    }

    [Fact]
    public async Task Mentions_are_people_who_exist_and_allow_it_found_by_one_read()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("Ben"));
        app.World.Person("silent", whoCanMention: "nobody");
        var video = app.World.Video(ana);
        await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true });
        var before = app.World.PeopleReads;

        var comment = await SayAsync(app, ana, video, "hi @ben and @nobody_here and @silent, see #Fün https://example.org/x.");

        comment.Entities.Select(e => (e.Type, e.Value)).ShouldBe([("mention", "Ben"), ("tag", "fün"), ("link", "https://example.org/x")]);
        (await app.SaidAsync(Event.PayloadOneofCase.CommentChanged)).Single().CommentChanged.Mentions.ShouldBe([ben.ToString()]);
        (app.World.PeopleReads - before).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task On_a_followers_only_video_only_those_who_see_it_can_be_mentioned()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        app.World.Person("stranger");
        await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });
        var video = app.World.Video(ana, "followers");

        await SayAsync(app, ana, video, "@ben @stranger");

        (await app.SaidAsync(Event.PayloadOneofCase.CommentChanged)).Single().CommentChanged.Mentions.ShouldBe([ben.ToString()]);
    }

    [Fact]
    public async Task A_reply_is_not_told_to_somebody_whom_the_video_was_closed_to()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo, dan) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"), app.World.Person("dan"));
        foreach (var follower in (Guid[])[cleo, dan]) await app.Follows(follower).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });
        var video = app.World.Video(ana);
        var root = await SayAsync(app, ben, video, "first");
        var (under, early) = (await SayAsync(app, ben, video, "second", root.Id), await SayAsync(app, cleo, video, "early", root.Id));
        var dans = await SayAsync(app, dan, video, "dan's");

        await LimitAsync(app, ana, video, Audience.Followers);
        var (late, deeper, fine) = (await SayAsync(app, cleo, video, "late", root.Id), await SayAsync(app, cleo, video, "deeper", under.Id), await SayAsync(app, cleo, video, "fine", dans.Id));
        await app.Comments(cleo).EditCommentAsync(new EditCommentRequest { Id = early.Id, Text = "edited" });

        var said = (await app.SaidAsync(Event.PayloadOneofCase.CommentChanged)).Select(e => e.CommentChanged).ToList();
        Answered(early).ShouldBe([("early", root.Id, ben.ToString(), ""), ("edited", root.Id, "", "")]);
        Answered(late).ShouldBe([("late", root.Id, "", "")]);
        Answered(deeper).ShouldBe([("deeper", root.Id, "", "")]);
        Answered(fine).ShouldBe([("fine", dans.Id, dan.ToString(), "")]);
        (deeper.ReplyTo, deeper.ReplyToId).ShouldBe(("", ""));
        (await app.Comments(dan).ListRepliesAsync(new ListRepliesRequest { CommentId = root.Id })).Items.Select(c => c.Text).ShouldBe(["second", "edited", "late", "deeper"]);
        await app.FoldAsync();
        (await app.AuditAsync()).ShouldBeEmpty();

        IEnumerable<(string, string, string, string)> Answered(Comment comment)
            => said.Where(c => c.CommentId == comment.Id).Select(c => (c.Text, c.ParentId, c.ParentAuthorId, c.ReplyToId));
    }

    [Theory]
    [InlineData(Audience.Private, true)]
    [InlineData(Audience.Followers, false)]
    public async Task On_a_video_that_only_its_author_sees_nobody_else_is_mentioned_or_answered(Audience audience, bool published)
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });
        var video = app.World.Video(ana);
        var root = await SayAsync(app, ben, video, "first");

        await LimitAsync(app, ana, video, audience, published);
        var note = await SayAsync(app, ana, video, "@ben @ana", root.Id);

        note.Entities.Select(e => e.Value).ShouldBe(["ana"]);
        var said = (await app.SaidAsync(Event.PayloadOneofCase.CommentChanged))[^1].CommentChanged;
        (said.CommentId, said.ParentId, said.ParentAuthorId).ShouldBe((note.Id, root.Id, ""));
        said.Mentions.ShouldBe([ana.ToString()]);
    }

    [Fact]
    public async Task Those_who_talk_under_a_video_are_listed_latest_first_and_found_without_reading_all_comments()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo, dan) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"), app.World.Person("dan"));
        var video = app.World.Video(ana);
        var root = await SayAsync(app, ben, video, "first");
        await SayAsync(app, cleo, video, "second");
        await SayAsync(app, ben, video, "third", root.Id);

        (await app.Comments(dan).ListParticipantsAsync(new ListParticipantsRequest { VideoId = video.ToString() })).UserIds
            .ShouldBe([ben.ToString(), cleo.ToString(), ana.ToString()]);

        await using var db = app.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        // Where there is an index, it is then taken, however small the table.
        await db.Database.ExecuteSqlRawAsync("set local enable_seqscan = off; set local enable_bitmapscan = off", TestContext.Current.CancellationToken);
        var explained = "explain " + CommentsService.LatestAuthors.Replace("$1", "{0}").Replace("$2", "{1}");
        var plan = string.Join('\n', await db.Database.SqlQueryRaw<string>(explained, video, dan).ToListAsync(TestContext.Current.CancellationToken));
        plan.ShouldContain("Index Scan Backward using ix_comments_video on comments");
    }

    [Fact]
    public async Task Who_may_comment_is_the_authors_word()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana", whoCanComment: "followers"), app.World.Person("ben"));
        var (open, off) = (app.World.Video(ana), app.World.Video(ana, allowComments: false));

        (await Try(app.Comments(ben), open).RefusedAsync()).ShouldBe((403, "comments_limited"));
        (await Try(app.Comments(ben), off).RefusedAsync()).ShouldBe((403, "comments_off"));
        (await Try(app.Comments(null), open).RefusedAsync()).ShouldBe((401, "unauthenticated"));
        await SayAsync(app, ana, off, "my own");
        await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });
        await SayAsync(app, ben, open, "now I may");
    }

    [Theory]
    [InlineData("", "required")]
    [InlineData("  \n ", "required")]
    [InlineData("a\0b", "invalid_text")]
    public async Task A_text_that_is_none_is_refused_by_name(string text, string code)
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, video) = (app.World.Person("ana"), Guid.Empty);
        video = app.World.Video(ana);
        var refused = await Should.ThrowAsync<Grpc.Core.RpcException>(async () => await SayAsync(app, ana, video, text));
        var field = Fault.Of(refused).Fields.Single();
        (field.Field, field.Code).ShouldBe(("text", code));
    }

    [Fact]
    public async Task The_same_key_gives_the_first_answer_and_another_body_is_refused()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, video) = (app.World.Person("ana"), Guid.Empty);
        video = app.World.Video(ana);
        var request = new AddCommentRequest { VideoId = video.ToString(), Text = "once", IdempotencyKey = "k1", ClientRef = "r1" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => await app.Comments(ana).AddCommentAsync(request.Clone())));

        answers.ShouldAllBe(a => a.Equals(answers[0]));
        (await app.Comments(ana).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString() })).Items.Single().ClientRef.ShouldBe("r1");
        request.Text = "other";
        (await app.Comments(ana).AddCommentAsync(request).RefusedAsync()).ShouldBe((422, "idempotency_mismatch"));
    }

    [Fact]
    public async Task A_moderators_decision_is_told_to_who_wrote_it_with_its_reason()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, mod) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("mod"));
        var video = app.World.Video(ana);
        var (first, second, third) = (await SayAsync(app, ben, video, "buy lanterns"), await SayAsync(app, ben, video, "mine"), await SayAsync(app, ben, video, "not here"));
        var desk = app.Client<Contracts.Interaction.V1.Comments.CommentsClient>(mod, Platform.Rpc.AccountRole.Moderator);
        (await desk.DeleteCommentAsync(new DeleteCommentRequest { Id = first.Id, Reason = "dislike" }).RefusedAsync()).Status.ShouldBe(422);
        for (var i = 0; i < 2; i++) await desk.DeleteCommentAsync(new DeleteCommentRequest { Id = first.Id, Reason = "spam" });
        await app.Comments(ben).DeleteCommentAsync(new DeleteCommentRequest { Id = second.Id });
        await app.Comments(ana).DeleteCommentAsync(new DeleteCommentRequest { Id = third.Id });
        var told = (await app.SaidAsync(Contracts.Events.V1.Event.PayloadOneofCase.AccountNotified)).ShouldHaveSingleItem().AccountNotified;
        (told.UserId, told.Type, told.Code, told.About, told.Reason).ShouldBe((ben.ToString(), "moderation", "comment_removed", "buy lanterns", "spam"));
        told.ToString().ShouldNotContain(mod.ToString());
    }

    [Fact]
    public async Task Editing_marks_deleting_keeps_the_thread_and_only_the_right_people_may()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        var video = app.World.Video(ana);
        var root = await SayAsync(app, ben, video, "first");
        await SayAsync(app, cleo, video, "answer", root.Id);

        (await app.Comments(cleo).EditCommentAsync(new EditCommentRequest { Id = root.Id, Text = "mine now" }).RefusedAsync()).ShouldBe((403, "forbidden"));
        var edited = (await app.Comments(ben).EditCommentAsync(new EditCommentRequest { Id = root.Id, Text = "better" })).Comment;
        (edited.Text, edited.EditedAtMs > 0, edited.Version > root.Version).ShouldBe(("better", true, true));

        (await app.Comments(cleo).DeleteCommentAsync(new DeleteCommentRequest { Id = root.Id }).RefusedAsync()).ShouldBe((403, "forbidden"));
        await app.Comments(ana).DeleteCommentAsync(new DeleteCommentRequest { Id = root.Id });
        await app.Comments(ana).DeleteCommentAsync(new DeleteCommentRequest { Id = root.Id });
        await app.FoldAsync();

        var left = (await app.Comments(null).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString() })).Items.Single();
        (left.Deleted, left.Text, left.AuthorId, left.Replies).ShouldBe((true, "", "", 1));
        (await app.Counts(null).GetVideoCountsAsync(new GetVideoCountsRequest { VideoIds = { video.ToString() } })).Items.Single().Comments.ShouldBe(1);
        (await app.Comments(ben).GetCommentAsync(new GetCommentRequest { Id = root.Id }).RefusedAsync()).ShouldBe((404, "not_found"));
        (await app.AuditAsync()).ShouldBeEmpty();
        (await app.SaidAsync(Event.PayloadOneofCase.CommentChanged)).Count(e => e.CommentChanged.Deleted && e.CommentChanged.Text.Length == 0).ShouldBe(1);
    }

    [Fact]
    public async Task One_comment_is_pinned_and_leads_and_the_authors_like_shows()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = app.World.Video(ana);
        var (one, two) = (await SayAsync(app, ben, video, "one"), await SayAsync(app, ben, video, "two"));

        (await app.Comments(ben).SetCommentPinAsync(new SetCommentPinRequest { Id = one.Id, Pinned = true }).RefusedAsync()).ShouldBe((403, "forbidden"));
        await app.Comments(ana).SetCommentPinAsync(new SetCommentPinRequest { Id = two.Id, Pinned = true });
        await app.Comments(ana).SetCommentPinAsync(new SetCommentPinRequest { Id = one.Id, Pinned = true });
        await app.Comments(ana).SetCommentLikeAsync(new SetCommentLikeRequest { Id = two.Id, Liked = true });

        var items = (await app.Comments(ben).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString(), Sort = "new" })).Items;
        items.Select(c => (c.Text, c.Pinned, c.LikedByAuthor, c.Likes)).ShouldBe([("one", true, false, 0), ("two", false, true, 1)]);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
            await app.Comments(ana).SetCommentPinAsync(new SetCommentPinRequest { Id = i % 2 == 0 ? one.Id : two.Id, Pinned = true })));
        (await app.Comments(ben).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString() })).Items.Count(c => c.Pinned).ShouldBe(1);
    }

    [Theory]
    [InlineData("top")]
    [InlineData("new")]
    public async Task Pages_hold_every_comment_once_in_order_both_ways_and_around_one(string sort)
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = app.World.Video(ana);
        var all = new List<Comment>();
        for (var i = 0; i < 11; i++)
        {
            all.Add(await SayAsync(app, ben, video, $"comment {i}"));
            app.Time.Advance(TimeSpan.FromSeconds(1));
        }
        foreach (var i in new[] { 2, 7 }) await app.Comments(ana).SetCommentLikeAsync(new SetCommentLikeRequest { Id = all[i].Id, Liked = true });
        await app.FoldAsync();
        all.Reverse();
        var expected = sort == "new" ? all.Select(c => c.Text).ToList() : ["comment 7", "comment 2", .. all.Select(c => c.Text).Where(t => t is not ("comment 7" or "comment 2"))];

        var (read, cursor) = (new List<string>(), "");
        do
        {
            var page = await app.Comments(ana).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString(), Sort = sort, Page = new() { Limit = 4, Cursor = cursor } });
            read.AddRange(page.Items.Select(c => c.Text));
            cursor = page.NextCursor;
        }
        while (cursor.Length > 0);
        read.ShouldBe(expected);

        var middle = all.Single(c => c.Text == expected[6]);
        var around = await app.Comments(ana).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString(), Sort = sort, Around = middle.Id, Page = new() { Limit = 3 } });
        around.Items.Select(c => c.Text).ShouldBe(expected[6..9]);
        var earlier = await app.Comments(ana).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString(), Sort = sort, Page = new() { Limit = 4, Cursor = around.PrevCursor } });
        earlier.Items.Select(c => c.Text).ShouldBe(expected[2..6]);
        var again = await app.Comments(ana).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString(), Sort = sort, Page = new() { Limit = 4, Cursor = earlier.NextCursor } });
        again.Items.Select(c => c.Text).ShouldBe(expected[6..10]);
    }

    [Fact]
    public async Task Blocked_and_muted_people_are_not_read()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo, dan) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"), app.World.Person("dan"));
        var video = app.World.Video(ana);
        foreach (var (who, text) in new[] { (ben, "ben"), (cleo, "cleo"), (dan, "dan") }) await SayAsync(app, who, video, text);
        await app.Follows(ben).SetBlockAsync(new SetBlockRequest { UserId = cleo.ToString(), Block = true });
        await app.Follows(ben).SetMuteAsync(new SetMuteRequest { UserId = dan.ToString(), Mute = true });

        (await TextsAsync(app, ben, video)).ShouldBe(["ben"]);
        (await TextsAsync(app, cleo, video)).Order().ShouldBe(["cleo", "dan"]);
        (await TextsAsync(app, dan, video)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_a_muted_person_began_is_there_for_whoever_has_its_address_with_what_others_answered()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo, dan) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"), app.World.Person("dan"));
        var video = app.World.Video(ana);
        var root = await SayAsync(app, dan, video, "dan begins");
        foreach (var (who, text) in new[] { (cleo, "cleo answers"), (dan, "dan goes on") }) await SayAsync(app, who, video, text, root.Id);
        await app.Follows(ben).SetMuteAsync(new SetMuteRequest { UserId = dan.ToString(), Mute = true });

        (await TextsAsync(app, ben, video)).ShouldBeEmpty();
        (await app.Comments(ben).GetCommentAsync(new GetCommentRequest { Id = root.Id })).Comment.Text.ShouldBe("dan begins");
        (await RepliesAsync(ben)).Select(c => c.Text).ShouldBe(["cleo answers"]);
        // A block hides by address, too.
        await app.Follows(ben).SetBlockAsync(new SetBlockRequest { UserId = dan.ToString(), Block = true });
        (await app.Comments(ben).ListRepliesAsync(new ListRepliesRequest { CommentId = root.Id }).RefusedAsync()).ShouldBe((404, "not_found"));
        (await app.Comments(ben).GetCommentAsync(new GetCommentRequest { Id = root.Id }).RefusedAsync()).ShouldBe((404, "not_found"));
        (await RepliesAsync(cleo)).Count.ShouldBe(2);

        async Task<RepeatedField<Comment>> RepliesAsync(Guid viewer) => (await app.Comments(viewer).ListRepliesAsync(new ListRepliesRequest { CommentId = root.Id })).Items;
    }

    /// <summary>The service hears that the video is for fewer people now.</summary>
    private static async Task LimitAsync(InteractionApp app, Guid author, Guid video, Audience audience, bool published = true)
    {
        await using var db = app.Open();
        var state = new VideoState
        {
            VideoId = video.ToString(),
            AuthorId = author.ToString(),
            Audience = audience,
            AllowComments = true,
            DurationMs = 10_000,
            State = "ready",
            PublishedAtMs = published ? 1 : 0,
            Version = 2,
        };
        await new KnownVideos().HandleAsync(db, [new Event { VideoChanged = new VideoChanged { Video = state } }], TestContext.Current.CancellationToken);
    }

    private static async Task<RepeatedField<string>> TextsAsync(InteractionApp app, Guid viewer, Guid video)
        => [.. (await app.Comments(viewer).ListCommentsAsync(new ListCommentsRequest { VideoId = video.ToString() })).Items.Select(c => c.Text)];

    private static async Task<Comment> SayAsync(InteractionApp app, Guid who, Guid video, string text, string parent = "")
    {
        // Ids sort by the millisecond they were made in.
        app.Time.Advance(TimeSpan.FromMilliseconds(1));
        return (await app.Comments(who).AddCommentAsync(new AddCommentRequest { VideoId = video.ToString(), Text = text, ParentId = parent })).Comment;
    }

    private static Grpc.Core.AsyncUnaryCall<AddCommentResponse> Try(CommentsClient comments, Guid video)
        => comments.AddCommentAsync(new AddCommentRequest { VideoId = video.ToString(), Text = "hello" });
}
