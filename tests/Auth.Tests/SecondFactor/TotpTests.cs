using OtpNet;
using Zoetrope.Contracts.Auth.V1;

namespace Zoetrope.Auth.Tests.SecondFactor;

public sealed class TotpTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Once_confirmed_a_code_is_asked_for_after_the_right_password_and_taken_once()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var (totp, recovery) = await TurnOnAsync(app, ana);
        recovery.Distinct().Count().ShouldBe(10);
        (await app.Accounts(ana.Viewer).GetMeAsync(new GetMeRequest())).Account.TwoFactor.ShouldBeTrue();

        (await LogIn(app, "wrong password here", "").RefusalAsync()).ShouldBe((401, "invalid_credentials"));
        (await LogIn(app, AuthApp.Password, "").RefusalAsync()).ShouldBe((401, "two_factor_required"));
        (await LogIn(app, AuthApp.Password, "000000").RefusalAsync()).ShouldBe((401, "invalid_code"));
        app.Time.Advance(TimeSpan.FromSeconds(30));
        var code = totp.ComputeTotp(app.Time.GetUtcNow().UtcDateTime);
        (await LogIn(app, AuthApp.Password, $" {code[..3]} {code[3..]} ")).Session.UserId.ShouldBe(ana.Id);
        (await LogIn(app, AuthApp.Password, code).RefusalAsync()).Code.ShouldBe("invalid_code");
    }

    [Fact]
    public async Task The_code_that_confirms_does_not_sign_in_as_well()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var (totp, _) = await TurnOnAsync(app, ana);
        (await LogIn(app, AuthApp.Password, totp.ComputeTotp(app.Time.GetUtcNow().UtcDateTime)).RefusalAsync()).Code.ShouldBe("invalid_code");
    }

    [Fact]
    public async Task Two_at_once_with_one_code_are_one_sign_in()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var (totp, _) = await TurnOnAsync(app, ana);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var code = totp.ComputeTotp(app.Time.GetUtcNow().UtcDateTime);
        var came = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try { return (await LogIn(app, AuthApp.Password, code)).Session is not null; }
            catch (Grpc.Core.RpcException) { return false; }
        }));
        came.Count(yes => yes).ShouldBe(1);
    }

    [Fact]
    public async Task A_recovery_code_works_once_and_new_ones_replace_the_old()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var (_, recovery) = await TurnOnAsync(app, ana);
        var back = (await LogIn(app, AuthApp.Password, recovery[0].ToUpperInvariant().Replace("-", "", StringComparison.Ordinal))).Session;
        (await LogIn(app, AuthApp.Password, recovery[0]).RefusalAsync()).Code.ShouldBe("invalid_code");

        var fresh = (await app.SecondFactor(await app.ViewerOf(back)).RenewRecoveryCodesAsync(new RenewRecoveryCodesRequest { Password = AuthApp.Password })).RecoveryCodes;
        (await LogIn(app, AuthApp.Password, recovery[1]).RefusalAsync()).Code.ShouldBe("invalid_code");
        (await LogIn(app, AuthApp.Password, fresh[9])).Session.UserId.ShouldBe(ana.Id);
    }

    [Fact]
    public async Task Guessing_codes_is_slowed_down()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await TurnOnAsync(app, await app.SignUpAsync("ana"));
        var codes = new List<string>();
        for (var i = 0; i < 8; i++) codes.Add((await LogIn(app, AuthApp.Password, "123456").RefusalAsync()).Code);
        codes.ShouldContain("too_many_attempts");
        codes[0].ShouldBe("invalid_code");
    }

    [Fact]
    public async Task It_is_turned_off_with_the_password_and_on_again_with_a_new_secret()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        await TurnOnAsync(app, ana);
        (await app.SecondFactor(ana.Viewer).BeginTotpAsync(new BeginTotpRequest { Password = AuthApp.Password }).RefusalAsync()).ShouldBe((409, "two_factor_on"));
        (await app.SecondFactor(ana.Viewer).RemoveTotpAsync(new RemoveTotpRequest { Password = "wrong" }).WrongFieldsAsync())["password"].ShouldBe("wrong_password");
        await app.SecondFactor(ana.Viewer).RemoveTotpAsync(new RemoveTotpRequest { Password = AuthApp.Password });
        (await LogIn(app, AuthApp.Password, "")).Session.UserId.ShouldBe(ana.Id);
        (await app.SecondFactor(ana.Viewer).RenewRecoveryCodesAsync(new RenewRecoveryCodesRequest { Password = AuthApp.Password }).RefusalAsync()).Code.ShouldBe("two_factor_off");
        await TurnOnAsync(app, ana);
    }

    [Fact]
    public async Task A_setup_that_is_not_confirmed_asks_for_nothing_and_no_secret_is_stored_in_clear()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        (await app.SecondFactor(ana.Viewer).ConfirmTotpAsync(new ConfirmTotpRequest { Code = "123456" }).RefusalAsync()).Code.ShouldBe("two_factor_not_begun");
        var begun = await app.SecondFactor(ana.Viewer).BeginTotpAsync(new BeginTotpRequest { Password = AuthApp.Password });
        begun.Uri.ShouldStartWith("otpauth://totp/Zoetrope:ana?secret=");
        (await app.SecondFactor(ana.Viewer).ConfirmTotpAsync(new ConfirmTotpRequest { Code = "000000" }).WrongFieldsAsync())["code"].ShouldBe("invalid_code");
        (await LogIn(app, AuthApp.Password, "")).Session.UserId.ShouldBe(ana.Id);

        await using var db = app.Open();
        Convert.ToHexString(db.TotpSecrets.Single().Sealed).ShouldNotContain(Convert.ToHexString(Base32Encoding.ToBytes(begun.Secret)));
    }

    [Fact]
    public async Task A_borrowed_session_neither_sets_it_up_nor_gets_recovery_codes()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        (await app.SecondFactor(ana.Viewer).BeginTotpAsync(new BeginTotpRequest()).WrongFieldsAsync())["password"].ShouldBe("wrong_password");
        var (_, recovery) = await TurnOnAsync(app, ana);
        (await app.SecondFactor(ana.Viewer).RenewRecoveryCodesAsync(new RenewRecoveryCodesRequest { Password = "wrong" }).WrongFieldsAsync())["password"].ShouldBe("wrong_password");
        (await LogIn(app, AuthApp.Password, recovery[0])).Session.UserId.ShouldBe(ana.Id);
    }

    private static async Task<(Totp Totp, IReadOnlyList<string> Recovery)> TurnOnAsync(AuthApp app, Person person)
    {
        var begun = await app.SecondFactor(person.Viewer).BeginTotpAsync(new BeginTotpRequest { Password = AuthApp.Password });
        var totp = new Totp(Base32Encoding.ToBytes(begun.Secret));
        var confirmed = await app.SecondFactor(person.Viewer).ConfirmTotpAsync(new ConfirmTotpRequest { Code = totp.ComputeTotp(app.Time.GetUtcNow().UtcDateTime) });
        return (totp, confirmed.RecoveryCodes);
    }

    private static Grpc.Core.AsyncUnaryCall<LogInResponse> LogIn(AuthApp app, string password, string code)
        => app.Accounts().LogInAsync(new LogInRequest { Login = "ana", Password = password, Code = code, Client = new ClientInfo { Ip = "192.0.2.7" } });
}
