using Zoetrope.Contracts.Auth.V1;

namespace Zoetrope.Auth.Tests.Passkeys;

public sealed class PasskeyTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_passkey_signs_in_by_itself_and_asks_for_no_code()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var phone = new Authenticator();
        var added = await AddAsync(app, ana, phone, "My phone");
        (added.Name, added.LastUsedAtMs).ShouldBe(("My phone", 0));
        await using (var db = app.Open()) await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlAsync(db.Database, $"update users set two_factor = true");

        var session = await SignInAsync(app, phone);

        session.UserId.ShouldBe(ana.Id);
        (await app.VerifyAsync(session.AccessToken)).ShouldNotBeNull().AccountId.ToString().ShouldBe(ana.Id);
        (await SignInAsync(app, phone)).UserId.ShouldBe(ana.Id);
        var listed = (await app.Passkeys(ana.Viewer).ListPasskeysAsync(new ListPasskeysRequest())).Items.ShouldHaveSingleItem();
        listed.LastUsedAtMs.ShouldBe(app.Time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task An_answer_counts_once_and_not_after_five_minutes()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var phone = new Authenticator();
        await AddAsync(app, await app.SignUpAsync("ana"), phone);

        var begun = await app.Passkeys().GetSignInOptionsAsync(new GetSignInOptionsRequest());
        var answer = new LogInWithPasskeyRequest { CredentialJson = phone.Get(begun.OptionsJson), State = begun.State };
        await app.Passkeys().LogInWithPasskeyAsync(answer);
        (await app.Passkeys().LogInWithPasskeyAsync(answer).RefusalAsync()).ShouldBe((401, "passkey_refused"));

        begun = await app.Passkeys().GetSignInOptionsAsync(new GetSignInOptionsRequest());
        app.Time.Advance(TimeSpan.FromMinutes(5));
        (await app.Passkeys().LogInWithPasskeyAsync(new LogInWithPasskeyRequest { CredentialJson = phone.Get(begun.OptionsJson), State = begun.State }).RefusalAsync()).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_borrowed_session_gets_no_passkey()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        foreach (var password in new[] { "", "wrong" })
            (await app.Passkeys(ana.Viewer).GetCreationOptionsAsync(new GetCreationOptionsRequest { Password = password }).WrongFieldsAsync())["password"].ShouldBe("wrong_password");
    }

    [Fact]
    public async Task What_another_place_got_somebody_to_sign_is_refused()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        foreach (var elsewhere in new[] { new Authenticator("https://evil.example"), new Authenticator(domain: "evil.example"), new Authenticator("http://localhost:3001"), new Authenticator { VerifiesUser = false } })
        {
            var begun = await app.Passkeys(ana.Viewer).GetCreationOptionsAsync(new GetCreationOptionsRequest { Password = AuthApp.Password });
            var request = new AddPasskeyRequest { CredentialJson = elsewhere.Create(begun.OptionsJson), State = begun.State };
            (await app.Passkeys(ana.Viewer).AddPasskeyAsync(request).WrongFieldsAsync())["credential"].ShouldBe("passkey_refused");
        }
    }

    [Fact]
    public async Task A_challenge_of_somebody_else_a_removed_passkey_and_a_clone_are_refused()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var (ana, ben, phone) = (await app.SignUpAsync("ana"), await app.SignUpAsync("ben"), new Authenticator());
        var begun = await app.Passkeys(ana.Viewer).GetCreationOptionsAsync(new GetCreationOptionsRequest { Password = AuthApp.Password });
        var stolen = new AddPasskeyRequest { CredentialJson = phone.Create(begun.OptionsJson), State = begun.State };
        (await app.Passkeys(ben.Viewer).AddPasskeyAsync(stolen).WrongFieldsAsync())["credential"].ShouldBe("passkey_refused");

        var added = await AddAsync(app, ana, phone);
        await SignInAsync(app, phone);
        await SignInAsync(app, phone);
        phone.TurnBackCounter();
        (await app.Passkeys().LogInWithPasskeyAsync(await AnswerAsync(app, phone)).RefusalAsync()).Code.ShouldBe("passkey_refused");
        (await app.Passkeys(ben.Viewer).RemovePasskeyAsync(new RemovePasskeyRequest { Id = added.Id }).RefusalAsync()).Status.ShouldBe(404);
        await app.Passkeys(ana.Viewer).RemovePasskeyAsync(new RemovePasskeyRequest { Id = added.Id });
        await SignInAsync(app, phone).ShouldThrowAsync<Grpc.Core.RpcException>();
    }

    [Fact]
    public async Task Whoever_is_suspended_does_not_get_in_by_passkey()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var (boss, ana, phone) = (await app.SetUpAsync(), await app.SignUpAsync("ana"), new Authenticator());
        await AddAsync(app, ana, phone);
        await app.Administration(boss.Viewer).SetSuspendedAsync(new SetSuspendedRequest { UserId = ana.Id, Suspended = true });
        (await app.Passkeys().LogInWithPasskeyAsync(await AnswerAsync(app, phone)).RefusalAsync()).ShouldBe((403, "suspended"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"id\":\"\\u0000\",\"rawId\":\"!!\",\"type\":\"public-key\",\"response\":{}}")]
    public async Task Nonsense_is_refused_without_a_fault(string credential)
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var begun = await app.Passkeys().GetSignInOptionsAsync(new GetSignInOptionsRequest());
        (await app.Passkeys().LogInWithPasskeyAsync(new LogInWithPasskeyRequest { CredentialJson = credential, State = begun.State }).RefusalAsync()).ShouldBe((401, "passkey_refused"));
        (await app.Passkeys().LogInWithPasskeyAsync(new LogInWithPasskeyRequest { CredentialJson = "{}", State = credential }).RefusalAsync()).ShouldBe((401, "passkey_refused"));
    }

    [Fact]
    public async Task A_name_comes_back_as_it_was_written_or_is_refused()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var kept = 0;
        // Each costs a password: one of every forty.
        foreach (var text in NaughtyTexts.Read().Where((_, i) => i % 40 == 7))
        {
            Passkey added;
            try
            {
                added = await AddAsync(app, ana, new Authenticator(), text);
            }
            catch (Grpc.Core.RpcException refused) when (Platform.Rpc.Fault.Of(refused) is { HttpStatus: 422 } fault)
            {
                fault.Fields.Single().Field.ShouldBe("name");
                continue;
            }
            var expected = text.Normalize(System.Text.NormalizationForm.FormC).Trim() is { Length: > 0 } name ? name : "Passkey";
            added.Name.ShouldBe(expected);
            (await app.Passkeys(ana.Viewer).ListPasskeysAsync(new ListPasskeysRequest())).Items.Single().Name.ShouldBe(expected);
            await app.Passkeys(ana.Viewer).RemovePasskeyAsync(new RemovePasskeyRequest { Id = added.Id });
            kept++;
        }
        kept.ShouldBeGreaterThan(5);
    }

    private static async Task<Passkey> AddAsync(AuthApp app, Person person, Authenticator phone, string name = "")
    {
        var begun = await app.Passkeys(person.Viewer).GetCreationOptionsAsync(new GetCreationOptionsRequest { Password = AuthApp.Password });
        return (await app.Passkeys(person.Viewer).AddPasskeyAsync(new AddPasskeyRequest { CredentialJson = phone.Create(begun.OptionsJson), State = begun.State, Name = name })).Passkey;
    }

    private static async Task<SessionGrant> SignInAsync(AuthApp app, Authenticator phone)
        => (await app.Passkeys().LogInWithPasskeyAsync(await AnswerAsync(app, phone))).Session;

    private static async Task<LogInWithPasskeyRequest> AnswerAsync(AuthApp app, Authenticator phone)
    {
        var begun = await app.Passkeys().GetSignInOptionsAsync(new GetSignInOptionsRequest());
        return new LogInWithPasskeyRequest { CredentialJson = phone.Get(begun.OptionsJson), State = begun.State };
    }
}
