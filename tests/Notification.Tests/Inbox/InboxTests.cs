using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Platform.Rpc;
using static Zoetrope.Notification.Tests.Happenings;

namespace Zoetrope.Notification.Tests.Inbox;

public sealed class InboxTests(PostgresFixture postgres)
{
    private readonly Guid _ana = Guid.CreateVersion7(), _ben = Guid.CreateVersion7(), _cleo = Guid.CreateVersion7(), _dan = Guid.CreateVersion7(), _eve = Guid.CreateVersion7();
    private readonly Guid _video = Guid.CreateVersion7(), _comment = Guid.CreateVersion7();

    [Fact]
    public async Task What_its_owner_has_listed_is_seen_and_what_they_opened_or_marked_is_read()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await app.HearAsync(Like(_ben, _video, _ana, 1));
        async Task<(bool Seen, bool Read)> Listed()
        {
            var item = (await app.Inbox(_ana).ListNotificationsAsync(new ListNotificationsRequest())).Items.Single();
            return (item.Seen, item.Read);
        }

        // Looking at the badge or at one item that comes in live is not listing.
        await app.Inbox(_ana).GetUnreadAsync(new GetUnreadRequest());
        (await Listed()).ShouldBe((false, false));
        (await Listed()).ShouldBe((true, false));
        (await app.Inbox(_ana).GetUnreadAsync(new GetUnreadRequest())).Count.ShouldBe(1);
        await app.Inbox(_ana).MarkReadAsync(new MarkReadRequest { UpToMs = At(1000) });
        (await Listed()).ShouldBe((true, true));

        // It grew: new again.
        await app.HearAsync(Like(_cleo, _video, _ana, 2));
        (await Listed()).ShouldBe((false, false));
        // What was marked without having been listed has been seen, too.
        await app.HearAsync(Like(_dan, _video, _ana, 3));
        await app.Inbox(_ana).MarkReadAsync(new MarkReadRequest { UpToMs = At(1000) });
        (await Listed()).ShouldBe((true, true));
    }

    [Fact]
    public async Task A_change_of_preferences_leaves_what_it_does_not_say()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        var inbox = app.Inbox(Guid.CreateVersion7());

        await inbox.UpdatePreferencesAsync(new UpdatePreferencesRequest { Types_ = { ["like"] = new Preference(), ["moderation"] = new Preference { InApp = false }, ["reply"] = new Preference { Email = true } } });
        var chosen = (await inbox.UpdatePreferencesAsync(new UpdatePreferencesRequest { Types_ = { ["reply"] = new Preference { InApp = false } } })).Types_;

        (chosen["like"].InApp, chosen["like"].Email).ShouldBe((true, false));
        (chosen["moderation"].InApp, chosen["moderation"].Email).ShouldBe((false, true));
        (chosen["reply"].InApp, chosen["reply"].Email).ShouldBe((false, true));
        var refusal = await Should.ThrowAsync<Grpc.Core.RpcException>(async () => await inbox.UpdatePreferencesAsync(new UpdatePreferencesRequest { Types_ = { ["likes"] = new Preference() } }));
        var wrong = Platform.Rpc.Fault.Of(refusal).Fields.Single();
        (wrong.Field, wrong.Code).ShouldBe(("likes", "unknown_choice"));
        wrong.Params["choices"].ShouldContain("like, comment");
    }

    [Fact]
    public async Task Likes_of_one_video_are_one_item_with_the_latest_three_people()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await app.HearAsync(Published(_video, _ana, 1, "My clip"));
        await app.HearAsync(Like(_ben, _video, _ana, 2), Like(_cleo, _video, _ana, 3));
        await app.HearAsync(Like(_dan, _video, _ana, 4), Like(_eve, _video, _ana, 5), Like(_ana, _video, _ana, 6));

        var items = (await app.Inbox(_ana).ListNotificationsAsync(new ListNotificationsRequest())).Items;
        items.Select(i => i.Type).ShouldBe(["like", "video_ready"]);
        var likes = items[0];
        (likes.Count, likes.VideoTitle, likes.UpdatedAtMs, likes.Read).ShouldBe((4, "My clip", At(5), false));
        likes.ActorIds.ShouldBe([_eve.ToString(), _dan.ToString(), _cleo.ToString()]);
        (await app.Inbox(_ana).GetUnreadAsync(new GetUnreadRequest())).Count.ShouldBe(2);
        (await app.Inbox(_ben).ListNotificationsAsync(new ListNotificationsRequest())).Items.ShouldBeEmpty();
        (await app.Inbox(_ben).GetNotificationAsync(new GetNotificationRequest { Id = likes.Id })).Item.ShouldBeNull();
    }

    [Fact]
    public async Task A_clip_published_at_its_time_is_told_as_such()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        var clip = Published(_video, _ana, 1, "My clip");
        clip.VideoPublished.Video.Scheduled = true;
        await app.HearAsync(clip);
        (await ItemsAsync(app, _ana)).Select(i => i.Type).ShouldBe(["scheduled_published"]);
    }

    [Fact]
    public async Task A_like_taken_back_goes_if_unread_and_stays_if_read()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await app.HearAsync(Like(_ben, _video, _ana, 1));
        await app.HearAsync(Like(_ben, _video, _ana, 2, liked: false));
        (await ItemsAsync(app, _ana)).ShouldBeEmpty();

        await app.HearAsync(Like(_ben, _video, _ana, 3));
        await app.Inbox(_ana).MarkReadAsync(new MarkReadRequest { UpToMs = At(100) });
        await app.HearAsync(Like(_ben, _video, _ana, 4, liked: false));
        (await ItemsAsync(app, _ana)).Single().Read.ShouldBeTrue();
        await app.HearAsync(Like(_ben, _video, _ana, 5));
        (await app.Inbox(_ana).GetUnreadAsync(new GetUnreadRequest())).Count.ShouldBe(0);
        await app.HearAsync(Like(_cleo, _video, _ana, 6));
        (await ItemsAsync(app, _ana)).Single().Read.ShouldBeFalse();

        var said = (await app.SaidAsync()).Where(e => e.NotificationChanged is not null).Select(e => e.NotificationChanged).ToList();
        said.Select(n => n.NotificationId).Distinct().Count().ShouldBe(1);
        said.Select(n => n.Version).ShouldBeInOrder(SortDirection.Ascending);
        (said[0].Removed, said[0].Unread, said[1].Removed, said[1].Unread).ShouldBe((false, 1, true, 0));
    }

    [Fact]
    public async Task Everybody_is_told_once_of_a_comment_by_what_concerns_them_most()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await app.HearAsync(Comment(_comment, _ben, _video, _ana, 1, "hi", parentAuthor: _cleo, replyTo: _dan, mentions: [_eve, _cleo, _ana, _ben]));

        (await ItemsAsync(app, _ana)).Select(i => (i.Type, i.CommentText)).ShouldBe([("mention", "hi")]);
        (await ItemsAsync(app, _cleo)).Select(i => i.Type).ShouldBe(["reply"]);
        (await ItemsAsync(app, _dan)).Select(i => i.Type).ShouldBe(["reply"]);
        (await ItemsAsync(app, _eve)).Select(i => i.Type).ShouldBe(["mention"]);
        (await ItemsAsync(app, _ben)).ShouldBeEmpty();

        await app.HearAsync(CommentLike(_ana, _comment, _ben, _video, 2));
        (await ItemsAsync(app, _ben)).Single().Type.ShouldBe("comment_like");
        await app.HearAsync(Comment(_comment, _ben, _video, _ana, 3, deleted: true));
        foreach (var person in new[] { _ana, _ben, _cleo, _dan, _eve }) (await ItemsAsync(app, person)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_is_answered_and_only_who_asked_is_told()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await app.HearAsync(Follow(_ben, _ana, 1, FollowState.Requested, FollowState.None));
        (await ItemsAsync(app, _ana)).Single().Type.ShouldBe("follow_request");

        await app.HearAsync(Follow(_ben, _ana, 2, FollowState.Following, FollowState.Requested));
        (await ItemsAsync(app, _ana)).ShouldBeEmpty();
        (await ItemsAsync(app, _ben)).Single().Type.ShouldBe("follow_accepted");

        await app.HearAsync(Follow(_cleo, _ana, 3, FollowState.Following, FollowState.None));
        (await ItemsAsync(app, _ana)).Single().Type.ShouldBe("follow");
    }

    [Fact]
    public async Task Blocked_muted_and_suspended_people_tell_nothing_and_unblocked_ones_again()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await app.HearAsync(Like(_ben, _video, _ana, 1), Like(_cleo, _video, _ana, 2), Like(_dan, _video, _ana, 3));
        await app.HearAsync(Block(_ben, _ana, 4), Mute(_ana, _cleo, 5), Account(_dan, 6, suspended: true));
        (await ItemsAsync(app, _ana)).ShouldBeEmpty();
        await app.HearAsync(Like(_eve, _video, _ana, 7));
        (await ItemsAsync(app, _ana)).Single().Count.ShouldBe(1);
        await app.HearAsync(Block(_ben, _ana, 8, blocked: false));
        (await ItemsAsync(app, _ana)).Single().Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_switched_off_is_not_told()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        var update = new UpdatePreferencesRequest { Types_ = { ["like"] = new Preference { InApp = false } } };
        (await app.Inbox(_ana).UpdatePreferencesAsync(update)).Types_["like"].InApp.ShouldBeFalse();
        (await app.Inbox(_ana).GetPreferencesAsync(new GetPreferencesRequest())).Types_["follow"].InApp.ShouldBeTrue();

        await app.HearAsync(Like(_ben, _video, _ana, 1), Follow(_ben, _ana, 1, FollowState.Following, FollowState.None));

        (await ItemsAsync(app, _ana)).Select(i => i.Type).ShouldBe(["follow"]);
        var wrong = new UpdatePreferencesRequest { Types_ = { ["nonsense"] = new Preference() } };
        Fault.Of(await Should.ThrowAsync<Grpc.Core.RpcException>(async () => await app.Inbox(_ana).UpdatePreferencesAsync(wrong))).HttpStatus.ShouldBe(422);
    }

    [Fact]
    public async Task Reading_is_told_to_the_other_devices_with_what_is_left()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        await app.HearAsync(Like(_ben, _video, _ana, 1), Follow(_ben, _ana, 2, FollowState.Following, FollowState.None), Failed(Guid.CreateVersion7(), _ana, 3, "corrupt"));
        var items = await ItemsAsync(app, _ana);
        items.Single(i => i.Type == "video_failed").Code.ShouldBe("corrupt");

        var follow = items.Single(i => i.Type == "follow").Id;
        (await app.Inbox(_ana).MarkReadAsync(new MarkReadRequest { Ids = { follow } })).Unread.ShouldBe(2);
        (await app.Inbox(_ana).MarkReadAsync(new MarkReadRequest { Ids = { follow } })).Unread.ShouldBe(2);
        (await app.Inbox(_ana).MarkReadAsync(new MarkReadRequest { UpToMs = At(3) })).Unread.ShouldBe(0);

        var said = (await app.SaidAsync()).Where(e => e.NotificationsRead is not null).Select(e => e.NotificationsRead).ToList();
        said.Select(r => (r.Ids.Count, r.Unread, r.Version)).ShouldBe([(1, 2, 1), (0, 0, 2)]);
        (await app.Inbox(_ben).MarkReadAsync(new MarkReadRequest { Ids = { follow } })).Unread.ShouldBe(0);
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        foreach (var i in Enumerable.Range(1, 5)) await app.HearAsync(Follow(Guid.CreateVersion7(), _ana, i, FollowState.Following, FollowState.None));
        var first = await app.Inbox(_ana).ListNotificationsAsync(new ListNotificationsRequest { Page = new() { Limit = 3 } });
        var rest = await app.Inbox(_ana).ListNotificationsAsync(new ListNotificationsRequest { Page = new() { Limit = 3, Cursor = first.NextCursor } });
        first.Items.Concat(rest.Items).Select(i => i.UpdatedAtMs).ShouldBe([At(5), At(4), At(3), At(2), At(1)]);
        rest.NextCursor.ShouldBeEmpty();
        (await app.Inbox(_ana).ListNotificationsAsync(new ListNotificationsRequest { SinceMs = At(3) })).Items.Count.ShouldBe(2);
    }

    private static async Task<List<NotificationItem>> ItemsAsync(NotificationApp app, Guid who)
        => [.. (await app.Inbox(who).ListNotificationsAsync(new ListNotificationsRequest())).Items];
}
