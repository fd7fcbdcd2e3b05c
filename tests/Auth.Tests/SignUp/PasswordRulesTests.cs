using Zoetrope.Contracts.Auth.V1;

namespace Zoetrope.Auth.Tests.SignUp;

public sealed class PasswordRulesTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("seven77", "too_short")]
    [InlineData("password", "common_password")]
    [InlineData("Password123", "common_password")]
    [InlineData("qwertyuiop", "common_password")]
    [InlineData("12345678", "common_password")]
    [InlineData("aaaaaaaaaa", "common_password")]
    [InlineData("abababab", "common_password")]
    [InlineData("hgfedcba", "common_password")]
    [InlineData("iloveyou2", "common_password")]
    [InlineData("marguerite", "own_password")] // the username
    [InlineData("Marguerite2026!", "own_password")]
    [InlineData("with\0nothing", "invalid_text")]
    [InlineData("correct horse battery", "")]
    [InlineData("        ", "")]
    [InlineData("ääääääääääää", "")]
    [InlineData("👍👍👍👍👍👍👍👍", "")]
    [InlineData("zyzyzyzyzy!!", "")]
    [InlineData("пароль без правил", "")]
    [InlineData("🐴🔋📎🎩🐴🔋📎🎪", "")] // 8 characters
    public async Task A_password_is_judged_by_length_and_by_what_guessers_try_first(string password, string reason)
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var form = app.Form("marguerite");
        form.Password = password;

        if (reason.Length > 0) (await app.Accounts().RegisterAsync(form).WrongFieldsAsync())["password"].ShouldBe(reason);
        else (await app.Accounts().RegisterAsync(form)).Session.UserId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_password_of_128_characters_counts_to_the_last_one_and_129_are_refused()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var form = app.Form("long");
        form.Password = string.Concat(Enumerable.Range(0, 32).Select(i => $"ä{i % 10}🐴z"));
        form.Password.EnumerateRunes().Count().ShouldBe(128);
        await app.Accounts().RegisterAsync(form);

        (await app.Accounts().LogInAsync(new LogInRequest { Login = "long", Password = form.Password })).Session.ShouldNotBeNull();
        (await app.Accounts().LogInAsync(new LogInRequest { Login = "long", Password = form.Password[..^1] + "y" }).RefusalAsync()).ShouldBe((401, "invalid_credentials"));
        var longer = app.Form("longer");
        longer.Password = form.Password + "!";
        (await app.Accounts().RegisterAsync(longer).WrongFieldsAsync())["password"].ShouldBe("too_long");
    }

    [Fact]
    public async Task The_same_keys_are_the_same_password_however_a_system_composes_accents()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var form = app.Form("composer");
        form.Password = "cafe\u0301 au lait";
        await app.Accounts().RegisterAsync(form);

        (await app.Accounts().LogInAsync(new LogInRequest { Login = "composer", Password = "caf\u00e9 au lait" })).Session.ShouldNotBeNull();
    }
}
