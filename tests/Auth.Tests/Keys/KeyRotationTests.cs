using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Auth.Keys;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Tests.Keys;

public sealed class KeyRotationTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_new_key_is_listed_ten_minutes_before_it_signs_and_the_old_one_until_its_tokens_end()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();
        var first = KeyOf(ana.Grant.AccessToken);
        (await ListedAsync(app)).ShouldBe([first]);

        await PassAsync(app, SigningKeys.SignsFor - SigningKeys.ListedBefore);
        var listed = await ListedAsync(app);
        listed.Count.ShouldBe(2);
        var second = listed.Single(k => k != first);
        var before = await ExchangeAsync(app, ana);
        KeyOf(before).ShouldBe(first, "it is only announced so far");

        await PassAsync(app, SigningKeys.ListedBefore);
        KeyOf(await ExchangeAsync(app, ana)).ShouldBe(second);
        (await app.VerifyAsync(before)).ShouldNotBeNull("nobody is logged out by a new key");

        await PassAsync(app, TimeSpan.FromMinutes(14));
        (await ListedAsync(app)).ShouldContain(first, "a token of the old key may still be good");
        await PassAsync(app, TimeSpan.FromMinutes(10));
        (await ListedAsync(app)).ShouldBe([second]);
        (await app.Sessions().RefreshAsync(new RefreshRequest { RefreshToken = ana.Grant.RefreshToken })).Session.UserId.ShouldBe(ana.Id);
    }

    [Fact]
    public async Task Another_process_knows_the_new_key_before_it_signs()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await using var another = app.StartAnother();
        var ana = await app.SignUpAsync();
        (await another.GetRequiredService<AccessTokens>().Verify(ana.Grant.AccessToken, CancellationToken.None)).ShouldNotBeNull();

        await PassAsync(app, SigningKeys.SignsFor - SigningKeys.ListedBefore);
        await PassAsync(app, SigningKeys.ListedBefore);
        var token = await ExchangeAsync(app, ana);

        KeyOf(token).ShouldNotBe(KeyOf(ana.Grant.AccessToken));
        (await another.GetRequiredService<AccessTokens>().Verify(token, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Processes_that_start_together_agree_on_one_key()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await using var another = app.StartAnother();

        var keys = await Task.WhenAll(new[] { app.Services, another }.SelectMany(p => Enumerable.Repeat(p, 3))
            .Select(p => Task.Run(async () => (await p.GetRequiredService<SigningKeys>().CurrentAsync(CancellationToken.None)).Id)));

        keys.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_list_shows_public_parts_only_and_the_private_part_is_not_in_clear_in_the_database()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var (id, parameters) = await app.Services.GetRequiredService<SigningKeys>().CurrentAsync(CancellationToken.None);

        var document = JsonDocument.Parse((await app.Sessions().GetKeysAsync(new GetKeysRequest())).JwksJson).RootElement.GetProperty("keys")[0];

        document.EnumerateObject().Select(p => p.Name).ShouldBe(["kty", "crv", "alg", "use", "kid", "x", "y"], ignoreOrder: true);
        await using var db = app.Open();
        var row = db.SigningKeys.Single(k => k.Id == id);
        Convert.ToHexString(row.Sealed).ShouldNotContain(Convert.ToHexString(parameters.D!));
    }

    private static async Task PassAsync(AuthApp app, TimeSpan time)
    {
        app.Time.Advance(time);
        await app.Services.GetRequiredService<SigningKeys>().RotateAsync(CancellationToken.None);
    }

    private static async Task<List<string>> ListedAsync(AuthApp app)
        => [.. JsonDocument.Parse((await app.Sessions().GetKeysAsync(new GetKeysRequest())).JwksJson).RootElement.GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("kid").GetString()!)];

    private static async Task<string> ExchangeAsync(AuthApp app, Person person)
        => (await app.Sessions().ExchangeAsync(new ExchangeRequest { RefreshToken = person.Grant.RefreshToken })).Session.AccessToken;

    private static string KeyOf(string token) => Jws.Parse(token)!.KeyId!;
}
