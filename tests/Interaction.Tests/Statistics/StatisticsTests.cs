using Zoetrope.Contracts.Interaction.V1;
using StatisticsClient = Zoetrope.Contracts.Interaction.V1.Statistics.StatisticsClient;

namespace Zoetrope.Interaction.Tests.Statistics;

public sealed class StatisticsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Views_viewers_time_sources_retention_and_followers_by_day()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        var (clip, other) = (app.World.Video(ana, durationMs: 10_000), app.World.Video(ana, durationMs: 10_000));
        var day = app.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd");

        await WatchAsync(app, ben, clip, 10_000, "for_you", completed: true, (0, 10_000));
        await WatchAsync(app, cleo, clip, 5_000, "search", completed: false, (0, 5_000));
        app.Time.Advance(TimeSpan.FromMinutes(11));
        await WatchAsync(app, ben, clip, 2_500, "for_you", completed: false, (0, 2_500));
        await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });
        await WatchAsync(app, cleo, other, 10_000, "profile", completed: true, (0, 10_000));
        await app.Follows(cleo).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });

        var one = await app.Client<StatisticsClient>(ana).GetVideoStatisticsAsync(new GetVideoStatisticsRequest { VideoId = clip.ToString() });
        (one.Totals.Views, one.Totals.Viewers, one.Totals.WatchedMs, one.Totals.AveragePercent, one.Totals.Completed, one.Totals.FollowersGained).ShouldBe((3, 2, 17_500, 58.3, 1, 1));
        one.Days.Count.ShouldBe(28);
        one.Days.Single(d => d.Totals.Views > 0).ShouldBe(new StatisticsDay { Day = day, Totals = one.Totals });
        one.Sources.Select(s => (s.Source, s.Views, s.WatchedMs)).ShouldBe([("for_you", 2, 12_500), ("search", 1, 5_000)]);
        one.Retention.Count.ShouldBe(50);
        (one.Retention[0], one.Retention[20], one.Retention[49]).ShouldBe((1, 0.6667, 0.3333));

        var all = await app.Client<StatisticsClient>(ana).GetMyStatisticsAsync(new GetMyStatisticsRequest());
        (all.Totals.Views, all.Totals.Viewers, all.Totals.WatchedMs, all.Totals.FollowersGained).ShouldBe((4, 2, 27_500, 2));
        all.Videos.Select(v => (v.VideoId, v.Totals.Views, v.Totals.FollowersGained)).ShouldBe([(clip.ToString(), 3, 1), (other.ToString(), 1, 1)]);
        var before = await app.Client<StatisticsClient>(ana).GetMyStatisticsAsync(new GetMyStatisticsRequest { From = "2020-01-01", To = "2020-01-31" });
        (before.Totals.Views, before.Days.Count).ShouldBe((0, 31));
    }

    [Theory]
    [InlineData("2026-02-02", "2026-02-01", "after_end")]
    [InlineData("2024-01-01", "2026-02-01", "too_many_days")]
    [InlineData("yesterday", "2026-02-01", "not_a_day")]
    public async Task Days_that_cannot_be_are_refused_with_what_would_be_right(string from, string to, string code)
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var refusal = await Should.ThrowAsync<Grpc.Core.RpcException>(async () => await app.Client<StatisticsClient>(ana).GetMyStatisticsAsync(new GetMyStatisticsRequest { From = from, To = to }));
        var wrong = Platform.Rpc.Fault.Of(refusal).Fields.Single();
        (wrong.Field, wrong.Code).ShouldBe(("from", code));
        if (code == "too_many_days") wrong.Params["first"].ShouldBe("2024-12-29");
    }

    [Fact]
    public async Task Nobody_else_reads_them()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var request = new GetVideoStatisticsRequest { VideoId = app.World.Video(ana).ToString() };
        (await app.Client<StatisticsClient>(ben).GetVideoStatisticsAsync(request).RefusedAsync()).ShouldBe((404, "not_found"));
        (await app.Client<StatisticsClient>(null).GetVideoStatisticsAsync(request).RefusedAsync()).ShouldBe((401, "unauthenticated"));
        (await app.Client<StatisticsClient>(ana).GetMyStatisticsAsync(new GetMyStatisticsRequest { From = "yesterday" }).RefusedAsync()).Status.ShouldBe(422);
    }

    private static async Task WatchAsync(InteractionApp app, Guid who, Guid video, int ms, string source, bool completed, (int Start, int End) range)
    {
        // Known to the service before its author asks.
        await app.Counts(who).GetVideoCountsAsync(new GetVideoCountsRequest { VideoIds = { video.ToString() } });
        var watch = new Watch { VideoId = video.ToString(), PlayId = Guid.CreateVersion7().ToString(), WatchedMs = ms, Source = source, Completed = completed };
        watch.Ranges.Add(new Contracts.Interaction.V1.Range { StartMs = range.Start, EndMs = range.End });
        await app.Plays(who).RecordWatchesAsync(new RecordWatchesRequest { Items = { watch } });
    }
}
