using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Notification.Inbox;
using Zoetrope.Platform.Text;
using static Zoetrope.Notification.Tests.Happenings;

namespace Zoetrope.Notification.Tests.Inbox;

/// <summary>What goes by e-mail: what somebody chose, has not read for a while, and once until they look.</summary>
public sealed class MailItemsTests(PostgresFixture postgres)
{
    private readonly Guid _ana = Guid.CreateVersion7(), _ben = Guid.CreateVersion7(), _cleo = Guid.CreateVersion7(), _video = Guid.CreateVersion7(), _comment = Guid.CreateVersion7();

    [Fact]
    public async Task Only_what_was_chosen_and_is_still_unread_goes_by_mail_once()
    {
        await using var app = await StartAsync();
        await WantAsync(app, "like", inApp: true, email: true);
        await app.HearAsync(Like(_ben, _video, _ana, 1), Published(_video, _ana, 1, "Lanterns"), Comment(_comment, _ben, _video, _ana, 2));
        (await app.NewLettersAsync()).ShouldBeEmpty();

        app.Time.Advance(TimeSpan.FromMinutes(11));
        var letter = (await app.NewLettersAsync()).ShouldHaveSingleItem();
        (letter.UserId, letter.Code, letter.Params["actor"], letter.Params["about"]).ShouldBe((_ana.ToString(), "like", $"p{_ben.ToString()[^4..]}", "Lanterns\n\n"));
        letter.Path.ShouldMatch("^/v/[A-Za-z0-9_-]{22}$");

        // More of what they have not looked at is no second letter.
        await app.HearAsync(Like(_cleo, _video, _ana, 3));
        app.Time.Advance(TimeSpan.FromMinutes(11));
        (await app.NewLettersAsync()).ShouldBeEmpty();

        await app.Inbox(_ana).MarkReadAsync(new MarkReadRequest { UpToMs = At(1000) });
        await app.HearAsync(Like(Guid.CreateVersion7(), _video, _ana, 4));
        app.Time.Advance(TimeSpan.FromMinutes(11));
        letter = (await app.NewLettersAsync()).ShouldHaveSingleItem();
        (letter.Code, letter.Params["count"]).ShouldBe(("like_more", "2"));
    }

    [Fact]
    public async Task What_was_read_or_taken_back_in_time_does_not_go()
    {
        await using var app = await StartAsync();
        await WantAsync(app, "like", inApp: true, email: true);
        var other = Guid.CreateVersion7();
        await app.HearAsync(Like(_ben, _video, _ana, 1), Like(_ben, other, _ana, 2));
        await app.HearAsync(Like(_ben, other, _ana, 3, liked: false));
        await app.Inbox(_ana).MarkReadAsync(new MarkReadRequest { UpToMs = At(1000) });
        app.Time.Advance(TimeSpan.FromMinutes(11));
        (await app.NewLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task By_mail_alone_is_not_in_the_inbox()
    {
        await using var app = await StartAsync();
        await WantAsync(app, "comment", inApp: false, email: true);
        await WantAsync(app, "like", inApp: false, email: false);
        await app.HearAsync(Comment(_comment, _ben, _video, _ana, 1, "What a light"), Like(_ben, _video, _ana, 2));
        (await app.Inbox(_ana).ListNotificationsAsync(new ListNotificationsRequest())).Items.ShouldBeEmpty();
        (await app.Inbox(_ana).GetUnreadAsync(new GetUnreadRequest())).Count.ShouldBe(0);
        (await app.SaidAsync()).ShouldBeEmpty();

        app.Time.Advance(TimeSpan.FromMinutes(11));
        var letter = (await app.NewLettersAsync()).ShouldHaveSingleItem();
        (letter.Code, letter.Params["about"]).ShouldBe(("comment", "What a light\n\n"));
        letter.Path.ShouldEndWith($"?comment={_comment}");
        app.Time.Advance(TimeSpan.FromHours(1));
        (await app.NewLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_long_past_writes_to_nobody()
    {
        await using var app = await StartAsync();
        await WantAsync(app, "like", inApp: true, email: true);
        app.Time.Advance(TimeSpan.FromDays(2));
        await app.HearAsync(Like(_ben, _video, _ana, 1));
        app.Time.Advance(TimeSpan.FromMinutes(11));
        (await app.NewLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public void Every_letter_has_its_words_in_every_language()
    {
        var sentences = new Sentences();
        foreach (var code in MailItems.Codes.SelectMany(code => (string[])[$"mail.{code}.subject", $"mail.{code}.text"]))
        {
            sentences.Find("en", code).ShouldNotBeNull(code);
            sentences.Find("de", code).ShouldNotBe(sentences.Find("en", code), code);
        }
    }

    private async Task<NotificationApp> StartAsync()
    {
        var app = await NotificationApp.StartAsync(postgres);
        app.Time.Advance(DateTimeOffset.FromUnixTimeMilliseconds(At(10)) - app.Time.GetUtcNow());
        return app;
    }

    private async Task WantAsync(NotificationApp app, string type, bool inApp, bool email)
        => await app.Inbox(_ana).UpdatePreferencesAsync(new UpdatePreferencesRequest { Types_ = { [type] = new Preference { InApp = inApp, Email = email } } });
}
