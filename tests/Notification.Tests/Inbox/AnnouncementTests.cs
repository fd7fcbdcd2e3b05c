using Grpc.Core;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Platform.Rpc;
using static Zoetrope.Notification.Tests.Happenings;

namespace Zoetrope.Notification.Tests.Inbox;

/// <summary>What those who run the place tell everybody.</summary>
public sealed class AnnouncementTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Everybody_finds_it_once_in_their_inbox_some_at_a_time()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        var people = Enumerable.Range(0, 1100).Select(_ => Guid.CreateVersion7()).ToArray();
        await app.HearAsync([.. people.Select((id, n) => Account(id, n + 1)), Account(people[0], 5000, deleted: true)]);
        await app.Inbox(people[1]).UpdatePreferencesAsync(new UpdatePreferencesRequest { Types_ = { ["announcement"] = new Preference { InApp = false } } });
        var request = new AnnounceRequest { Text = " We move on Sunday. ", IdempotencyKey = "k1" };

        var first = await app.InboxOfAdmin(people[2]).AnnounceAsync(request);
        (await app.InboxOfAdmin(people[2]).AnnounceAsync(request)).ShouldBe(first);
        first.Text.ShouldBe("We move on Sunday.");
        (await ToldAsync(app)).ShouldBe(0);
        // Three rounds for eleven hundred accounts; those after find nothing to do.
        List<int> after = [];
        for (var round = 0; round < 5; round++)
        {
            await app.TellEverybodyAsync();
            after.Add(await ToldAsync(app));
        }

        after[0].ShouldBeInRange(1, 500);
        after[^1].ShouldBe(1098);
        after[2].ShouldBe(1098);
        var item = (await app.Inbox(people[3]).ListNotificationsAsync(new ListNotificationsRequest())).Items.ShouldHaveSingleItem();
        (item.Type, item.About, item.Count, item.Read).ShouldBe(("announcement", "We move on Sunday.", 1, false));
        foreach (var nobody in people[..2]) (await app.Inbox(nobody).ListNotificationsAsync(new ListNotificationsRequest())).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_goes_by_mail_to_those_who_chose_that()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        var (ana, ben) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        app.Time.Advance(DateTimeOffset.FromUnixTimeMilliseconds(At(10)) - app.Time.GetUtcNow());
        await app.HearAsync(Account(ana, 1), Account(ben, 2));
        await app.Inbox(ben).UpdatePreferencesAsync(new UpdatePreferencesRequest { Types_ = { ["announcement"] = new Preference { InApp = false, Email = true } } });
        await app.InboxOfAdmin(ana).AnnounceAsync(new AnnounceRequest { Text = "We move." });
        await app.TellEverybodyAsync();
        app.Time.Advance(TimeSpan.FromMinutes(11));

        var letter = (await app.NewLettersAsync()).ShouldHaveSingleItem();
        (letter.UserId, letter.Code, letter.Path, letter.Params["about"]).ShouldBe((ben.ToString(), "announcement", "/inbox", "We move.\n\n"));
    }

    [Fact]
    public async Task Only_admins_announce_and_only_something_short()
    {
        await using var app = await NotificationApp.StartAsync(postgres);
        var ana = Guid.CreateVersion7();
        Fault.Of(await Should.ThrowAsync<RpcException>(async () => await app.Inbox(ana).AnnounceAsync(new AnnounceRequest { Text = "Hello" }))).HttpStatus.ShouldBe(403);
        foreach (var (text, code) in ((string, string)[])[("  ", "required"), (new string('x', 501), "too_long")])
            Fault.Of(await Should.ThrowAsync<RpcException>(async () => await app.InboxOfAdmin(ana).AnnounceAsync(new AnnounceRequest { Text = text }))).Fields.Single().Code.ShouldBe(code);
        await app.InboxOfAdmin(ana).AnnounceAsync(new AnnounceRequest { Text = "One", IdempotencyKey = "k" });
        Fault.Of(await Should.ThrowAsync<RpcException>(async () => await app.InboxOfAdmin(ana).AnnounceAsync(new AnnounceRequest { Text = "Two", IdempotencyKey = "k" }))).Code.ShouldBe("idempotency_mismatch");
    }

    private static async Task<int> ToldAsync(NotificationApp app) => (await app.SaidAsync()).Count(e => e.PayloadCase == Event.PayloadOneofCase.NotificationChanged);
}
