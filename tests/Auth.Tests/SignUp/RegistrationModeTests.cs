using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Tests.SignUp;

public sealed class RegistrationModeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_closed_instance_takes_nobody()
    {
        await using var app = await AuthApp.StartAsync(postgres, "closed");

        (await app.Accounts().RegisterAsync(app.Form()).RefusalAsync()).ShouldBe((403, "registration_closed"));
    }

    [Fact]
    public async Task By_invite_a_code_is_needed_and_must_be_good()
    {
        await using var app = await AuthApp.StartAsync(postgres, "invite");
        var boss = await app.SetUpAsync();
        var invite = (await app.Instance(boss.Viewer).CreateInviteAsync(new CreateInviteRequest { Uses = 1 })).Invite;

        (await app.Accounts().RegisterAsync(app.Form()).WrongFieldsAsync())["invite"].ShouldBe("required");
        var wrong = app.Form();
        wrong.Invite = "aaaaaaaaaaaa";
        (await app.Accounts().RegisterAsync(wrong).WrongFieldsAsync())["invite"].ShouldBe("invite_invalid");

        var right = app.Form();
        right.Invite = invite.Code.ToUpperInvariant();
        (await app.Accounts().RegisterAsync(right)).Session.UserId.ShouldNotBeEmpty();
        var late = app.Form();
        late.Invite = invite.Code;
        (await app.Accounts().RegisterAsync(late).WrongFieldsAsync())["invite"].ShouldBe("invite_invalid");
    }

    [Fact]
    public async Task Of_two_sign_ups_at_once_with_the_last_use_of_an_invite_one_succeeds()
    {
        await using var app = await AuthApp.StartAsync(postgres, "invite");
        var boss = await app.SetUpAsync();
        for (var round = 0; round < 5; round++)
        {
            var invite = (await app.Instance(boss.Viewer).CreateInviteAsync(new CreateInviteRequest { Uses = 1 })).Invite;
            var forms = Enumerable.Range(0, 2).Select(_ => app.Form()).ToList();

            var outcomes = await Task.WhenAll(forms.Select(async form =>
            {
                form.Invite = invite.Code;
                try
                {
                    await app.Accounts().RegisterAsync(form);
                    return "in";
                }
                catch (Grpc.Core.RpcException error)
                {
                    return Fault.Of(error).Fields.Single().Field;
                }
            }));

            outcomes.Order().ShouldBe(["in", "invite"]);
        }
    }

    [Fact]
    public async Task A_sign_up_that_fails_does_not_use_up_its_invite()
    {
        await using var app = await AuthApp.StartAsync(postgres, "invite");
        var boss = await app.SetUpAsync();
        var invite = (await app.Instance(boss.Viewer).CreateInviteAsync(new CreateInviteRequest { Uses = 1 })).Invite;
        var taken = app.Form("boss");
        taken.Invite = invite.Code;
        (await app.Accounts().RegisterAsync(taken).RefusalAsync()).ShouldBe((409, "username_taken"));

        var form = app.Form("second");
        form.Invite = invite.Code;
        (await app.Accounts().RegisterAsync(form)).Session.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_invite_ends_at_its_time_and_can_be_taken_back()
    {
        await using var app = await AuthApp.StartAsync(postgres, "invite");
        var boss = await app.SetUpAsync();
        var instance = app.Instance(boss.Viewer);
        var soon = (await instance.CreateInviteAsync(new CreateInviteRequest { Uses = -1, ExpiresAtMs = app.Time.GetUtcNow().AddMinutes(5).ToUnixTimeMilliseconds() })).Invite;
        var taken = (await instance.CreateInviteAsync(new CreateInviteRequest { Uses = -1 })).Invite;
        await instance.DeleteInviteAsync(new DeleteInviteRequest { Code = taken.Code });
        app.Time.Advance(TimeSpan.FromMinutes(6));

        foreach (var code in new[] { soon.Code, taken.Code })
        {
            var form = app.Form();
            form.Invite = code;
            (await app.Accounts().RegisterAsync(form).WrongFieldsAsync())["invite"].ShouldBe("invite_invalid");
        }
    }

    [Fact]
    public async Task By_approval_an_account_waits_unseen_until_an_admin_lets_it_in()
    {
        await using var app = await AuthApp.StartAsync(postgres, "approval");
        var boss = await app.SetUpAsync();
        var form = app.Form("hopeful");
        form.DeviceId = "device-0";
        (await app.Accounts().RegisterAsync(form).RefusalAsync()).ShouldBe((403, "awaiting_approval"));
        var logIn = new LogInRequest { Login = "hopeful", Password = AuthApp.Password };
        (await app.Accounts().LogInAsync(logIn).RefusalAsync()).ShouldBe((403, "awaiting_approval"));
        (await app.People(boss.Viewer).SearchPeopleAsync(new SearchPeopleRequest { Query = "hopeful" })).Items.ShouldBeEmpty();
        (await app.SaidAsync(Event.PayloadOneofCase.UserRegistered)).Count.ShouldBe(1, "only the admin is known to other services");

        var applicant = (await app.Administration(boss.Viewer).ListApplicantsAsync(new ListApplicantsRequest())).Items.ShouldHaveSingleItem();
        await app.Administration(boss.Viewer).AnswerApplicantAsync(new AnswerApplicantRequest { UserId = applicant.Card.Id, Accept = true });

        (await app.Accounts().LogInAsync(logIn)).Session.UserId.ShouldBe(applicant.Card.Id);
        var told = (await app.SaidAsync(Event.PayloadOneofCase.UserRegistered))[^1].UserRegistered;
        (told.Account.Username, told.DeviceId).ShouldBe(("hopeful", "device-0"));
        (await app.Administration(boss.Viewer).ListApplicantsAsync(new ListApplicantsRequest())).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_declined_applicant_is_gone_and_the_name_free()
    {
        await using var app = await AuthApp.StartAsync(postgres, "approval");
        var boss = await app.SetUpAsync();
        await app.Accounts().RegisterAsync(app.Form("hopeful")).RefusedAsync();
        var applicant = (await app.Administration(boss.Viewer).ListApplicantsAsync(new ListApplicantsRequest())).Items.Single();

        await app.Administration(boss.Viewer).AnswerApplicantAsync(new AnswerApplicantRequest { UserId = applicant.Card.Id, Accept = false });

        (await app.Accounts().CheckUsernameAsync(new CheckUsernameRequest { Username = "hopeful" })).Available.ShouldBeTrue();
    }

    [Fact]
    public void An_unknown_first_mode_stops_the_start_and_lists_the_choices()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Instance:Registration", "everyone")]).Build();

        Should.Throw<StartException>(() => new ServiceCollection().AddAuth(configuration)).Message.ShouldContain("open, invite, approval, closed");
    }
}
