using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Interaction.Known;

namespace Zoetrope.Interaction.Tests.Known;

/// <summary>What a deleted account leaves behind: nothing of theirs, and counts that are true.</summary>
public sealed class EraseAccountTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_deleted_account_is_erased_everywhere_and_every_count_follows()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        var (hers, his) = (app.World.Video(ana), app.World.Video(ben));
        await ActAsync(app, ben, cleo, hers, his);
        // Half of it folded, half of it pending.
        await app.FoldAsync();
        await app.Likes(ben).SetLikeAsync(new SetLikeRequest { VideoId = hers.ToString(), Liked = true });
        await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });
        var first = await SayAsync(app, ben, hers, "I was here");
        var answer = await SayAsync(app, cleo, hers, "Were you, @ben", first.Id);
        await SayAsync(app, ben, hers, "Yes", answer.Id);
        await app.Comments(cleo).SetCommentLikeAsync(new SetCommentLikeRequest { Id = first.Id, Liked = true });

        foreach (var _ in (int[])[1, 2]) await DeleteAsync(app, ben);

        (await app.AuditAsync()).ShouldBeEmpty();
        var counts = (await app.Counts(cleo).GetVideoCountsAsync(new GetVideoCountsRequest { VideoIds = { hers.ToString() } })).Items.Single();
        (counts.Likes, counts.Saves, counts.Comments, counts.Views, counts.Shares).ShouldBe((1, 0, 1, 2, 1));
        (await app.Counts(cleo).GetUserCountsAsync(new GetUserCountsRequest { UserIds = { ana.ToString() } })).Items.Single()
            .ShouldBe(new UserCounts { UserId = ana.ToString(), Followers = 0, Following = 0, Likes = 1 });
        // A deleted comment is shown while its folded count says that it has replies.
        await app.FoldAsync();
        var thread = (await app.Comments(cleo).ListCommentsAsync(new ListCommentsRequest { VideoId = hers.ToString() })).Items.Single();
        (thread.Deleted, thread.Text, thread.AuthorId, thread.Replies, thread.Likes).ShouldBe((true, "", "", 1, 0));
        (await app.Comments(cleo).ListRepliesAsync(new ListRepliesRequest { CommentId = first.Id })).Items.Select(c => c.Text).ShouldBe(["Were you, @ben"]);
        await app.FoldAsync();
        (await app.AuditAsync()).ShouldBeEmpty();
        (await MentionsOfAsync(app, ben)).ShouldBeEmpty();
    }

    /// <summary>Everybody's events wait while one account is erased, so it must not read large tables through.</summary>
    [Fact]
    public async Task Erasing_finds_what_it_looks_for_by_index()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        await using var db = app.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var (ana, video) = (app.World.Person("ana"), Guid.CreateVersion7());
        await KnownVideos.StoreAsync(db, [new KnownVideo { VideoId = video, AuthorId = ana, Published = true, DurationMs = 1000, Version = 1 }], CancellationToken.None);
        // Where there is an index, it is then taken, however small the table.
        await db.Database.ExecuteSqlAsync($"set local enable_seqscan = off");
        var before = await ReadThroughAsync();
        await new EraseAccount(db, app.Time).RunAsync(ana, CancellationToken.None);
        (await ReadThroughAsync()).ShouldBe(before);
        // An index by person can be read through for a video, too, which is no better.
        (await db.Database.SqlQuery<string>($"""
            select indexrelid::regclass::text as "Value" from pg_index
            where indexrelid::regclass::text in ('ix_likes_video_id', 'ix_saves_video_id', 'ix_comments_video') and pg_stat_get_xact_numscans(indexrelid) > 0
            """).ToListAsync()).Count.ShouldBe(3);
        // Once, for the person: nobody played the video.
        (await db.Database.SqlQuery<long>($"""
            select sum(pg_stat_get_xact_numscans(indexrelid))::bigint as "Value" from pg_index where indrelid = 'history'::regclass
            """).SingleAsync()).ShouldBe(1);

        async Task<List<string>> ReadThroughAsync() => await db.Database.SqlQuery<string>($"""
            select relname || ' ' || seq_scan as "Value" from pg_stat_xact_user_tables
            where relname in ('comments', 'comment_likes', 'likes', 'saves', 'follows', 'blocks', 'mutes', 'shares', 'history', 'reports', 'views_before') and seq_scan > 0 order by 1
            """).ToListAsync();
    }

    [Fact]
    public async Task What_was_watched_of_an_erased_account_leaves_everybodys_history()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        var (hers, his) = (app.World.Video(ana), app.World.Video(ben));
        await ActAsync(app, ben, cleo, hers, his);

        await DeleteAsync(app, ana);

        await using var db = app.Open();
        (await db.History.Select(h => h.VideoId).Distinct().ToListAsync()).ShouldBe([his]);
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Opening_an_account_accepts_what_waits()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana", isPrivate: true), app.World.Person("ben"));
        (await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true })).Requested.ShouldBeTrue();

        await HearAsync(app, new AccountState { UserId = ana.ToString(), Username = "ana", IsPrivate = true, Version = 2 });
        (await app.Follows(ana).ListRequestsAsync(new ListRequestsRequest())).UserIds.ShouldBe([ben.ToString()]);
        await HearAsync(app, new AccountState { UserId = ana.ToString(), Username = "ana", Version = 3 });
        await HearAsync(app, new AccountState { UserId = ana.ToString(), Username = "ana", Version = 3 });

        (await app.Follows(ana).ListRequestsAsync(new ListRequestsRequest())).UserIds.ShouldBeEmpty();
        var relation = (await app.Follows(ben).GetRelationsAsync(new GetRelationsRequest { UserIds = { ana.ToString() } })).Items.Single();
        (relation.Following, relation.Requested).ShouldBe((true, false));
        var said = (await app.SaidAsync(Event.PayloadOneofCase.FollowChanged)).Select(e => e.FollowChanged).ToList();
        said.Select(f => (f.Previous, f.State)).ShouldBe([(FollowState.None, FollowState.Requested), (FollowState.Requested, FollowState.Following)]);
        (await app.Counts(null).GetUserCountsAsync(new GetUserCountsRequest { UserIds = { ana.ToString() } })).Items.Single().Followers.ShouldBe(1);
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    private static async Task ActAsync(InteractionApp app, Guid ben, Guid cleo, Guid hers, Guid his)
    {
        foreach (var video in (Guid[])[hers, his])
        {
            await app.Likes(cleo).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true });
            foreach (var who in (Guid[])[ben, cleo])
                await app.Plays(who).RecordWatchesAsync(new RecordWatchesRequest { Items = { new Watch { VideoId = video.ToString(), PlayId = Guid.CreateVersion7().ToString(), WatchedMs = 2000 } } });
            await SayAsync(app, cleo, video, "mine");
            await app.Plays(ben).ShareAsync(new ShareRequest { VideoId = video.ToString(), Channel = "link", IdempotencyKey = video.ToString() });
            await app.Likes(ben).SetSaveAsync(new SetSaveRequest { VideoId = video.ToString(), Saved = true });
        }
        var mine = (await app.Comments(ben).ListCommentsAsync(new ListCommentsRequest { VideoId = hers.ToString() })).Items.Single();
        await app.Comments(ben).SetCommentLikeAsync(new SetCommentLikeRequest { Id = mine.Id, Liked = true });
        await app.Comments(cleo).DeleteCommentAsync(new DeleteCommentRequest { Id = mine.Id });
        await app.Follows(cleo).SetFollowAsync(new SetFollowRequest { UserId = ben.ToString(), Follow = true });
        await app.Follows(ben).SetMuteAsync(new SetMuteRequest { UserId = cleo.ToString(), Mute = true });
        await app.Plays(ben).ReportAsync(new ReportRequest { Kind = "video", TargetId = hers.ToString(), Reason = "spam" });
    }

    private static Task DeleteAsync(InteractionApp app, Guid who) => HearAsync(app, new AccountState { UserId = who.ToString(), Suspended = true, Deleted = true, Version = 9 });

    private static async Task HearAsync(InteractionApp app, AccountState account)
    {
        await using var db = app.Open();
        await db.Database.BeginTransactionAsync();
        await new KnownAccounts(app.Time).HandleAsync(db, [new Event { AccountChanged = new AccountChanged { Account = account } }], CancellationToken.None);
        await db.Database.CommitTransactionAsync();
    }

    private static async Task<Comment> SayAsync(InteractionApp app, Guid who, Guid video, string text, string parent = "")
        => (await app.Comments(who).AddCommentAsync(new AddCommentRequest { VideoId = video.ToString(), Text = text, ParentId = parent })).Comment;

    /// <summary>Every column of every table, apart from tombstones of accounts and videos, counts that fell to nothing, and the outbox, that still holds the account's id.</summary>
    private static async Task<List<string>> MentionsOfAsync(InteractionApp app, Guid who)
    {
        await using var db = app.Open();
        var columns = await db.Database.SqlQuery<string>($"""
            select c.table_name || '|' || c.column_name as "Value" from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
            where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name not in ('known_accounts', 'known_videos', 'user_counts', 'outbox', '__EFMigrationsHistory')
            """).ToListAsync();
        var found = new List<string>();
        foreach (var column in columns.Select(c => c.Split('|')))
        {
            var sql = $"select count(*) as \"Value\" from {column[0]} where \"{column[1]}\"::text like '%' || {{0}} || '%'";
            if (await db.Database.SqlQueryRaw<long>(sql, who.ToString()).SingleAsync() > 0) found.Add(string.Join('.', column));
        }
        return found;
    }
}
