using Zoetrope.Contracts.Auth.V1;

namespace Zoetrope.Auth.Tests.SignIn;

public sealed class ChangePasswordTests(PostgresFixture postgres)
{
    private const string New = "harbour at first light";

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_leaves_this_one()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var phone = await app.SignUpAsync("ana");
        var laptop = await app.LogInAsync(phone);

        await app.Accounts(laptop.Viewer).ChangePasswordAsync(new ChangePasswordRequest { Current = AuthApp.Password, New = New });

        (await app.Accounts(laptop.Viewer).GetMeAsync(new GetMeRequest())).Account.Card.Id.ShouldBe(laptop.Id);
        (await app.Accounts(phone.Viewer).GetMeAsync(new GetMeRequest()).RefusalAsync()).ShouldBe((401, "unauthenticated"));
        (await app.Sessions().RefreshAsync(new RefreshRequest { RefreshToken = phone.Grant.RefreshToken }).RefusalAsync()).ShouldBe((401, "session_revoked"));
        (await app.Accounts().LogInAsync(new LogInRequest { Login = "ana", Password = AuthApp.Password }).RefusalAsync()).ShouldBe((401, "invalid_credentials"));
        (await app.LogInAsync(phone, New)).Id.ShouldBe(phone.Id);
    }

    [Fact]
    public async Task The_present_password_must_be_known_and_the_new_one_must_be_good()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");

        (await app.Accounts(ana.Viewer).ChangePasswordAsync(new ChangePasswordRequest { Current = "a guess of mine", New = New }).WrongFieldsAsync())["current"].ShouldBe("wrong_password");
        (await app.Accounts(ana.Viewer).ChangePasswordAsync(new ChangePasswordRequest { Current = AuthApp.Password, New = "password1" }).WrongFieldsAsync())["new"].ShouldBe("common_password");
        (await app.Accounts().ChangePasswordAsync(new ChangePasswordRequest { Current = AuthApp.Password, New = New }).RefusalAsync()).ShouldBe((401, "unauthenticated"));
    }

    [Fact]
    public async Task Somebody_at_an_open_session_cannot_guess_the_password_at_leisure()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        for (var i = 0; i < 5; i++) await app.Accounts(ana.Viewer).ChangePasswordAsync(new ChangePasswordRequest { Current = "a guess of mine", New = New }).RefusedAsync();

        (await app.Accounts(ana.Viewer).ChangePasswordAsync(new ChangePasswordRequest { Current = AuthApp.Password, New = New }).RefusalAsync()).ShouldBe((429, "too_many_attempts"));
    }
}
