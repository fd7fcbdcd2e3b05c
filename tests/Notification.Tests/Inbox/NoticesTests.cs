using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Text;
using static Zoetrope.Notification.Tests.Happenings;

namespace Zoetrope.Notification.Tests.Inbox;

/// <summary>What the place itself tells: security, decisions, archives.</summary>
public sealed class NoticesTests(PostgresFixture postgres)
{
    private readonly Guid _ana = Guid.CreateVersion7(), _video = Guid.CreateVersion7();

    /// <summary>Everything that Auth, Video and Interaction say, and whether a reason may stand beside it.</summary>
    public static TheoryData<string, bool> Codes => new()
    {
        { "security.signed_in", false }, { "security.recovery_code_used", false }, { "security.password_changed", false }, { "security.password_reset", false },
        { "security.two_factor_on", false }, { "security.two_factor_off", false }, { "security.passkey_added", false }, { "security.passkey_removed", false },
        { "moderation.video_removed", true }, { "moderation.comment_removed", true }, { "moderation.suspended", true }, { "moderation.suspension_lifted", false },
    };

    [Fact]
    public async Task One_act_is_told_once_and_each_act_by_itself()
    {
        await using var app = await StartAsync();
        var one = Notice(_ana, 1, "security", "passkey_added", "My phone");
        await app.HearAsync(one, one);
        await app.HearAsync(one, Notice(_ana, 2, "security", "passkey_added", "My key"));
        var items = await ItemsAsync(app);
        items.Select(i => (i.Type, i.Code, i.About, i.Count)).ShouldBe([("security", "passkey_added", "My key", 1), ("security", "passkey_added", "My phone", 1)]);
        (await app.Inbox(_ana).GetUnreadAsync(new GetUnreadRequest())).Count.ShouldBe(2);
        (await app.SaidAsync()).Count(e => e.NotificationChanged is not null).ShouldBe(2);
    }

    [Fact]
    public async Task Security_stays_in_the_app_and_goes_by_mail_at_once_read_or_not()
    {
        await using var app = await StartAsync();
        var choice = new UpdatePreferencesRequest { Types_ = { ["security"] = new Preference { InApp = false, Email = true } } };
        (await app.Inbox(_ana).UpdatePreferencesAsync(choice)).Types_["security"].InApp.ShouldBeTrue();
        await app.HearAsync(Notice(_ana, 1, "security", "two_factor_off"));
        await app.Inbox(_ana).MarkReadAsync(new MarkReadRequest { UpToMs = At(1000) });
        var letter = (await app.NewLettersAsync()).ShouldHaveSingleItem();
        (letter.UserId, letter.Code, letter.Params["notice"]).ShouldBe((_ana.ToString(), "security", "two_factor_off"));
        app.Time.Advance(TimeSpan.FromHours(1));
        (await app.NewLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_a_new_password_Auth_writes_itself()
    {
        await using var app = await StartAsync();
        await app.HearAsync(Notice(_ana, 1, "security", "password_changed"));
        app.Time.Advance(TimeSpan.FromMinutes(11));
        (await app.NewLettersAsync()).ShouldBeEmpty();
        (await ItemsAsync(app)).ShouldHaveSingleItem().Code.ShouldBe("password_changed");
    }

    [Fact]
    public async Task A_decision_outlasts_what_it_removed_and_says_why()
    {
        await using var app = await StartAsync();
        await app.HearAsync(Published(_video, _ana, 1, "My clip"));
        await app.HearAsync(Removed(_video, _ana, 2), Notice(_ana, 2, "moderation", "video_removed", "My clip", "spam"));
        var item = (await ItemsAsync(app)).ShouldHaveSingleItem();
        (item.Type, item.Code, item.About, item.Reason, item.ActorIds.Count).ShouldBe(("moderation", "video_removed", "My clip", "spam", 0));
        app.Time.Advance(TimeSpan.FromMinutes(11));
        var letter = (await app.NewLettersAsync()).ShouldHaveSingleItem();
        (letter.Code, letter.Params["notice"], letter.Params["about"], letter.Params["reason"]).ShouldBe(("moderation", "video_removed", "My clip", "spam"));
    }

    [Fact]
    public async Task Archives_asked_for_again_are_one_item_that_is_new_again()
    {
        await using var app = await StartAsync();
        await app.HearAsync(Notice(_ana, 1, "export_ready", group: "archive"));
        await app.Inbox(_ana).MarkReadAsync(new MarkReadRequest { UpToMs = At(1000) });
        await app.HearAsync(Notice(_ana, 2, "export_ready", group: "archive"));
        var item = (await ItemsAsync(app)).ShouldHaveSingleItem();
        (item.Type, item.Read, item.UpdatedAtMs).ShouldBe(("export_ready", false, At(2)));
    }

    [Fact]
    public async Task An_erased_account_keeps_none_and_gets_none()
    {
        await using var app = await StartAsync();
        await app.HearAsync(Notice(_ana, 1, "moderation", "comment_removed", "words of hers"), Notice(_ana, 2, "security", "signed_in", "Firefox"));
        await app.HearAsync(Account(_ana, 9, deleted: true));
        await app.HearAsync(Notice(_ana, 3, "security", "signed_in", "Safari"));
        await using var db = app.Open();
        foreach (var table in (string[])["parts", "items", "letters"])
        {
            var sql = $"select t::text as \"Value\" from {table} t";
            (await db.Database.SqlQueryRaw<string>(sql).ToListAsync()).ShouldBeEmpty(table);
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_notice_has_its_words_in_every_language(string code, bool mayHaveReason)
    {
        var sentences = new Sentences();
        string[] keys = [$"notice.{code}", .. mayHaveReason ? Notices.Reasons.Select(reason => $"notice.reason.{reason}").Append($"notice.{code}_because") : []];
        foreach (var key in keys)
        {
            sentences.Find("en", key).ShouldNotBeNull(key);
            sentences.Find("de", key).ShouldNotBe(sentences.Find("en", key), key);
        }
    }

    private async Task<NotificationApp> StartAsync()
    {
        var app = await NotificationApp.StartAsync(postgres);
        app.Time.Advance(DateTimeOffset.FromUnixTimeMilliseconds(At(10)) - app.Time.GetUtcNow());
        return app;
    }

    private async Task<List<NotificationItem>> ItemsAsync(NotificationApp app) => [.. (await app.Inbox(_ana).ListNotificationsAsync(new ListNotificationsRequest())).Items];
}
