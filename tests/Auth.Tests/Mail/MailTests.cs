using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Tests.Mail;

public sealed class MailTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_server_that_is_busy_gets_the_message_later_and_once()
    {
        await using var server = SmtpServer.Start();
        await using var app = await AuthApp.StartAsync(postgres, mail: server.Url);
        server.IsBusy = true;
        await app.SignUpAsync("ana");
        await app.NewLettersAsync();
        server.Waiting.ShouldBe(0);

        server.IsBusy = false;
        await app.NewLettersAsync();
        server.Waiting.ShouldBe(0);
        app.Time.Advance(TimeSpan.FromMinutes(3));
        await app.NewLettersAsync();
        await app.NewLettersAsync();
        server.Waiting.ShouldBe(1);
        server.Take().Headers["Auto-Submitted"].ShouldBe("auto-generated");
    }

    /// <summary>Every round of sending looks for it.</summary>
    [Fact]
    public async Task What_was_sent_long_ago_is_found_by_index()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await using var db = app.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        // Where there is an index, it is then taken, however small the table.
        await db.Database.ExecuteSqlAsync($"set local enable_seqscan = off");
        var plan = await db.Database.SqlQueryRaw<string>("explain delete from queued_mail where sent_at < now()").ToListAsync();
        string.Join('\n', plan).ShouldContain("ix_queued_mail_sent_at");
    }

    [Fact]
    public async Task Other_services_name_an_account_and_never_see_its_address()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var request = new SendMailRequest { UserId = ana.Id, Code = "email_changed", Key = "one", Path = "/inbox" };
        (await app.Mail(ana.Viewer).SendMailAsync(request).RefusalAsync()).Status.ShouldBe(403);
        (await app.Mail(Viewer.System).SendMailAsync(request)).Queued.ShouldBeFalse();

        await app.Recovery().VerifyEmailAsync(new VerifyEmailRequest { Token = (await app.NewLettersAsync()).Single().Token() });
        (await app.Mail(Viewer.System).SendMailAsync(request)).Queued.ShouldBeTrue();
        (await app.Mail(Viewer.System).SendMailAsync(request)).Queued.ShouldBeTrue();
        (await app.NewLettersAsync()).ShouldHaveSingleItem().Recipient().ShouldBe("ana@example.org");
    }

    [Fact]
    public async Task The_queue_holds_no_link_and_a_name_cannot_add_headers()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        await app.Accounts(ana.Viewer).UpdateMeAsync(new UpdateMeRequest { DisplayName = "Ana\r\nBcc: everyone@example.org" });
        await app.Recovery().ForgotPasswordAsync(new ForgotPasswordRequest { Email = "ana@example.org" });

        await using (var db = app.Open()) foreach (var row in db.Mail) $"{row.Params}{row.Key}".ShouldNotContain("#");
        foreach (var letter in await app.NewLettersAsync())
        {
            letter.Bcc.ShouldBeEmpty();
            letter.Headers.Contains("Bcc").ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("Mail:Url", "ftp://mail.example")]
    [InlineData("Mail:Url", "mail.example")]
    [InlineData("Mail:From", "not an address <")]
    public void A_wrong_setting_stops_the_start(string key, string value)
        => Should.Throw<StartException>(() => new ServiceCollection().AddAuth(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build())).Message.ShouldContain(key);
}
