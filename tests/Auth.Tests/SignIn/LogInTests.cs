using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Auth.SignIn;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Tests.SignIn;

public sealed class LogInTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("Ana")]
    [InlineData("aNA")]
    [InlineData("ana@example.org")]
    [InlineData(" ANA@EXAMPLE.ORG ")]
    public async Task One_signs_in_by_username_or_email_however_written(string login)
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("Ana");

        (await LogIn(app, login)).UserId.ShouldBe(ana.Id);
    }

    [Fact]
    public async Task A_look_alike_of_a_name_signs_nobody_in()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await app.SignUpAsync("paypal");

        (await Refusal(app, "paypa1")).ShouldBe((401, "invalid_credentials"));
    }

    [Fact]
    public async Task Known_and_unknown_names_get_the_same_answer_for_the_same_hashing_work()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await app.SignUpAsync("ana");

        var known = await Wrong(app, "ana", "203.0.113.1").RefusedAsync();
        var unknown = await Wrong(app, "nobody", "203.0.113.2").RefusedAsync();
        var knownMail = await Wrong(app, "ana@example.org", "203.0.113.3").RefusedAsync();
        var unknownMail = await Wrong(app, "nobody@example.org", "203.0.113.4").RefusedAsync();

        new[] { unknown, knownMail, unknownMail }.ShouldAllBe(answer => answer.Equals(known));
        known.Code.ShouldBe("invalid_credentials");
        Hashes(app).ShouldBe((1, 1, 2, 2));

        static (int, int, int, int) Hashes(AuthApp app) => (Count(app, "ana"), Count(app, "nobody"), Count(app, "ana@example.org"), Count(app, "nobody@example.org"));
    }

    // The hasher counts what it did; signing up made one hash, which is taken off before.
    private static int Count(AuthApp app, string login)
    {
        var hasher = app.Services.GetRequiredService<PasswordHasher>();
        var before = hasher.Made;
        Should.Throw<RpcException>(() => Wrong(app, login, "203.0.113.77").ResponseAsync.GetAwaiter().GetResult());
        return (int)(hasher.Made - before);
    }

    [Fact]
    public async Task Guesses_are_slowed_after_five_and_forgotten_after_a_success()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await app.SignUpAsync("ana");
        for (var i = 0; i < 5; i++) (await Refusal(app, "ana", "wrong password")).ShouldBe((401, "invalid_credentials"));

        var slowed = await Attempt(app, "ana", AuthApp.Password).RefusedAsync();

        (slowed.HttpStatus, slowed.Code, slowed.RetryAfterS).ShouldBe((429, "too_many_attempts", 1));
        app.Time.Advance(TimeSpan.FromSeconds(2));
        (await LogIn(app, "ana")).UserId.ShouldNotBeEmpty();
        for (var i = 0; i < 4; i++) (await Refusal(app, "ana", "wrong password")).ShouldBe((401, "invalid_credentials"));
    }

    [Fact]
    public async Task Whoever_names_the_same_address_makes_no_room_for_guesses_by_signing_in()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var stranger = app.Form("mallory");
        (stranger.Email, stranger.Password) = (ana.Email, "a ladder to the window");
        await app.Accounts().RegisterAsync(stranger);

        for (var i = 0; i < 4; i++) (await Refusal(app, ana.Email, "wrong password")).ShouldBe((401, "invalid_credentials"));
        (await Attempt(app, ana.Email, stranger.Password)).Session.ShouldNotBeNull();

        (await Refusal(app, ana.Email, "wrong password")).ShouldBe((429, "too_many_attempts"));
    }

    [Fact]
    public async Task Waits_double_up_to_five_minutes_and_never_longer()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await app.SignUpAsync("ana");
        var waits = new List<int>();
        for (var i = 0; i < 5; i++) await Refusal(app, "ana", "wrong password");
        for (var i = 0; i < 11; i++)
        {
            var wait = (await Attempt(app, "ana", "wrong password").RefusedAsync()).RetryAfterS;
            waits.Add(wait);
            app.Time.Advance(TimeSpan.FromSeconds(wait));
            (await Refusal(app, "ana", "wrong password")).Code.ShouldBe("invalid_credentials");
        }

        waits.ShouldBe([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    }

    [Fact]
    public async Task Unknown_names_are_slowed_like_known_ones()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        for (var i = 0; i < 5; i++) await Refusal(app, "nobody", "wrong password");

        (await Refusal(app, "nobody", "wrong password")).ShouldBe((429, "too_many_attempts"));
    }

    [Fact]
    public async Task Guesses_from_one_address_do_not_lock_the_owner_out_at_another()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await app.SignUpAsync("ana");
        for (var i = 0; i < 6; i++) await Wrong(app, "ana", "203.0.113.9").RefusedAsync();

        (await LogIn(app, "ana")).UserId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Guesses_from_everywhere_slow_strangers_but_not_the_device_that_signed_in_before()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await app.SignUpAsync("ana");
        for (var i = 0; i < 50; i++) await Wrong(app, "ana", $"2001:db8:0:{i:x}::1").RefusedAsync();

        var stranger = new LogInRequest { Login = "ana", Password = AuthApp.Password, Client = new ClientInfo { Ip = "198.51.100.1", DeviceId = "device-2" } };
        var owner = new LogInRequest { Login = "ana", Password = AuthApp.Password, Client = new ClientInfo { Ip = "198.51.100.2", DeviceId = "device-1" } };
        (await app.Accounts().LogInAsync(stranger).RefusalAsync()).ShouldBe((429, "too_many_attempts"));
        (await app.Accounts().LogInAsync(owner)).Session.UserId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Addresses_of_one_IPv6_network_count_as_one()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        for (var i = 0; i < 5; i++) await Wrong(app, "ana", $"2001:db8::{i + 1:x}").RefusedAsync();

        (await Wrong(app, "ana", "2001:db8::ffff").RefusalAsync()).ShouldBe((429, "too_many_attempts"));
    }

    [Fact]
    public async Task Parallel_guesses_count_each()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await app.SignUpAsync("ana");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Refusal(app, "ana", "wrong password")));

        answers.Count(a => a.Code == "invalid_credentials").ShouldBe(5);
        answers.Count(a => a.Code == "too_many_attempts").ShouldBe(15);
    }

    [Fact]
    public async Task A_flood_of_hashing_is_turned_away_with_words_when_to_come_back()
    {
        using var hasher = new PasswordHasher();
        var stored = await hasher.HashAsync(AuthApp.Password, CancellationToken.None);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 120).Select(async _ =>
        {
            try
            {
                return (await hasher.VerifyAsync(AuthApp.Password, stored, CancellationToken.None)).ToString();
            }
            catch (RpcException error)
            {
                var problem = Fault.Of(error);
                return $"{problem.HttpStatus} after {problem.RetryAfterS}";
            }
        }));

        outcomes.Distinct().Order().ShouldBe(["503 after 2", "True"]);
        outcomes.Count(o => o == "True").ShouldBeGreaterThanOrEqualTo(68);
        (await hasher.VerifyAsync(AuthApp.Password, stored, CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_hash_made_with_older_figures_is_made_anew_at_the_next_sign_in()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await app.SignUpAsync("ana");
        await using var db = app.Open();
        var older = PasswordHasher.Make(AuthApp.Password, new() { MemorySize = 8 * 1024, NumberOfPasses = 1, DegreeOfParallelism = 1 });
        await db.Users.ExecuteUpdateAsync(s => s.SetProperty(u => u.PasswordHash, older));

        (await LogIn(app, "ana")).UserId.ShouldNotBeEmpty();

        (await db.Users.Select(u => u.PasswordHash).SingleAsync()).ShouldStartWith("$argon2id$v=19$m=19456,t=2,p=1$");
        (await LogIn(app, "ana")).UserId.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("@")]
    [InlineData("ana@")]
    [InlineData("\ud800")]
    [InlineData("ana@exa\u0000mple.org")]
    [InlineData("a\0na@example.org")]
    public async Task Odd_login_names_are_simply_wrong(string login)
    {
        await using var app = await AuthApp.StartAsync(postgres);

        (await Refusal(app, login)).ShouldBe((401, "invalid_credentials"));
    }

    private static async Task<SessionGrant> LogIn(AuthApp app, string login) => (await Attempt(app, login, AuthApp.Password)).Session;

    private static Task<(int Status, string Code)> Refusal(AuthApp app, string login, string password = AuthApp.Password) => Attempt(app, login, password).RefusalAsync();

    private static AsyncUnaryCall<LogInResponse> Attempt(AuthApp app, string login, string password)
        => app.Accounts().LogInAsync(new LogInRequest { Login = login, Password = password, Client = new ClientInfo { Ip = "192.0.2.7" } });

    private static AsyncUnaryCall<LogInResponse> Wrong(AuthApp app, string login, string ip)
        => app.Accounts().LogInAsync(new LogInRequest { Login = login, Password = "not the password", Client = new ClientInfo { Ip = ip } });
}
