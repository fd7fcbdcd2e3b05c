using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Auth.Tests.Profiles;

public sealed class DeleteMeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_deleted_account_is_hidden_and_signed_out_at_once_and_can_be_taken_back()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        (await app.Accounts(ana.Viewer).DeleteMeAsync(new DeleteMeRequest { Password = "not the password" }).WrongFieldsAsync())["password"].ShouldBe("wrong_password");

        var answer = await app.Accounts(ana.Viewer).DeleteMeAsync(new DeleteMeRequest { Password = AuthApp.Password });

        answer.DeletionAtMs.ShouldBe(app.Time.GetUtcNow().AddDays(30).ToUnixTimeMilliseconds());
        (await app.VerifyAsync(ana.Grant.AccessToken)).ShouldBeNull();
        (await app.People().GetProfileAsync(new GetProfileRequest { Username = "ana" }).RefusalAsync()).ShouldBe((404, "not_found"));
        (await app.CheckNameAsync("ana")).ShouldBe("taken");

        var back = await app.LogInAsync(ana);
        (await app.Accounts(back.Viewer).GetMeAsync(new GetMeRequest())).Account.DeletionAtMs.ShouldBe(answer.DeletionAtMs);
        (ana.Viewer.IsLeaving, back.Viewer.IsLeaving).ShouldBe((false, true));
        (await app.Accounts(back.Viewer).RestoreMeAsync(new RestoreMeRequest())).Account.DeletionAtMs.ShouldBe(0);
        (await app.LogInAsync(ana)).Viewer.IsLeaving.ShouldBeFalse();
        app.Time.Advance(TimeSpan.FromDays(31));
        await app.Services.GetRequiredService<Housekeeping>().RunOnceAsync(CancellationToken.None);
        (await app.People().GetProfileAsync(new GetProfileRequest { Username = "ana" })).Person.Card.Id.ShouldBe(ana.Id);
        (await app.SaidAsync(Event.PayloadOneofCase.AccountChanged)).Select(e => e.AccountChanged.Account.Suspended).ShouldBe([true, false]);
    }

    [Fact]
    public async Task After_the_grace_period_nothing_personal_is_left_and_the_name_is_free()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana_of_the_lamps");
        await app.Accounts(ana.Viewer).UpdateMeAsync(new UpdateMeRequest { DisplayName = "Ana Personal", Bio = "Personal bio" });
        await app.Accounts(ana.Viewer).SetAvatarAsync(new SetAvatarRequest { Image = Google.Protobuf.ByteString.CopyFrom(Pictures.Jpeg(400, 300)) });
        Directory.EnumerateFiles(app.MediaFolder, "*.webp", SearchOption.AllDirectories).ShouldNotBeEmpty();
        await app.Accounts(ana.Viewer).DeleteMeAsync(new DeleteMeRequest { Password = AuthApp.Password });

        app.Time.Advance(TimeSpan.FromDays(29));
        await app.Services.GetRequiredService<Housekeeping>().RunOnceAsync(CancellationToken.None);
        (await app.CheckNameAsync("ana_of_the_lamps")).ShouldBe("taken");
        app.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        await app.Services.GetRequiredService<Housekeeping>().RunOnceAsync(CancellationToken.None);

        await using var db = app.Open();
        var row = await db.Database.SqlQuery<string>($"select users::text as \"Value\" from users").SingleAsync();
        foreach (var personal in new[] { "ana_of", "Personal", "example.org", "argon2id" }) row.ShouldNotContain(personal);
        db.Sessions.ShouldBeEmpty();
        Directory.EnumerateFiles(app.MediaFolder, "*.webp", SearchOption.AllDirectories).ShouldBeEmpty();
        var told = (await app.SaidAsync(Event.PayloadOneofCase.AccountChanged))[^1].AccountChanged.Account;
        (told.UserId, told.Deleted, told.Username).ShouldBe((ana.Id, true, ""));
        (await app.CheckNameAsync("ana_of_the_lamps")).ShouldBe("");
        (await app.Accounts().LogInAsync(new LogInRequest { Login = "ana_of_the_lamps", Password = AuthApp.Password }).RefusalAsync()).ShouldBe((401, "invalid_credentials"));
        (await app.SignUpAsync("ana_of_the_lamps")).Id.ShouldNotBe(ana.Id);
    }

    [Fact]
    public async Task What_keeps_an_account_from_being_erased_whole_leaves_it_due()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        await app.Accounts(ana.Viewer).DeleteMeAsync(new DeleteMeRequest { Password = AuthApp.Password });
        app.Time.Advance(TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1));
        await using var db = app.Open();
        await db.Database.ExecuteSqlAsync($"""
            create function refuse() returns trigger language plpgsql as 'begin raise exception $$not now$$; end';
            create trigger refused before delete on passkeys for each statement execute function refuse();
            """);
        var housekeeping = app.Services.GetRequiredService<Housekeeping>();

        await Should.ThrowAsync<Npgsql.PostgresException>(() => housekeeping.RunOnceAsync(CancellationToken.None));
        (await db.Users.SingleAsync()).DeletedAt.ShouldBeNull();

        await db.Database.ExecuteSqlAsync($"drop trigger refused on passkeys");
        await housekeeping.RunOnceAsync(CancellationToken.None);
        (await db.Users.AsNoTracking().SingleAsync()).DeletedAt.ShouldNotBeNull();
        (db.Sessions.Count(), db.Mail.Count()).ShouldBe((0, 0));
    }
}

internal static class Names
{
    public static async Task<string> CheckNameAsync(this AuthApp app, string name) => (await app.Accounts().CheckUsernameAsync(new CheckUsernameRequest { Username = name })).Reason;
}
