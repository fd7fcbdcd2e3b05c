using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Plays;

namespace Zoetrope.Interaction.Tests.Plays;

public sealed class PlaysTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_view_counts_once_in_ten_minutes_however_often_it_is_played_or_reported()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ben, video) = (app.World.Person("ben"), app.World.Video(app.World.Person("ana")));
        var play = Watch(video, 900);

        await RecordAsync(app, ben, play);
        (await ViewsAsync(app, video)).ShouldBe(0);
        play.WatchedMs = 1500;
        await RecordAsync(app, ben, play);
        await RecordAsync(app, ben, play);
        await RecordAsync(app, ben, Watch(video, 5000), Watch(video, 5000));
        (await ViewsAsync(app, video)).ShouldBe(1);

        app.Time.Advance(TimeSpan.FromMinutes(10));
        play.WatchedMs = 9000;
        await RecordAsync(app, ben, play);
        (await ViewsAsync(app, video)).ShouldBe(1);
        await RecordAsync(app, ben, Watch(video, 5000));
        (await ViewsAsync(app, video)).ShouldBe(2);
        await app.FoldAsync();
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_device_watched_is_the_accounts_that_signs_up_on_it_and_no_view_counts_twice(bool heardFirst)
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var author = app.World.Person("ana");
        var (both, before, after) = (app.World.Video(author), app.World.Video(author), app.World.Video(author));
        var (ben, device) = (app.World.Person("ben"), Guid.CreateVersion7().ToString());
        var play = Watch(both, 4000);
        var signedOut = app.Client<Contracts.Interaction.V1.Plays.PlaysClient>(null, device: device);
        await signedOut.RecordWatchesAsync(new RecordWatchesRequest { Items = { play, Watch(before, 5000) } });
        async Task JoinAsync()
        {
            await using var db = app.Open();
            var told = new Event { UserRegistered = new UserRegistered { Account = new AccountState { UserId = ben.ToString(), Username = "ben", Version = 1 }, DeviceId = device } };
            await new JoinDevice().HandleAsync(db, [told], CancellationToken.None);
        }

        if (heardFirst) await JoinAsync();
        var farther = play.Clone();
        farther.WatchedMs = 6000;
        await RecordAsync(app, ben, farther, Watch(both, 3000), Watch(after, 2000));
        foreach (var _ in (int[])[1, 2]) await JoinAsync();

        foreach (var video in (Guid[])[both, before, after]) (await ViewsAsync(app, video)).ShouldBe(1, $"{video}");
        (await app.Plays(ben).ListHistoryAsync(new ListHistoryRequest())).Items.Select(i => i.VideoId).ShouldBe([$"{both}", $"{before}", $"{after}"], ignoreOrder: true);
        await using (var db = app.Open())
        {
            (await db.Database.SqlQuery<long>($"""select count(*) as "Value" from watches where viewer <> {$"u:{ben}"} or user_id is distinct from {ben}""").SingleAsync()).ShouldBe(0);
            (await db.Database.SqlQuery<long>($"""select count(*) filter (where viewed) as "Value" from watches""").SingleAsync()).ShouldBe(3);
            (await db.Database.SqlQuery<long>($"""select count(*) as "Value" from watches""").SingleAsync()).ShouldBe(4);
        }
        await app.FoldAsync();
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_clip_shorter_than_a_second_counts_when_it_is_watched_to_the_end()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var video = app.World.Video(app.World.Person("ana"), durationMs: 600);
        var (half, whole) = (Watch(video, 300), Watch(video, 600));
        whole.Completed = true;

        await RecordAsync(app, app.World.Person("ben"), half);
        (await ViewsAsync(app, video)).ShouldBe(0);
        await RecordAsync(app, app.World.Person("cleo"), whole);
        (await ViewsAsync(app, video)).ShouldBe(1);
    }

    [Fact]
    public async Task Per_field_the_larger_wins_and_every_change_is_said_with_a_higher_version()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ben, video) = (app.World.Person("ben"), app.World.Video(app.World.Person("ana")));
        var first = Watch(video, 4000);
        (first.Loops, first.Stalls) = (0, 2);
        first.Ranges.Add(new Contracts.Interaction.V1.Range { StartMs = 0, EndMs = 4000 });
        var second = first.Clone();
        (second.WatchedMs, second.Loops, second.Stalls, second.Completed) = (3000, 1, 1, true);
        second.Ranges[0] = new Contracts.Interaction.V1.Range { StartMs = 3000, EndMs = 9000 };

        await RecordAsync(app, ben, first);
        await RecordAsync(app, ben, second);
        await RecordAsync(app, ben, first);

        var said = await SaidAsync(app);
        said.Count.ShouldBe(2);
        (said[1].WatchedMs, said[1].Loops, said[1].Completed, said[1].Viewed, said[1].DurationMs).ShouldBe((4000, 1, true, true, 10_000));
        said[1].Version.ShouldBeGreaterThan(said[0].Version);
        await using var db = app.Open();
        (await db.Database.SqlQuery<string>($"""select ranges::text as "Value" from watches""").SingleAsync()).ShouldBe("{[0,9000)}");
    }

    [Fact]
    public async Task A_play_cannot_have_lasted_longer_than_time_allows()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ben, video) = (app.World.Person("ben"), app.World.Video(app.World.Person("ana")));
        var play = Watch(video, 60_000);
        await RecordAsync(app, ben, play);
        app.Time.Advance(TimeSpan.FromSeconds(5));
        (play.Loops, play.WatchedMs) = (500, 3_000_000);
        await RecordAsync(app, ben, play);

        var said = (await SaidAsync(app)).Select(play => play.WatchedMs).ToList();
        said[0].ShouldBe(10_000);
        said[1].ShouldBeLessThanOrEqualTo(2 * (10_000 + 5_000));
    }

    [Fact]
    public async Task A_play_cannot_be_older_than_the_serving_of_its_clip()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ben, video) = (app.World.Person("ben"), app.World.Video(app.World.Person("ana"), durationMs: 60_000));
        var served = app.Time.GetUtcNow();
        app.Time.Advance(TimeSpan.FromSeconds(3));
        var play = Watch(video, 60_000);
        (play.ImpressionId, play.Loops) = (Guid.CreateVersion7(served).ToString(), 100);
        await RecordAsync(app, ben, play);
        (await SaidAsync(app)).Single().WatchedMs.ShouldBe(6000);
    }

    [Fact]
    public async Task A_first_report_claims_one_pass_of_each_clip_and_a_minute_at_the_most()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ben, ana) = (app.World.Person("ben"), app.World.Person("ana"));
        var (tiny, clip) = (Watch(app.World.Video(ana, durationMs: 1100), 3_600_000), Watch(app.World.Video(ana), 10_000));
        tiny.Loops = 100_000;
        await RecordAsync(app, ben, tiny, clip);
        (await SaidAsync(app)).Sum(play => play.WatchedMs).ShouldBe(60_000 + 1100 + 10_000);
    }

    [Fact]
    public async Task All_plays_of_a_viewer_together_last_no_longer_than_time_since_the_last_report_allows()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ben, ana) = (app.World.Person("ben"), app.World.Person("ana"));
        var (first, second) = (Watch(app.World.Video(ana, durationMs: 600_000), 600_000), Watch(app.World.Video(ana, durationMs: 600_000), 600_000));
        await RecordAsync(app, ben, first);
        var before = await WatchedAsync(app, ben);
        app.Time.Advance(TimeSpan.FromSeconds(20));
        first.Loops = 5;
        first.WatchedMs = second.WatchedMs = 3_000_000;
        await RecordAsync(app, ben, second, first, Watch(app.World.Video(ana), 10_000));
        await RecordAsync(app, ben, Watch(app.World.Video(ana), 10_000));
        // The first report left a minute of what somebody unknown may have watched.
        (await WatchedAsync(app, ben) - before).ShouldBe(60_000 + (2 * 20_000));

        // An honest player that was cut off for a while loses nothing.
        app.Time.Advance(TimeSpan.FromMinutes(10));
        var held = Enumerable.Range(0, 20).Select(_ => Watch(app.World.Video(ana, durationMs: 30_000), 30_000)).ToArray();
        before = await WatchedAsync(app, ben);
        await RecordAsync(app, ben, held);
        (await WatchedAsync(app, ben) - before).ShouldBe(600_000);
    }

    [Fact]
    public async Task A_view_counts_by_what_the_play_can_have_lasted()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ben, video, shown) = (app.World.Person("ben"), app.World.Video(app.World.Person("ana")), app.World.Video(app.World.Person("cleo")));
        var (play, served) = (Watch(video, 0), Watch(shown, 60_000));
        served.ImpressionId = Guid.CreateVersion7(app.Time.GetUtcNow()).ToString();
        await RecordAsync(app, ben, play);
        app.Time.Advance(TimeSpan.FromMilliseconds(40));
        play.WatchedMs = 60_000;
        await RecordAsync(app, ben, play, served);
        (await ViewsAsync(app, video), await ViewsAsync(app, shown)).ShouldBe((0, 0));

        app.Time.Advance(TimeSpan.FromSeconds(1));
        await RecordAsync(app, ben, play, served);
        (await ViewsAsync(app, video), await ViewsAsync(app, shown)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Having_skipped_to_the_end_first_does_not_take_the_view_away()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ben, video) = (app.World.Person("ben"), app.World.Video(app.World.Person("ana")));
        var play = Watch(video, 300);
        play.Completed = true;
        await RecordAsync(app, ben, play);
        (await ViewsAsync(app, video)).ShouldBe(0);
        app.Time.Advance(TimeSpan.FromSeconds(5));
        play.WatchedMs = 5000;
        await RecordAsync(app, ben, play);
        (await ViewsAsync(app, video)).ShouldBe(1);
    }

    [Fact]
    public async Task Devices_watch_without_an_account_and_nobody_without_either()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var video = app.World.Video(app.World.Person("ana"));
        var request = new RecordWatchesRequest { Items = { Watch(video, 2000), Watch(Guid.CreateVersion7(), 2000) } };

        (await app.Client<Contracts.Interaction.V1.Plays.PlaysClient>(null, device: "d1").RecordWatchesAsync(request)).Accepted.ShouldBe(1);
        (await app.Client<Contracts.Interaction.V1.Plays.PlaysClient>(null, device: "d2").RecordWatchesAsync(request)).Accepted.ShouldBe(1);
        (await app.Plays(null).RecordWatchesAsync(request)).Accepted.ShouldBe(0);
        (await ViewsAsync(app, video)).ShouldBe(2);
        (await app.SaidAsync(Event.PayloadOneofCase.PlaysWatched)).Select(e => e.Key).ShouldBe(["d:d1", "d:d2"]);
    }

    [Fact]
    public async Task Hidden_videos_are_not_watched_and_the_history_forgets_when_told()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var videos = Enumerable.Range(0, 3).Select(_ => app.World.Video(ana)).ToList();
        (await app.Plays(ben).RecordWatchesAsync(new RecordWatchesRequest { Items = { Watch(app.World.Video(ana, "private"), 2000) } })).Accepted.ShouldBe(0);
        foreach (var video in videos)
        {
            await RecordAsync(app, ben, Watch(video, 2000));
            app.Time.Advance(TimeSpan.FromMinutes(1));
        }
        await RecordAsync(app, ben, Watch(videos[0], 3000));

        var first = await app.Plays(ben).ListHistoryAsync(new ListHistoryRequest { Page = new() { Limit = 2 } });
        var rest = await app.Plays(ben).ListHistoryAsync(new ListHistoryRequest { Page = new() { Limit = 2, Cursor = first.NextCursor } });
        first.Items.Concat(rest.Items).Select(i => i.VideoId).ShouldBe(new[] { videos[0], videos[2], videos[1] }.Select(v => v.ToString()));

        await app.Plays(ben).ClearHistoryAsync(new ClearHistoryRequest());
        (await app.Plays(ben).ListHistoryAsync(new ListHistoryRequest())).Items.ShouldBeEmpty();
        await app.FoldAsync();
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Old_days_are_rolled_up_and_dropped_and_counts_stay_true()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ben, video) = (app.World.Person("ben"), app.World.Video(app.World.Person("ana")));
        await RecordAsync(app, ben, Watch(video, 2000));
        await app.FoldAsync();
        app.Time.Advance(TimeSpan.FromDays(500));
        var upkeep = ActivatorUtilities.CreateInstance<Upkeep>(app.Services);

        (await upkeep.RunAsync(CancellationToken.None)).ShouldBe(2);
        (await upkeep.RunAsync(CancellationToken.None)).ShouldBe(0);

        await using var db = app.Open();
        (await db.Database.SqlQuery<long>($"""select count(*) as "Value" from watches""").SingleAsync()).ShouldBe(0);
        (await ViewsAsync(app, video)).ShouldBe(1);
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_share_whose_client_left_before_its_answer_was_kept_is_answered_for_when_it_is_repeated()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var request = new ShareRequest { VideoId = app.World.Video(ana).ToString(), Channel = "link", IdempotencyKey = "s1" };
        await using var db = app.Open();
        await db.Database.ExecuteSqlRawAsync("""
            create function wait_for_test() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(1); return new; end $$;
            create trigger slow before update on idempotency for each row execute function wait_for_test();
            """, TestContext.Current.CancellationToken);
        await using var held = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await db.Database.ExecuteSqlRawAsync("select pg_advisory_xact_lock(1)", TestContext.Current.CancellationToken);

        using var client = new CancellationTokenSource();
        var share = app.Plays(ben).ShareAsync(request, cancellationToken: client.Token);
        await app.WaitForLocksAsync(1);
        await client.CancelAsync();
        await held.CommitAsync(TestContext.Current.CancellationToken);
        try { await share; }
        catch (Grpc.Core.RpcException) { /* nobody reads how it ended */ }

        await Eventually(async () => (await app.Plays(ben).ShareAsync(request)).Shares.ShouldBe(1));
        (await app.SaidAsync(Event.PayloadOneofCase.Shared)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Shares_count_by_channel_and_a_repeated_request_counts_once()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var video = app.World.Video(app.World.Person("ana"));
        var request = new ShareRequest { VideoId = video.ToString(), Channel = "link", IdempotencyKey = "s1" };
        var ben = app.Plays(app.World.Person("ben"));

        (await ben.ShareAsync(request)).Shares.ShouldBe(1);
        (await ben.ShareAsync(request)).Shares.ShouldBe(1);
        (await app.Plays(null).ShareAsync(new ShareRequest { VideoId = video.ToString(), Channel = "qr" })).ShouldBe(new ShareResponse { Shares = 2, Rev = 2 });
        (await ben.ShareAsync(new ShareRequest { VideoId = video.ToString(), Channel = "No way" }).RefusedAsync()).ShouldBe((422, "validation_failed"));
        (await app.SaidAsync(Event.PayloadOneofCase.Shared)).Count.ShouldBe(2);
        await app.FoldAsync();
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_report_names_something_that_is_there_and_is_filed_once()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = app.World.Video(ana);
        var request = new ReportRequest { Kind = "video", TargetId = video.ToString(), Reason = "spam", Detail = "again and again" };

        var first = await app.Plays(ben).ReportAsync(request);
        (await app.Plays(ben).ReportAsync(request)).Id.ShouldBe(first.Id);
        (await app.Plays(ana).ReportAsync(request)).Id.ShouldNotBe(first.Id);
        (await app.Plays(null).ReportAsync(request).RefusedAsync()).ShouldBe((401, "unauthenticated"));
        (await app.Plays(ben).ReportAsync(new ReportRequest { Kind = "user", TargetId = Guid.CreateVersion7().ToString(), Reason = "spam" }).RefusedAsync())
            .ShouldBe((404, "not_found"));
    }

    [Fact]
    public async Task A_report_of_no_kind_or_reason_there_is_hears_which_there_are()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var ben = app.Plays(app.World.Person("ben"));
        foreach (var (kind, reason, field, choice) in ((string, string, string, string)[])[("video", "boring", "reason", "spam"), ("place", "spam", "kind", "comment")])
        {
            var refusal = await Should.ThrowAsync<Grpc.Core.RpcException>(async () => await ben.ReportAsync(new ReportRequest { Kind = kind, TargetId = Guid.CreateVersion7().ToString(), Reason = reason }));
            var wrong = Platform.Rpc.Fault.Of(refusal).Fields.Single();
            (wrong.Field, wrong.Code).ShouldBe((field, "unknown_choice"));
            wrong.Params["choices"].ShouldContain(choice);
        }
    }

    [Fact]
    public async Task Reports_wait_for_moderators_and_for_nobody_else()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, mod) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("mod"));
        var video = app.World.Video(ana);
        var comment = (await app.Comments(ana).AddCommentAsync(new AddCommentRequest { VideoId = video.ToString(), Text = "rude" })).Comment;
        await app.Plays(ben).ReportAsync(new ReportRequest { Kind = "comment", TargetId = comment.Id, Reason = "harassment" });
        await app.Client<Contracts.Interaction.V1.Plays.PlaysClient>(null, device: "d1").ReportAsync(new ReportRequest { Kind = "comment", TargetId = comment.Id, Reason = "hate" });
        var desk = app.Client<Contracts.Interaction.V1.Plays.PlaysClient>(mod, Platform.Rpc.AccountRole.Moderator);

        (await app.Plays(ben).ListReportsAsync(new ListReportsRequest()).RefusedAsync()).ShouldBe((403, "forbidden"));
        var open = (await desk.ListReportsAsync(new ListReportsRequest())).Items;
        open.Select(r => (r.Reason, r.ReporterId, r.Text, r.TargetAuthorId, r.VideoId, r.OpenOfTarget)).ShouldBe(
            new[] { ("hate", "", "rude", ana.ToString(), video.ToString(), 2), ("harassment", ben.ToString(), "rude", ana.ToString(), video.ToString(), 2) }, ignoreOrder: true);
        var closed = (await desk.SetReportAsync(new SetReportRequest { Id = open[0].Id, State = "resolved" })).Report;
        (closed.State, closed.ClosedBy, closed.OpenOfTarget).ShouldBe(("resolved", mod.ToString(), 0));
        (await desk.ListReportsAsync(new ListReportsRequest())).Items.ShouldBeEmpty();
        (await desk.ListReportsAsync(new ListReportsRequest { State = "closed" })).Items.Select(r => r.Id).ShouldBe(open.Select(r => r.Id), ignoreOrder: true);

        (await desk.SetReportAsync(new SetReportRequest { Id = open[1].Id, State = "open" })).Report.OpenOfTarget.ShouldBe(2);
    }

    [Fact]
    public async Task What_a_moderator_closed_its_reporter_does_not_open_again()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, mod) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("mod"));
        var request = new ReportRequest { Kind = "video", TargetId = app.World.Video(ana).ToString(), Reason = "spam", Detail = "first words" };
        var desk = app.Client<Contracts.Interaction.V1.Plays.PlaysClient>(mod, Platform.Rpc.AccountRole.Moderator);
        var id = (await app.Plays(ben).ReportAsync(request)).Id;
        await desk.SetReportAsync(new SetReportRequest { Id = id, State = "dismissed" });

        var again = new ReportRequest(request) { Detail = "other words" };
        (await app.Plays(ben).ReportAsync(again)).Id.ShouldBe(id);

        (await desk.ListReportsAsync(new ListReportsRequest())).Items.ShouldBeEmpty();
        var closed = (await desk.ListReportsAsync(new ListReportsRequest { State = "closed" })).Items.ShouldHaveSingleItem();
        (closed.State, closed.ClosedBy, closed.Detail).ShouldBe(("dismissed", mod.ToString(), "first words"));
    }

    [Fact]
    public async Task A_list_can_begin_at_one_of_its_clips()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var videos = Enumerable.Range(0, 4).Select(_ => app.World.Video(ana).ToString()).ToList();
        foreach (var video in videos)
        {
            await app.Likes(ben).SetSaveAsync(new SetSaveRequest { VideoId = video, Saved = true });
            await RecordAsync(app, ben, Watch(Guid.Parse(video), 2000));
            app.Time.Advance(TimeSpan.FromMinutes(1));
        }
        (await app.Likes(ben).ListSavedAsync(new ListSavedRequest { Around = videos[2] })).VideoIds.ShouldBe([videos[2], videos[1], videos[0]]);
        (await app.Likes(ben).ListSavedAsync(new ListSavedRequest { Around = Guid.CreateVersion7().ToString() })).VideoIds.Count.ShouldBe(4);
        (await app.Plays(ben).ListHistoryAsync(new ListHistoryRequest { Around = videos[1] })).Items.Select(i => i.VideoId).ShouldBe([videos[1], videos[0]]);
    }

    private static Watch Watch(Guid video, int watchedMs)
        => new() { VideoId = video.ToString(), PlayId = Guid.CreateVersion7().ToString(), WatchedMs = watchedMs, Source = "for_you", ImpressionId = "i1" };

    private static async Task RecordAsync(InteractionApp app, Guid who, params Watch[] plays)
        => await app.Plays(who).RecordWatchesAsync(new RecordWatchesRequest { Items = { plays.Select(p => p.Clone()) } });

    private static async Task<List<Watched>> SaidAsync(InteractionApp app)
        => [.. (await app.SaidAsync(Event.PayloadOneofCase.PlaysWatched)).SelectMany(e => e.PlaysWatched.Plays)];

    private static async Task<long> WatchedAsync(InteractionApp app, Guid who)
    {
        await using var db = app.Open();
        return await db.Database.SqlQuery<long>($"""select sum(watched_ms)::bigint as "Value" from watches where user_id = {who}""").SingleAsync();
    }

    private static async Task<long> ViewsAsync(InteractionApp app, Guid video)
        => (await app.Counts(null).GetVideoCountsAsync(new GetVideoCountsRequest { VideoIds = { video.ToString() } })).Items.Single().Views;
}
