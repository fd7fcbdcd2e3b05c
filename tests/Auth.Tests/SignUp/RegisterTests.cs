using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Auth.Tests.SignUp;

public sealed class RegisterTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Signing_up_gives_a_session_and_tells_the_other_services_once()
    {
        await using var app = await AuthApp.StartAsync(postgres);

        var ana = await app.SignUpAsync("Ana");

        var me = (await app.Accounts(ana.Viewer).GetMeAsync(new GetMeRequest())).Account;
        me.Card.Username.ShouldBe("Ana");
        me.Card.DisplayName.ShouldBe("Ana");
        me.Email.ShouldBe("Ana@example.org");
        me.Role.ShouldBe("user");
        var said = (await app.SaidAsync()).ShouldHaveSingleItem();
        said.PayloadCase.ShouldBe(Event.PayloadOneofCase.UserRegistered);
        said.Key.ShouldBe(ana.Id);
        said.UserRegistered.Account.Username.ShouldBe("Ana");
        said.UserRegistered.Account.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Neither_the_password_nor_any_credential_is_stored_in_clear()
    {
        await using var app = await AuthApp.StartAsync(postgres);

        var ana = await app.SignUpAsync("ana");

        await using var db = app.Open();
        (await db.Users.SingleAsync()).PasswordHash.ShouldStartWith("$argon2id$v=19$m=19456,t=2,p=1$");
        var dump = await db.Database.SqlQuery<string>($"select users::text || user_sessions::text as \"Value\" from users, user_sessions").SingleAsync();
        dump.ShouldNotContain(AuthApp.Password);
        dump.ShouldNotContain(ana.Grant.RefreshToken);
        dump.ShouldNotContain(Convert.ToHexString(System.Buffers.Text.Base64Url.DecodeFromChars(ana.Grant.RefreshToken)[20..52]).ToLowerInvariant());
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once()
    {
        await using var app = await AuthApp.StartAsync(postgres);

        var wrong = await app.Accounts().RegisterAsync(new RegisterRequest { Username = "a", Email = "nowhere", Password = "short", DisplayName = new string('x', 51) }).WrongFieldsAsync();

        wrong.ShouldBe(new Dictionary<string, string> { ["username"] = "username_length", ["email"] = "not_an_email", ["password"] = "too_short", ["displayName"] = "too_long" }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("paypal", "PAYPAL")]
    [InlineData("paypal", "раураl")] // Cyrillic
    [InlineData("paypal", "PaypaI")] // capital i for l
    [InlineData("paypal", "paypa1")]
    [InlineData("paypal", "ρaypal")] // Greek rho
    [InlineData("paypal", "ｐａｙｐａｌ")] // full width
    [InlineData("morning", "moming")]
    [InlineData("josé", "jose\u0301")] // composed and not
    [InlineData("Straße", "STRASSE")]
    public async Task A_name_that_is_the_same_or_looks_the_same_is_taken(string first, string second)
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var form = app.Form();
        form.Username = first;
        await app.Accounts().RegisterAsync(form);

        var again = app.Form();
        again.Username = second;

        (await app.Accounts().RegisterAsync(again).RefusalAsync()).ShouldBe((409, "username_taken"));
        (await app.Accounts().CheckUsernameAsync(new CheckUsernameRequest { Username = second })).ShouldBe(new CheckUsernameResponse { Reason = "taken" });
    }

    [Fact]
    public async Task The_device_of_a_sign_up_goes_to_the_first_account_that_is_made_on_it()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        foreach (var name in (string[])["first", "second"])
        {
            var form = app.Form(name);
            form.DeviceId = "device-0";
            await app.Accounts().RegisterAsync(form);
        }
        await app.SignUpAsync("third");

        (await app.SaidAsync(Event.PayloadOneofCase.UserRegistered)).Select(e => (e.UserRegistered.Account.Username, e.UserRegistered.DeviceId))
            .ShouldBe([("first", "device-0"), ("second", ""), ("third", "")]);
    }

    /// <summary>A name that is a word of the API's own paths would have a page that nobody reaches.</summary>
    [Fact]
    public async Task No_word_of_an_address_of_people_can_be_a_username()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Zoetrope.slnx"))) root = root.Parent!;
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(root.FullName, "contracts", "openapi.json")));
        var words = document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name.Split('/'))
            .Where(parts => parts is [_, "api", "users", not ['{', ..], ..]).Select(parts => parts[3]).Distinct().ToArray();

        words.ShouldContain("suggested");
        foreach (var word in words) (await app.Accounts().CheckUsernameAsync(new CheckUsernameRequest { Username = word })).Available.ShouldBeFalse(word);
    }

    [Theory]
    [InlineData("ab", "username_length")]
    [InlineData("a234567890123456789012345678901", "username_length")]
    [InlineData("with space", "username_form")]
    [InlineData("semi;colon", "username_form")]
    [InlineData("...", "username_form")]
    [InlineData(".ana", "username_form")]
    [InlineData("ana.", "username_form")]
    [InlineData("a..na", "username_form")]
    [InlineData("ana\n", "username_form")]
    [InlineData("ana\0", "username_form")]
    [InlineData("ana\u200b", "username_form")] // zero-width space
    [InlineData("ana\u3164", "username_form")] // a letter nobody sees
    [InlineData("ana\u034f", "username_form")] // a mark nobody sees
    [InlineData("admin", "reserved")]
    [InlineData("AdmIn", "reserved")]
    [InlineData("аdmin", "reserved")] // Cyrillic а
    [InlineData("supp0rt", "reserved")]
    [InlineData("ana_b.9", "")]
    [InlineData("abc", "")]
    [InlineData("名前です", "")]
    [InlineData("हिन्दी", "")]
    public async Task A_username_is_3_to_30_letters_digits_and_dots_that_pass_for_nobody_official(string name, string reason)
    {
        await using var app = await AuthApp.StartAsync(postgres);

        var answer = await app.Accounts().CheckUsernameAsync(new CheckUsernameRequest { Username = name });

        answer.ShouldBe(new CheckUsernameResponse { Available = reason.Length == 0, Reason = reason });
        var form = app.Form();
        form.Username = name;
        if (reason.Length > 0) (await app.Accounts().RegisterAsync(form).WrongFieldsAsync())["username"].ShouldBe(reason);
        else (await app.Accounts().RegisterAsync(form)).Session.UserId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Of_many_who_want_one_name_at_once_one_gets_it()
    {
        await using var app = await AuthApp.StartAsync(postgres);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            var form = app.Form($"other{i}");
            form.Username = i % 2 == 0 ? "wanted" : "WANTED";
            try
            {
                await app.Accounts().RegisterAsync(form);
                return "in";
            }
            catch (Grpc.Core.RpcException error)
            {
                return Platform.Rpc.Fault.Of(error).Code;
            }
        }));

        outcomes.Count(o => o == "in").ShouldBe(1);
        outcomes.Count(o => o == "username_taken").ShouldBe(7);
    }

    [Fact]
    public async Task A_taken_email_answers_like_a_fresh_one_and_does_not_take_over_its_owners_sign_in()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var owner = await app.SignUpAsync("holder");
        var form = app.Form("intruder");
        form.Email = "HOLDER@Example.org";
        form.Password = "another long password";

        var intruder = await app.PersonOf(form, (await app.Accounts().RegisterAsync(form)).Session);

        intruder.Grant.AccessToken.ShouldNotBeEmpty();
        (await SignInByEmail(AuthApp.Password)).ShouldBe(owner.Id);
        // Whoever registered sees what they would see with a fresh address, too.
        (await SignInByEmail(form.Password)).ShouldBe(intruder.Id);

        async Task<string> SignInByEmail(string password)
            => (await app.Accounts().LogInAsync(new LogInRequest { Login = "holder@example.org", Password = password, Client = new ClientInfo { Ip = "192.0.2.9" } })).Session.UserId;
    }
}
