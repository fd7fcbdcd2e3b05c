using OtpNet;
using Zoetrope.Auth.SignIn;
using Zoetrope.Auth.Tests.Passkeys;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;
using Said = Zoetrope.Contracts.Events.V1.Event.PayloadOneofCase;

namespace Zoetrope.Auth.Tests.SignIn;

/// <summary>What an account is told of changes to its security, and of decisions about it: each act once.</summary>
public sealed class SecurityNoticeTests(PostgresFixture postgres)
{
    private const string New = "harbour at first light";

    [Fact]
    public async Task A_sign_in_is_told_where_the_device_is_new()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        await app.LogInAsync(ana);
        (await ToldAsync(app)).ShouldBeEmpty();
        await app.LogInAsync(ana, deviceId: "device-2");
        await app.LogInAsync(ana, deviceId: "device-2");
        (await ToldAsync(app)).ShouldBe(["security.signed_in Tests"]);
        (await app.SaidAsync(Said.AccountNotified)).Select(e => e.AccountNotified.UserId).ShouldBe([ana.Id]);
    }

    [Fact]
    public async Task A_new_password_is_told_however_it_came()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        await app.NewLettersAsync();
        await app.Accounts(ana.Viewer).ChangePasswordAsync(new ChangePasswordRequest { Current = AuthApp.Password, New = New });
        await app.NewLettersAsync();
        await app.Recovery().ForgotPasswordAsync(new ForgotPasswordRequest { Email = "ana@example.org" });
        var reset = new ResetPasswordRequest { Token = (await app.NewLettersAsync()).ShouldHaveSingleItem().Token(), Password = "a third lantern on the water" };
        await app.Recovery().ResetPasswordAsync(reset);
        await app.Recovery().ResetPasswordAsync(reset).RefusalAsync();
        (await ToldAsync(app)).ShouldBe(["security.password_changed", "security.password_reset"]);
    }

    [Fact]
    public async Task The_second_factor_is_told_on_and_off_and_a_recovery_code_in_place_of_the_sign_in()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var begun = await app.SecondFactor(ana.Viewer).BeginTotpAsync(new BeginTotpRequest { Password = AuthApp.Password });
        var code = new Totp(Base32Encoding.ToBytes(begun.Secret)).ComputeTotp(app.Time.GetUtcNow().UtcDateTime);
        var recovery = (await app.SecondFactor(ana.Viewer).ConfirmTotpAsync(new ConfirmTotpRequest { Code = code })).RecoveryCodes;
        await app.Accounts().LogInAsync(new LogInRequest { Login = "ana", Password = AuthApp.Password, Code = recovery[0], Client = new ClientInfo { Ip = "192.0.2.9", DeviceId = "stolen", UserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0" } });
        await app.SecondFactor(ana.Viewer).RemoveTotpAsync(new RemoveTotpRequest { Password = AuthApp.Password });
        await app.SecondFactor(ana.Viewer).RemoveTotpAsync(new RemoveTotpRequest { Password = AuthApp.Password });
        (await ToldAsync(app)).ShouldBe(["security.two_factor_on", "security.recovery_code_used Firefox, Linux", "security.two_factor_off"]);
    }

    [Fact]
    public async Task Passkeys_are_told_by_name()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var begun = await app.Passkeys(ana.Viewer).GetCreationOptionsAsync(new GetCreationOptionsRequest { Password = AuthApp.Password });
        var added = await app.Passkeys(ana.Viewer).AddPasskeyAsync(new AddPasskeyRequest { CredentialJson = new Authenticator().Create(begun.OptionsJson), State = begun.State, Name = "My phone" });
        var remove = new RemovePasskeyRequest { Id = added.Passkey.Id };
        await app.Passkeys(ana.Viewer).RemovePasskeyAsync(remove);
        (await app.Passkeys(ana.Viewer).RemovePasskeyAsync(remove).RefusalAsync()).Status.ShouldBe(404);
        (await ToldAsync(app)).ShouldBe(["security.passkey_added My phone", "security.passkey_removed My phone"]);
    }

    [Fact]
    public async Task A_suspension_is_told_with_its_reason_and_without_who_did_it()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var boss = await app.SetUpAsync();
        var ana = await app.SignUpAsync("ana");
        var desk = app.Administration(boss.Viewer);
        (await desk.SetSuspendedAsync(new SetSuspendedRequest { UserId = ana.Id, Suspended = true, Reason = "because" }).WrongFieldsAsync())["reason"].ShouldBe("unknown_choice");
        for (var i = 0; i < 2; i++) await desk.SetSuspendedAsync(new SetSuspendedRequest { UserId = ana.Id, Suspended = true, Reason = "spam" });
        for (var i = 0; i < 2; i++) await desk.SetSuspendedAsync(new SetSuspendedRequest { UserId = ana.Id, Suspended = false });
        (await ToldAsync(app)).ShouldBe(["moderation.suspended because spam", "moderation.suspension_lifted"]);
        (await app.SaidAsync(Said.AccountNotified)).ShouldAllBe(e => e.AccountNotified.UserId == ana.Id && !e.ToString().Contains(boss.Id));
    }

    [Fact]
    public async Task Letters_say_what_was_done_and_why_also_to_somebody_suspended()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var boss = await app.SetUpAsync();
        var ana = await app.SignUpAsync("ana");
        await app.Recovery().VerifyEmailAsync(new VerifyEmailRequest { Token = (await app.NewLettersAsync()).Single(l => l.Recipient() == "ana@example.org").Token() });
        await app.Administration(boss.Viewer).SetSuspendedAsync(new SetSuspendedRequest { UserId = ana.Id, Suspended = true, Reason = "spam" });
        SendMailRequest Ask(string code, string notice, string reason) => new() { UserId = ana.Id, Key = $"{code}{notice}", Code = code, Path = "/inbox", Params = { ["notice"] = notice, ["about"] = "Lanterns", ["reason"] = reason } };
        (await app.Mail(Viewer.System).SendMailAsync(Ask("security", "signed_in", ""))).Queued.ShouldBeFalse();
        (await app.Mail(Viewer.System).SendMailAsync(Ask("moderation", "video_removed", "spam"))).Queued.ShouldBeTrue();
        (await app.NewLettersAsync()).ShouldHaveSingleItem().Words().ShouldContain("Your clip was removed. Reason: spam or deception. The clip: Lanterns");
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge, Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari, iPhone")]
    [InlineData("curl/8.5.0 and more", "curl/8.5.0")]
    [InlineData("", "?")]
    public void A_device_is_named_in_few_words(string userAgent, string name) => SignInNews.Device(userAgent).ShouldBe(name);

    private static async Task<List<string>> ToldAsync(AuthApp app)
        => [.. (await app.SaidAsync(Said.AccountNotified)).Select(e => e.AccountNotified)
            .Select(n => $"{n.Type}.{n.Code}{(n.About.Length > 0 ? $" {n.About}" : "")}{(n.Reason.Length > 0 ? $" because {n.Reason}" : "")}")];
}
