using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Auth.Tests.Administration;

public sealed class AdministrationTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_suspended_person_is_out_at_once_and_back_when_it_ends()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var boss = await app.SetUpAsync();
        var ana = await app.SignUpAsync("ana");

        await Suspend(app, boss, ana, true);

        (await app.VerifyAsync(ana.Grant.AccessToken)).ShouldBeNull();
        (await app.Sessions().ExchangeAsync(new ExchangeRequest { RefreshToken = ana.Grant.RefreshToken }).RefusalAsync()).ShouldBe((401, "session_revoked"));
        (await app.Accounts().LogInAsync(new LogInRequest { Login = "ana", Password = AuthApp.Password }).RefusalAsync()).ShouldBe((403, "suspended"));
        (await app.Accounts().LogInAsync(new LogInRequest { Login = "ana", Password = "not the password" }).RefusalAsync()).ShouldBe((401, "invalid_credentials"));
        (await app.People().GetProfileAsync(new GetProfileRequest { Username = "ana" }).RefusalAsync()).ShouldBe((404, "not_found"));
        (await app.SaidAsync(Event.PayloadOneofCase.AccountChanged))[^1].AccountChanged.Account.Suspended.ShouldBeTrue();

        await Suspend(app, boss, ana, false);

        (await app.LogInAsync(ana)).Id.ShouldBe(ana.Id);
        (await app.People().GetProfileAsync(new GetProfileRequest { Username = "ana" })).Person.Card.Username.ShouldBe("ana");
        (await app.SaidAsync(Event.PayloadOneofCase.AccountChanged))[^1].AccountChanged.Account.Suspended.ShouldBeFalse();
    }

    [Fact]
    public async Task A_role_is_in_the_next_token_and_losing_one_ends_the_sessions_that_had_it()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var boss = await app.SetUpAsync();
        var ana = await app.SignUpAsync("ana");

        await app.Administration(boss.Viewer).SetRoleAsync(new SetRoleRequest { UserId = ana.Id, Role = "moderator" });
        var moderator = await app.LogInAsync(ana);
        (await app.VerifyAsync(moderator.Grant.AccessToken))!.Role.ShouldBe(Platform.Rpc.AccountRole.Moderator);

        await app.Administration(boss.Viewer).SetRoleAsync(new SetRoleRequest { UserId = ana.Id, Role = "user" });
        (await app.VerifyAsync(moderator.Grant.AccessToken)).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_rises_above_their_role_or_suspends_their_equals()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var boss = await app.SetUpAsync();
        var (ana, ben) = (await app.SignUpAsync("ana"), await app.SignUpAsync("ben"));
        foreach (var person in new[] { ana, ben }) await app.Administration(boss.Viewer).SetRoleAsync(new SetRoleRequest { UserId = person.Id, Role = "moderator" });
        var moderator = await app.LogInAsync(ana);

        (await app.Administration(moderator.Viewer).SetRoleAsync(new SetRoleRequest { UserId = ana.Id, Role = "admin" }).RefusalAsync()).ShouldBe((403, "forbidden"));
        (await Suspended(moderator, ben)).ShouldBe((403, "forbidden"));
        (await Suspended(moderator, boss)).ShouldBe((403, "forbidden"));
        (await app.Administration(boss.Viewer).SetRoleAsync(new SetRoleRequest { UserId = boss.Id, Role = "user" }).RefusalAsync()).ShouldBe((403, "own_role"));
        (await app.Administration(boss.Viewer).SetRoleAsync(new SetRoleRequest { UserId = ana.Id, Role = "2" }).WrongFieldsAsync())["role"].ShouldBe("not_a_choice");
        var plain = await app.SignUpAsync("cem");
        (await Suspended(plain, ben)).ShouldBe((403, "forbidden"));

        Task<(int, string)> Suspended(Person by, Person whom)
            => app.Administration(by.Viewer).SetSuspendedAsync(new SetSuspendedRequest { UserId = whom.Id, Suspended = true }).RefusalAsync();
    }

    private static async Task Suspend(AuthApp app, Person by, Person whom, bool suspended)
        => await app.Administration(by.Viewer).SetSuspendedAsync(new SetSuspendedRequest { UserId = whom.Id, Suspended = suspended });
}
