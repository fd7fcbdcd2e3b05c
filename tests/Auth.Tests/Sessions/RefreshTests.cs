using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Tests.Sessions;

public sealed class RefreshTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_refresh_gives_a_new_credential_of_the_same_session()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();
        app.Time.Advance(TimeSpan.FromMinutes(20));
        (await app.VerifyAsync(ana.Grant.AccessToken)).ShouldBeNull("the first access token has expired by now");

        var next = await Refresh(app, ana.Grant.RefreshToken);

        next.RefreshToken.ShouldNotBe(ana.Grant.RefreshToken);
        next.SessionId.ShouldBe(ana.Grant.SessionId);
        next.RefreshExpiresAtMs.ShouldBe(app.Time.GetUtcNow().AddDays(60).ToUnixTimeMilliseconds());
        (await app.VerifyAsync(next.AccessToken))!.AccountId.ToString().ShouldBe(ana.Id);
    }

    [Fact]
    public async Task Refreshes_at_once_with_the_same_credential_all_get_the_same_successor()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await using var another = app.StartAnother();
        var ana = await app.SignUpAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => Refresh(app, ana.Grant.RefreshToken))));

        answers.Select(a => a.RefreshToken).Distinct().ShouldHaveSingleItem();
        (await Refresh(app, answers[0].RefreshToken)).SessionId.ShouldBe(ana.Grant.SessionId);
    }

    [Fact]
    public async Task Within_ten_seconds_a_spent_credential_still_stands_for_its_successor()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();
        var next = await Refresh(app, ana.Grant.RefreshToken);
        app.Time.Advance(TimeSpan.FromSeconds(10));

        (await Refresh(app, ana.Grant.RefreshToken)).RefreshToken.ShouldBe(next.RefreshToken);
        (await app.Sessions().ExchangeAsync(new ExchangeRequest { RefreshToken = ana.Grant.RefreshToken })).ShouldRotate.ShouldBeTrue();
    }

    [Fact]
    public async Task Later_a_spent_credential_ends_the_whole_family_and_says_so()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();
        var elsewhere = await app.LogInAsync(ana);
        var next = await Refresh(app, ana.Grant.RefreshToken);
        app.Time.Advance(TimeSpan.FromSeconds(11));

        (await Refusal(app, ana.Grant.RefreshToken)).ShouldBe((401, "session_revoked"));

        (await Refusal(app, next.RefreshToken)).ShouldBe((401, "session_revoked"));
        (await app.VerifyAsync(next.AccessToken)).ShouldBeNull();
        (await app.VerifyAsync(elsewhere.Grant.AccessToken)).ShouldNotBeNull("another sign-in is another family");
        var said = (await app.SaidAsync(Event.PayloadOneofCase.SessionRevoked)).ShouldHaveSingleItem().SessionRevoked;
        (said.SessionId, said.UserId, said.Seq).ShouldBe((ana.Grant.SessionId, ana.Id, 1));
    }

    [Fact]
    public async Task A_credential_of_generations_ago_ends_the_family_too_even_when_only_exchanged()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();
        var second = await Refresh(app, ana.Grant.RefreshToken);
        var third = await Refresh(app, second.RefreshToken);

        (await app.Sessions().ExchangeAsync(new ExchangeRequest { RefreshToken = ana.Grant.RefreshToken }).RefusalAsync()).ShouldBe((401, "session_revoked"));

        (await Refusal(app, third.RefreshToken)).ShouldBe((401, "session_revoked"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a credential")]
    [InlineData("AAAA")]
    [InlineData("!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_this_instance_never_issued_ends_nothing(string made)
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();

        (await Refusal(app, made)).ShouldBe((401, "unauthenticated"));
        // The right session with a changed secret: somebody guesses.
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(ana.Grant.RefreshToken);
        for (var i = 0; i < bytes.Length; i += 7)
        {
            var forged = (byte[])bytes.Clone();
            forged[i] ^= 1;
            (await Refusal(app, System.Buffers.Text.Base64Url.EncodeToString(forged))).ShouldBe((401, "unauthenticated"));
        }
        (await Refresh(app, ana.Grant.RefreshToken)).SessionId.ShouldBe(ana.Grant.SessionId);
    }

    [Fact]
    public async Task A_cookie_is_exchanged_as_often_as_needed_and_asks_for_rotation_after_an_hour()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();
        var exchange = new ExchangeRequest { RefreshToken = ana.Grant.RefreshToken };

        var early = await app.Sessions().ExchangeAsync(exchange);
        app.Time.Advance(TimeSpan.FromHours(3));
        var late = await app.Sessions().ExchangeAsync(exchange);

        (early.ShouldRotate, late.ShouldRotate).ShouldBe((false, true));
        late.Session.RefreshToken.ShouldBeEmpty();
        (await app.VerifyAsync(late.Session.AccessToken))!.SessionId.ToString().ShouldBe(ana.Grant.SessionId);
    }

    [Fact]
    public async Task A_session_ends_after_60_days_without_use()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();
        app.Time.Advance(TimeSpan.FromDays(59));
        var next = await Refresh(app, ana.Grant.RefreshToken);
        app.Time.Advance(TimeSpan.FromDays(60) + TimeSpan.FromSeconds(1));

        (await Refusal(app, next.RefreshToken)).ShouldBe((401, "unauthenticated"));
        (await app.Sessions().ExchangeAsync(new ExchangeRequest { RefreshToken = next.RefreshToken }).RefusalAsync()).ShouldBe((401, "unauthenticated"));
    }

    [Fact]
    public async Task Access_tokens_are_ES256_for_one_audience_and_fifteen_minutes()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();

        var jws = Jws.Parse(ana.Grant.AccessToken).ShouldNotBeNull();

        jws.Type.ShouldBe("at+jwt");
        var claims = System.Text.Json.JsonDocument.Parse(jws.Payload).RootElement;
        claims.GetProperty("iss").GetString().ShouldBe("http://localhost:3000");
        claims.GetProperty("aud").GetString().ShouldBe("zoetrope");
        claims.GetProperty("exp").GetInt64().ShouldBe(app.Time.GetUtcNow().AddMinutes(15).ToUnixTimeSeconds());
        app.Time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        (await app.VerifyAsync(ana.Grant.AccessToken)).ShouldNotBeNull();
        app.Time.Advance(TimeSpan.FromSeconds(1));
        (await app.VerifyAsync(ana.Grant.AccessToken)).ShouldBeNull();
    }

    private static async Task<SessionGrant> Refresh(AuthApp app, string token)
        => (await app.Sessions().RefreshAsync(new RefreshRequest { RefreshToken = token, Ip = "192.0.2.8", UserAgent = "Tests" })).Session;

    private static Task<(int Status, string Code)> Refusal(AuthApp app, string token) => app.Sessions().RefreshAsync(new RefreshRequest { RefreshToken = token }).RefusalAsync();
}
