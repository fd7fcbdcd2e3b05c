using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Auth.Mail;
using Zoetrope.Contracts.Auth.V1;

namespace Zoetrope.Auth.Tests.Recovery;

/// <summary>E-mail addresses: proven by reading a message, and a way back without the password.</summary>
public sealed class RecoveryTests(PostgresFixture postgres)
{
    private const string Fresh = "a new lantern over the hills";

    [Fact]
    public async Task A_forgotten_password_is_replaced_once_by_the_link_in_a_message()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        await app.NewLettersAsync();

        await app.Recovery().ForgotPasswordAsync(new ForgotPasswordRequest { Email = " ANA@Example.org " });
        var letter = (await app.NewLettersAsync()).ShouldHaveSingleItem();

        letter.Recipient().ShouldBe("ana@example.org");
        letter.Words().ShouldContain("/reset#");
        (await app.Recovery().ResetPasswordAsync(new ResetPasswordRequest { Token = letter.Token(), Password = "password1" }).WrongFieldsAsync())["password"].ShouldBe("common_password");
        await app.Recovery().ResetPasswordAsync(new ResetPasswordRequest { Token = letter.Token(), Password = Fresh });

        (await app.VerifyAsync(ana.Grant.AccessToken)).ShouldBeNull();
        (await app.Accounts().LogInAsync(new LogInRequest { Login = "ana", Password = AuthApp.Password }).RefusalAsync()).Code.ShouldBe("invalid_credentials");
        var back = await app.LogInAsync(ana, Fresh);
        (await app.Accounts(back.Viewer).GetMeAsync(new GetMeRequest())).Account.EmailVerified.ShouldBeTrue();
        (await app.Recovery().ResetPasswordAsync(new ResetPasswordRequest { Token = letter.Token(), Password = "and one more lantern" }).WrongFieldsAsync())["token"].ShouldBe("invalid_link");
        (await app.NewLettersAsync()).ShouldHaveSingleItem().Subject.ShouldStartWith("Your password was changed");
    }

    [Fact]
    public async Task Asking_does_the_same_for_every_address_and_writes_only_to_those_that_are_known()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await app.SignUpAsync("ana");
        await app.NewLettersAsync();

        (await app.Recovery().ForgotPasswordAsync(new ForgotPasswordRequest { Email = "nobody@example.org" })).ShouldBe(new ForgotPasswordResponse());
        (await app.Recovery().ForgotPasswordAsync(new ForgotPasswordRequest { Email = "ana@example.org" })).ShouldBe(new ForgotPasswordResponse());
        await using (var db = app.Open()) db.Mail.Count(m => m.Kind == LetterWriter.Forgot && m.SentAt == null).ShouldBe(2);

        (await app.NewLettersAsync()).ShouldHaveSingleItem().Recipient().ShouldBe("ana@example.org");
        // Nobody's mailbox is flooded by asking again and again.
        for (var i = 0; i < 5; i++) await app.Recovery().ForgotPasswordAsync(new ForgotPasswordRequest { Email = "ana@example.org" });
        (await app.NewLettersAsync()).ShouldBeEmpty();
        app.Time.Advance(MailQueue.Quiet + TimeSpan.FromSeconds(1));
        await app.Recovery().ForgotPasswordAsync(new ForgotPasswordRequest { Email = "ana@example.org" });
        (await app.NewLettersAsync()).ShouldHaveSingleItem();
        (await app.Recovery().ForgotPasswordAsync(new ForgotPasswordRequest { Email = "no address" })).ShouldBe(new ForgotPasswordResponse());
    }

    [Fact]
    public async Task A_link_expires_and_a_changed_one_is_worth_nothing()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await app.SignUpAsync("ana");
        await app.NewLettersAsync();
        await app.Recovery().ForgotPasswordAsync(new ForgotPasswordRequest { Email = "ana@example.org" });
        var token = (await app.NewLettersAsync()).Single().Token();

        var forged = token[..5] + (token[5] == 'A' ? 'B' : 'A') + token[6..];
        foreach (var bad in new[] { forged, token + "A", "", "nonsense", token[..^2] })
            (await app.Recovery().ResetPasswordAsync(new ResetPasswordRequest { Token = bad, Password = Fresh }).WrongFieldsAsync())["token"].ShouldBe("invalid_link");
        (await app.Recovery().VerifyEmailAsync(new VerifyEmailRequest { Token = token }).WrongFieldsAsync())["token"].ShouldBe("invalid_link");
        app.Time.Advance(LetterWriter.ResetLasts + TimeSpan.FromSeconds(1));
        (await app.Recovery().ResetPasswordAsync(new ResetPasswordRequest { Token = token, Password = Fresh }).WrongFieldsAsync())["token"].ShouldBe("invalid_link");
    }

    [Fact]
    public async Task A_link_for_a_new_password_is_worth_nothing_once_the_address_it_went_to_is_left()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        await app.NewLettersAsync();
        await app.Recovery().ForgotPasswordAsync(new ForgotPasswordRequest { Email = "ana@example.org" });
        var token = (await app.NewLettersAsync()).Single().Token();
        await app.Recovery(ana.Viewer).ChangeEmailAsync(new ChangeEmailRequest { Email = "ana@new.example", Password = AuthApp.Password });

        (await app.Recovery().ResetPasswordAsync(new ResetPasswordRequest { Token = token, Password = Fresh }).WrongFieldsAsync())["token"].ShouldBe("invalid_link");

        var me = (await app.Accounts(ana.Viewer).GetMeAsync(new GetMeRequest())).Account;
        (me.Email, me.EmailVerified).ShouldBe(("ana@new.example", false));
    }

    [Fact]
    public async Task An_address_that_somebody_else_proves_during_a_reset_is_a_refusal_and_the_next_try_works()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var (first, second) = (app.Form("ana"), app.Form("ben"));
        second.Email = first.Email;
        var ana = await app.PersonOf(first, (await app.Accounts().RegisterAsync(first)).Session);
        var ben = await app.PersonOf(second, (await app.Accounts().RegisterAsync(second)).Session);
        await app.NewLettersAsync();
        await app.Recovery().ForgotPasswordAsync(new ForgotPasswordRequest { Email = first.Email });
        var (anaId, benId) = (Guid.Parse(ana.Id), Guid.Parse(ben.Id));
        var links = app.Services.GetRequiredService<LinkTokens>();
        var request = new ResetPasswordRequest { Token = (await app.NewLettersAsync()).Select(letter => letter.Token()).Single(token => links.UserOf(token) == anaId), Password = Fresh };
        Task<(int, string)> reset;
        await using (var db = app.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Users.Where(u => u.Id == benId).ExecuteUpdateAsync(s => s.SetProperty(u => u.EmailVerified, true));
            await db.Database.ExecuteSqlAsync($"select 1 from users where id = {anaId} for update");
            reset = app.Recovery().ResetPasswordAsync(request).RefusalAsync();
            await app.WaitForLocksAsync(calls: 1);
            await transaction.CommitAsync();
        }

        (await reset).ShouldBe((409, "email_in_use"));
        await app.Recovery().ResetPasswordAsync(request);
        (await app.Accounts((await app.LogInAsync(ana, Fresh)).Viewer).GetMeAsync(new GetMeRequest())).Account.EmailVerified.ShouldBeFalse();
    }

    [Fact]
    public async Task Signing_up_sends_a_link_that_confirms_the_address()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var letter = (await app.NewLettersAsync()).ShouldHaveSingleItem();
        letter.Words().ShouldContain("/verify#");

        await app.Recovery().VerifyEmailAsync(new VerifyEmailRequest { Token = letter.Token() });

        (await app.Accounts(ana.Viewer).GetMeAsync(new GetMeRequest())).Account.EmailVerified.ShouldBeTrue();
        await app.Recovery(ana.Viewer).ResendVerificationAsync(new ResendVerificationRequest());
        (await app.NewLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_signs_up_with_a_confirmed_address_learns_nothing_and_its_owner_is_told()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await app.SignUpAsync("ana");
        await app.Recovery().VerifyEmailAsync(new VerifyEmailRequest { Token = (await app.NewLettersAsync()).Single().Token() });

        var form = app.Form("mallory");
        form.Email = "Ana@example.org";
        (await app.Accounts().RegisterAsync(form)).Session.AccessToken.ShouldNotBeEmpty();

        var letter = (await app.NewLettersAsync()).ShouldHaveSingleItem();
        letter.Subject.ShouldStartWith("You already have an account");
        letter.Words().ShouldContain("ana");
        letter.Words().ShouldNotContain("/verify#");
    }

    [Fact]
    public async Task With_mail_another_address_counts_once_its_link_was_opened_and_the_old_one_is_told()
    {
        await using var server = SmtpServer.Start();
        await using var app = await AuthApp.StartAsync(postgres, mail: server.Url);
        var ana = await app.SignUpAsync("ana");
        await app.NewLettersAsync();
        await app.Recovery().VerifyEmailAsync(new VerifyEmailRequest { Token = server.Take().Token() });

        (await app.Recovery(ana.Viewer).ChangeEmailAsync(new ChangeEmailRequest { Email = "ana@new.example", Password = "wrong" }).WrongFieldsAsync())["password"].ShouldBe("wrong_password");
        var changed = (await app.Recovery(ana.Viewer).ChangeEmailAsync(new ChangeEmailRequest { Email = "ana@new.example", Password = AuthApp.Password })).Account;
        (changed.Email, changed.PendingEmail, changed.EmailVerified).ShouldBe(("ana@example.org", "ana@new.example", true));
        await app.NewLettersAsync();
        var link = server.Take();
        link.Recipient().ShouldBe("ana@new.example");
        await app.Recovery().VerifyEmailAsync(new VerifyEmailRequest { Token = link.Token() });

        var me = (await app.Accounts(ana.Viewer).GetMeAsync(new GetMeRequest())).Account;
        (me.Email, me.PendingEmail, me.EmailVerified).ShouldBe(("ana@new.example", "", true));
        await app.NewLettersAsync();
        server.Take().Recipient().ShouldBe("ana@example.org");
        (await app.Accounts().LogInAsync(new LogInRequest { Login = "ana@new.example", Password = AuthApp.Password })).Session.UserId.ShouldBe(ana.Id);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("changed")]
    public async Task A_change_of_address_that_waits_for_its_link_ends_with_the_password_it_was_begun_with(string how)
    {
        await using var server = SmtpServer.Start();
        await using var app = await AuthApp.StartAsync(postgres, mail: server.Url);
        var ana = await app.SignUpAsync("ana");
        await app.NewLettersAsync();
        await app.Recovery().VerifyEmailAsync(new VerifyEmailRequest { Token = server.Take().Token() });
        var intruder = await app.LogInAsync(ana);
        await app.Recovery(intruder.Viewer).ChangeEmailAsync(new ChangeEmailRequest { Email = "mallory@example.org", Password = AuthApp.Password });
        await app.NewLettersAsync();
        var link = server.Take();
        link.Recipient().ShouldBe("mallory@example.org");

        if (how == "changed") await app.Accounts(ana.Viewer).ChangePasswordAsync(new ChangePasswordRequest { Current = AuthApp.Password, New = Fresh });
        else
        {
            await app.Recovery().ForgotPasswordAsync(new ForgotPasswordRequest { Email = "ana@example.org" });
            await app.NewLettersAsync();
            await app.Recovery().ResetPasswordAsync(new ResetPasswordRequest { Token = server.Take().Token(), Password = Fresh });
        }

        (await app.Recovery().VerifyEmailAsync(new VerifyEmailRequest { Token = link.Token() }).WrongFieldsAsync())["token"].ShouldBe("invalid_link");
        var me = (await app.Accounts((await app.LogInAsync(ana, Fresh)).Viewer).GetMeAsync(new GetMeRequest())).Account;
        (me.Email, me.PendingEmail).ShouldBe(("ana@example.org", ""));
    }

    [Fact]
    public async Task A_change_of_address_begun_beside_a_change_of_password_does_not_outlive_it()
    {
        await using var server = SmtpServer.Start();
        await using var app = await AuthApp.StartAsync(postgres, mail: server.Url);
        for (var round = 0; round < 5; round++)
        {
            var ana = await app.SignUpAsync($"ana{round}");
            var intruder = await app.LogInAsync(ana);
            var begun = app.Recovery(intruder.Viewer).ChangeEmailAsync(new ChangeEmailRequest { Email = "mallory@example.org", Password = AuthApp.Password }).ResponseAsync;
            await Task.WhenAll(
                begun.ContinueWith(_ => { }, TaskScheduler.Default),
                app.Accounts(ana.Viewer).ChangePasswordAsync(new ChangePasswordRequest { Current = AuthApp.Password, New = Fresh }).ResponseAsync);

            (await app.Accounts(ana.Viewer).GetMeAsync(new GetMeRequest())).Account.PendingEmail.ShouldBe("");
        }
    }

    [Fact]
    public async Task Without_mail_nobody_waits_for_a_message()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var changed = (await app.Recovery(ana.Viewer).ChangeEmailAsync(new ChangeEmailRequest { Email = "ana@new.example", Password = AuthApp.Password })).Account;
        (changed.Email, changed.PendingEmail, changed.EmailVerified).ShouldBe(("ana@new.example", "", false));
        (await app.Instance().GetInstanceAsync(new GetInstanceRequest())).Instance.Mail.ShouldBeFalse();
    }

    [Fact]
    public async Task One_account_alone_can_have_an_address_confirmed()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var (first, second) = (app.Form("ana"), app.Form("ben"));
        second.Email = first.Email;
        await app.Accounts().RegisterAsync(first);
        await app.Accounts().RegisterAsync(second);
        // Both still may: neither address is confirmed yet, and the mailbox's owner decides.
        var letters = await app.NewLettersAsync();
        letters.Count.ShouldBe(2);
        await app.Recovery().VerifyEmailAsync(new VerifyEmailRequest { Token = letters[0].Token() });
        (await app.Recovery().VerifyEmailAsync(new VerifyEmailRequest { Token = letters[1].Token() }).RefusalAsync()).ShouldBe((409, "email_in_use"));
    }
}
