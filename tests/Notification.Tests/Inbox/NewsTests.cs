using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Notification.Inbox;
using Zoetrope.Platform.Data;
using static Zoetrope.Notification.Tests.Happenings;

namespace Zoetrope.Notification.Tests.Inbox;

/// <summary>New clips, names in their titles, muted threads, and people who are erased.</summary>
public sealed class NewsTests(PostgresFixture postgres)
{
    private readonly Guid _ana = Guid.CreateVersion7(), _ben = Guid.CreateVersion7(), _cleo = Guid.CreateVersion7(), _video = Guid.CreateVersion7(), _comment = Guid.CreateVersion7();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Followers_hear_of_a_new_clip_whichever_comes_first(bool followFirst)
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        var follow = Follow(_ben, _ana, 5, FollowState.Following, FollowState.None);
        var late = Follow(_cleo, _ana, 40, FollowState.Following, FollowState.None);
        var published = Aired(_video, _ana, 6, at: 30);
        foreach (var e in (Event[])(followFirst ? [follow, published, late] : [late, published, follow])) await app.HearAsync(e);

        var told = (await ItemsAsync(app, _ben)).Single();
        (told.Type, told.VideoId, told.VideoTitle, told.ActorIds.Single()).ShouldBe(("new_video", _video.ToString(), "clip", _ana.ToString()));
        // Whoever began to follow later has it in their feed.
        (await ItemsAsync(app, _cleo)).ShouldBeEmpty();
        await app.HearAsync(Follow(_ben, _ana, 50, FollowState.None, FollowState.Following));
        (await ItemsAsync(app, _ben)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_named_in_a_clip_hears_of_it_if_they_may_see_it()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await app.HearAsync(Account(_ana, 1, isPrivate: true));
        await app.HearAsync(Aired(_video, _ana, 2, 30, _ben));
        (await ItemsAsync(app, _ben)).ShouldBeEmpty();
        await app.HearAsync(Account(_ana, 3));
        (await ItemsAsync(app, _ben)).Single().Type.ShouldBe("mention");
    }

    [Fact]
    public async Task A_muted_thread_tells_nothing_more_and_what_is_there_stays()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await app.HearAsync(Like(_ben, _video, _ana, 1));
        (await app.Inbox(_ana).SetThreadMuteAsync(new SetThreadMuteRequest { VideoId = _video.ToString(), Muted = true })).Muted.ShouldBeTrue();
        await app.HearAsync(Like(_cleo, _video, _ana, 2), Comment(_comment, _ben, _video, _ana, 3));
        (await ItemsAsync(app, _ana)).Select(i => (i.Type, i.Count)).ShouldBe([("like", 1)]);

        await app.Inbox(_ana).SetThreadMuteAsync(new SetThreadMuteRequest { VideoId = _video.ToString() });
        await app.Inbox(_ana).SetThreadMuteAsync(new SetThreadMuteRequest { VideoId = Guid.Empty.ToString(), Muted = true });
        await app.HearAsync(Comment(Guid.CreateVersion7(), _ben, _video, _ana, 4, parentAuthor: _ana), Comment(Guid.CreateVersion7(), _cleo, _video, _ana, 5));
        (await ItemsAsync(app, _ana)).Select(i => i.Type).Order().ShouldBe(["comment", "like"]);
    }

    [Fact]
    public async Task What_somebody_may_not_see_they_cannot_mute_but_no_longer_mute()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        var hidden = NotificationApp.Hidden.ToString();
        foreach (var request in new[] { new SetThreadMuteRequest { VideoId = hidden, Muted = true }, new SetThreadMuteRequest { CommentId = hidden, Muted = true }, new SetThreadMuteRequest { Muted = true } })
            (await Should.ThrowAsync<RpcException>(async () => await app.Inbox(_ana).SetThreadMuteAsync(request))).StatusCode.ShouldBe(StatusCode.NotFound);
        await app.Inbox(_ana).SetThreadMuteAsync(new SetThreadMuteRequest { VideoId = hidden });

        // Any comment stands for its thread.
        await app.Inbox(_ana).SetThreadMuteAsync(new SetThreadMuteRequest { CommentId = _comment.ToString(), Muted = true });
        await using var db = app.Open();
        (await db.Set<ThreadMuteRow>().Select(m => m.TargetId).ToListAsync()).ShouldBe([NotificationApp.FirstComment]);
    }

    /// <summary>Everybody's events wait while one account is erased, so it must not read large tables through.</summary>
    [Fact]
    public async Task Erasing_finds_what_it_looks_for_by_index()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await using var db = app.Open();
        await db.InTransaction(async () =>
        {
            // Where there is an index, it is then taken, however small the table.
            await db.Database.ExecuteSqlAsync($"set local enable_seqscan = off");
            var before = await ReadThroughAsync();
            await EraseAccount.RunAsync(db, [_ben], CancellationToken.None);
            (await ReadThroughAsync()).ShouldBe(before);
        }, CancellationToken.None);

        async Task<List<string>> ReadThroughAsync() => await db.Database.SqlQuery<string>($"""
            select relname || ' ' || seq_scan as "Value" from pg_stat_xact_user_tables
            where relname in ('sources', 'parts', 'items', 'known_follows', 'known_blocks', 'known_mutes') and seq_scan > 0 order by 1
            """).ToListAsync();
    }

    [Fact]
    public async Task A_deleted_account_leaves_no_inbox_and_no_trace_in_others()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await app.HearAsync(Like(_ben, _video, _ana, 1), Like(_cleo, _video, _ana, 2), Follow(_ben, _ana, 3, FollowState.Following, FollowState.None), Follow(_ana, _ben, 4, FollowState.Following, FollowState.None));
        await app.Inbox(_ben).UpdatePreferencesAsync(new UpdatePreferencesRequest { Types_ = { ["share"] = new Preference { InApp = false } } });
        await app.HearAsync(Account(_ben, 9, deleted: true));
        await using var db = app.Open();
        (await db.Database.SqlQuery<string>($"select key as \"Value\" from sources").ToListAsync()).ShouldBe([$"like:{_cleo}:{_video}"]);
        await app.HearAsync(Like(_ben, _video, _ana, 1), Like(_ben, _video, _ana, 5));

        (await ItemsAsync(app, _ana)).Single().ActorIds.ShouldBe([_cleo.ToString()]);
        (await ItemsAsync(app, _ben)).ShouldBeEmpty();
        foreach (var table in (string[])["parts", "items", "inboxes", "preferences", "known_follows"])
        {
            var sql = $"select t::text as \"Value\" from {table} t";
            var rows = await db.Database.SqlQueryRaw<string>(sql).ToListAsync();
            rows.ShouldAllBe(row => !row.Contains(_ben.ToString()), table);
        }
    }

    private static async Task<List<NotificationItem>> ItemsAsync(NotificationApp app, Guid who)
        => [.. (await app.Inbox(who).ListNotificationsAsync(new ListNotificationsRequest())).Items];
}
