using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Notification.Data;
using static Zoetrope.Notification.Tests.Happenings;

namespace Zoetrope.Notification.Tests.Inbox;

public sealed class TrimTests(PostgresFixture postgres)
{
    private readonly Guid _ana = Guid.CreateVersion7(), _ben = Guid.CreateVersion7(), _cleo = Guid.CreateVersion7();
    private readonly Guid _video = Guid.CreateVersion7(), _comment = Guid.CreateVersion7();

    [Fact]
    public async Task What_is_long_past_goes_with_all_it_was_made_of_and_old_events_bring_nothing_back()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        Event[] story =
        [
            Published(_video, _ana, 1, "My clip", _cleo), Follow(_cleo, _ana, 1, FollowState.Following, FollowState.None), Like(_ben, _video, _ana, 2),
            Comment(_comment, _ben, _video, _ana, 3), CommentLike(_ana, _comment, _ben, _video, 4), Share(Guid.CreateVersion7(), _ben, _video, _ana), Notice(_ana, 5, "moderation", "video_removed"),
        ];
        await app.HearAsync(story);
        await app.TrimAsync();
        (await ListAsync(app, _ana)).Count.ShouldBe(6);

        app.Time.Advance(TimeSpan.FromDays(91));
        var said = (await app.SaidAsync()).Count;
        await app.TrimAsync();
        foreach (var person in (Guid[])[_ana, _ben, _cleo]) (await ListAsync(app, person)).ShouldBeEmpty();
        (await RowsAsync(app)).ShouldBe((0, 0, 0, 0));
        // Whoever had them unread is told the new number.
        (await app.SaidAsync()).Skip(said).Where(e => e.NotificationChanged?.UserId == $"{_ana}").ShouldAllBe(e => e.NotificationChanged.Removed && e.NotificationChanged.Unread == 0);

        // The same events again, and an edit of what was made then.
        await app.HearAsync([.. story.Select(e => e.Clone())]);
        await app.HearAsync(Like(_ben, _video, _ana, 1, liked: false));
        var edited = Changed(_video, _ana, 9, "Another title");
        edited.TimeMs = app.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await app.HearAsync(edited);
        foreach (var person in (Guid[])[_ana, _ben, _cleo]) (await ListAsync(app, person)).ShouldBeEmpty();

        // Something new about the same clip is news.
        await app.HearAsync(Now(app, Like(_ben, _video, _ana, 10)));
        (await ListAsync(app, _ana)).Single().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_item_that_goes_on_growing_keeps_everybody_and_hears_who_leaves()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await app.HearAsync(Like(_ben, _video, _ana, 1));
        app.Time.Advance(TimeSpan.FromDays(91));
        await app.HearAsync(Now(app, Like(_cleo, _video, _ana, 2)));
        await app.TrimAsync();
        (await ListAsync(app, _ana)).Single().Count.ShouldBe(2);
        (await RowsAsync(app)).Sources.ShouldBe(1);

        // What was heard of the first like is forgotten: an old event must not undo it, a new one does.
        await app.HearAsync(Like(_ben, _video, _ana, 0, liked: false));
        (await ListAsync(app, _ana)).Single().Count.ShouldBe(2);
        await app.HearAsync(Now(app, Like(_ben, _video, _ana, 3, liked: false)));
        (await ListAsync(app, _ana)).Single().ActorIds.ShouldBe([$"{_cleo}"]);
    }

    /// <summary>An item in which nobody is visible at the moment is not taken for an old one.</summary>
    [Fact]
    public async Task A_block_taken_back_shows_again_what_was_there()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await app.HearAsync(Now(app, Like(_ben, _video, _ana, 1)));
        await app.HearAsync(Now(app, Block(_ana, _ben, 2)));
        await app.TrimAsync();
        await app.HearAsync(Now(app, Block(_ana, _ben, 3, blocked: false)));
        (await ListAsync(app, _ana)).Single().Count.ShouldBe(1);
    }

    private static Event Now(NotificationApp app, Event e)
    {
        e.TimeMs = app.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return e;
    }

    private static async Task<IReadOnlyList<NotificationItem>> ListAsync(NotificationApp app, Guid who) => (await app.Inbox(who).ListNotificationsAsync(new ListNotificationsRequest())).Items;

    private static async Task<(long Items, long Parts, long Sources, long Comments)> RowsAsync(NotificationApp app)
    {
        await using var db = app.Open();
        return (await db.ReadAsync("select (select count(*) from items), (select count(*) from parts), (select count(*) from sources), (select count(*) from known_comments)",
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), CancellationToken.None)).Single();
    }
}
