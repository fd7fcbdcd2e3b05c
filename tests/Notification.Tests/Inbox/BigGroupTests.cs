using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Notification.Inbox;
using Zoetrope.Platform.Data;
using static Zoetrope.Notification.Tests.Happenings;

namespace Zoetrope.Notification.Tests.Inbox;

/// <summary>A clip that very many people like: its item stays exact, and one more like reads next to nothing of those before it.</summary>
public sealed class BigGroupTests(PostgresFixture postgres)
{
    private const int Fans = 3000;
    private readonly Guid _ana = Guid.CreateVersion7(), _video = Guid.CreateVersion7();
    private readonly Guid[] _fans = [.. Enumerable.Range(0, Fans).Select(_ => Guid.CreateVersion7())];

    [Fact]
    public async Task Doubled_late_and_taken_back_likes_leave_the_count_exact()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        var random = new Random(7);
        var told = new List<Event>();
        var liking = new HashSet<Guid>();
        for (var i = 0; i < Fans; i++)
        {
            var turns = random.Next(1, 4);
            for (var turn = 1; turn <= turns; turn++) told.Add(Like(_fans[i], _video, _ana, i + (turn * Fans), liked: turn % 2 == 1));
            if (turns % 2 == 1) liking.Add(_fans[i]);
        }
        told.AddRange(told.Where(_ => random.Next(3) == 0).Select(e => e.Clone()).ToList());
        var shuffled = told.ToArray();
        random.Shuffle(shuffled);
        foreach (var batch in shuffled.Chunk(250)) await app.HearAsync(batch);
        await ExpectAsync(app, liking, told);

        // Somebody is blocked, comes back, and is suspended; each time by one event among thousands of likes.
        var (blocked, suspended) = (liking.First(), liking.Last());
        await app.HearAsync(Block(_ana, blocked, 50_001), Account(suspended, 1, suspended: true));
        await ExpectAsync(app, [.. liking.Except([blocked, suspended])], told);
        await app.HearAsync(Block(_ana, blocked, 50_002, blocked: false), Account(suspended, 2, suspended: false));
        await ExpectAsync(app, liking, told);

        await app.HearAsync([.. liking.Select(fan => Like(fan, _video, _ana, 60_000, liked: false))]);
        (await ItemAsync(app)).ShouldBeNull();
    }

    [Fact]
    public async Task One_more_like_reads_a_handful_of_parts()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        foreach (var batch in _fans.Select((fan, i) => Like(fan, _video, _ana, i + 1)).Chunk(500)) await app.HearAsync(batch);
        await using var db = app.Open();
        await db.ReadAsync("analyze parts", _ => 0, CancellationToken.None);

        (await ReadsAsync(Like(Guid.CreateVersion7(), _video, _ana, 5000))).ShouldBeInRange(1, 60);
        (await ReadsAsync(Like(_fans[0], _video, _ana, 5001, liked: false))).ShouldBeInRange(1, 60);
        (await ReadsAsync(Block(_ana, _fans[1], 5002))).ShouldBeInRange(1, 60);
        (await ItemAsync(app))!.Count.ShouldBe(Fans - 1);

        Task<long> ReadsAsync(Event e) => db.InTransaction(async () =>
        {
            var before = await ReadAsync();
            await new InboxEvents(app.Time, app.Options).HandleAsync(db, [e], CancellationToken.None);
            return await ReadAsync() - before;
        }, CancellationToken.None);

        // By this connection since it last told the server, which it never does in a transaction.
        async Task<long> ReadAsync() => (await db.ReadAsync("select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint from pg_stat_xact_user_tables where relname = 'parts'", row => row.GetInt64(0), CancellationToken.None)).Single();
    }

    /// <summary>What a version before the counting by shares has written is counted once, as it is.</summary>
    [Fact]
    public async Task Parts_that_were_never_settled_are_counted_with_the_next_like()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await app.HearAsync([.. _fans.Take(5).Select((fan, i) => Like(fan, _video, _ana, i + 1))]);
        await using (var db = app.Open())
        {
            await db.Database.ExecuteSqlAsync($"update parts set live = null");
            await db.Database.ExecuteSqlAsync($"update items set count = 4");
        }

        await app.HearAsync(Like(_fans[5], _video, _ana, 6));
        (await ItemAsync(app))!.Count.ShouldBe(6);
        await app.HearAsync(Like(_fans[0], _video, _ana, 7, liked: false));
        (await ItemAsync(app))!.Count.ShouldBe(5);
    }

    private async Task ExpectAsync(NotificationApp app, IReadOnlyCollection<Guid> liking, List<Event> told)
    {
        var last = told.Where(e => e.LikeChanged.Liked).GroupBy(e => e.LikeChanged.UserId).Select(same => same.MaxBy(e => e.LikeChanged.Version)!)
            .Where(e => liking.Contains(Guid.Parse(e.LikeChanged.UserId))).OrderByDescending(e => e.TimeMs).ToList();
        var item = (await ItemAsync(app))!;
        (item.Count, item.UpdatedAtMs).ShouldBe((liking.Count, last[0].TimeMs));
        item.ActorIds.ShouldBe(last.Take(3).Select(e => e.LikeChanged.UserId));
    }

    private async Task<NotificationItem?> ItemAsync(NotificationApp app)
        => (await app.Inbox(_ana).ListNotificationsAsync(new ListNotificationsRequest())).Items.SingleOrDefault();
}
