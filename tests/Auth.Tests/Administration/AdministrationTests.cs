using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Rpc;

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
        (await app.VerifyAsync(moderator.Grant.AccessToken))!.Role.ShouldBe(AccountRole.Moderator);

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

    [Fact]
    public async Task Of_two_admins_who_take_the_role_from_each_other_at_once_one_is_left()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var boss = await app.SetUpAsync();
        var ana = await app.SignUpAsync("ana");
        await app.Administration(boss.Viewer).SetRoleAsync(new SetRoleRequest { UserId = ana.Id, Role = "admin" });
        var admin = await app.LogInAsync(ana);
        await using var db = app.Open();
        Task<string[]> both;
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await db.Database.ExecuteSqlAsync($"select 1 from users for update");
            both = Task.WhenAll(Take(boss, admin), Take(admin, boss));
            await app.WaitForLocksAsync(calls: 2);
            await transaction.CommitAsync();
        }

        (await both).Order().ShouldBe(["", "last_admin"]);
        db.Users.Count(u => u.Role == AccountRole.Admin).ShouldBe(1);

        Task<string> Take(Person by, Person from) => Task.Run(async () =>
        {
            try
            {
                await app.Administration(by.Viewer).SetRoleAsync(new SetRoleRequest { UserId = from.Id, Role = "user" });
                return "";
            }
            catch (Grpc.Core.RpcException error)
            {
                return Fault.Of(error).Code;
            }
        });
    }

    [Fact]
    public async Task The_last_admin_cannot_go_until_there_is_another()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var boss = await app.SetUpAsync();
        var ana = await app.SignUpAsync("ana");
        var system = app.Administration(Viewer.System);

        (await Leave(boss).RefusalAsync()).ShouldBe((409, "last_admin"));
        (await system.SetSuspendedAsync(new SetSuspendedRequest { UserId = boss.Id, Suspended = true }).RefusalAsync()).ShouldBe((409, "last_admin"));
        (await system.SetRoleAsync(new SetRoleRequest { UserId = boss.Id, Role = "user" }).RefusalAsync()).ShouldBe((409, "last_admin"));
        // Nothing of it happened.
        (await app.VerifyAsync(boss.Grant.AccessToken))!.Role.ShouldBe(AccountRole.Admin);
        (await app.Accounts(boss.Viewer).GetMeAsync(new GetMeRequest())).Account.DeletionAtMs.ShouldBe(0);

        await app.Administration(boss.Viewer).SetRoleAsync(new SetRoleRequest { UserId = ana.Id, Role = "admin" });
        var admin = await app.LogInAsync(ana);
        await Leave(boss);
        // Whoever is about to be erased is no admin who is left.
        (await Leave(admin).RefusalAsync()).ShouldBe((409, "last_admin"));
        await app.Accounts((await app.LogInAsync(boss)).Viewer).RestoreMeAsync(new RestoreMeRequest());
        await Leave(admin);

        Grpc.Core.AsyncUnaryCall<DeleteMeResponse> Leave(Person who) => app.Accounts(who.Viewer).DeleteMeAsync(new DeleteMeRequest { Password = AuthApp.Password });
    }

    private static async Task Suspend(AuthApp app, Person by, Person whom, bool suspended)
        => await app.Administration(by.Viewer).SetSuspendedAsync(new SetSuspendedRequest { UserId = whom.Id, Suspended = suspended });
}
