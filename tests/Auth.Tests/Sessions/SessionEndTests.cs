using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Sessions;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Tests.Sessions;

public sealed class SessionEndTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Logging_out_ends_the_credential_and_the_access_token_of_this_session_alone()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var phone = await app.SignUpAsync();
        var laptop = await app.LogInAsync(phone);

        await app.Sessions(phone.Viewer).LogOutAsync(new LogOutRequest());

        (await app.VerifyAsync(phone.Grant.AccessToken)).ShouldBeNull();
        (await app.Sessions().RefreshAsync(new RefreshRequest { RefreshToken = phone.Grant.RefreshToken }).RefusalAsync()).ShouldBe((401, "session_revoked"));
        (await app.VerifyAsync(laptop.Grant.AccessToken)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Another_process_refuses_the_ended_sessions_token_after_its_next_poll()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        await using var another = app.StartAnother();
        var (tokens, revocations) = (another.GetRequiredService<AccessTokens>(), another.GetRequiredService<Revocations>());
        var ana = await app.SignUpAsync();
        (await tokens.Verify(ana.Grant.AccessToken, CancellationToken.None)).ShouldNotBeNull();

        await app.Sessions(ana.Viewer).LogOutAsync(new LogOutRequest());
        await revocations.PollAsync(CancellationToken.None);

        (await tokens.Verify(ana.Grant.AccessToken, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_process_that_starts_later_knows_what_ended_before()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();
        await app.Sessions(ana.Viewer).LogOutAsync(new LogOutRequest());

        await using var another = app.StartAnother();

        (await another.GetRequiredService<AccessTokens>().Verify(ana.Grant.AccessToken, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Revocations_that_commit_at_once_are_all_found_by_number()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var people = new List<Person>();
        for (var i = 0; i < 12; i++) people.Add(await app.SignUpAsync());
        var seen = new List<string>();
        var last = 0L;

        var ends = Task.WhenAll(people.Select(p => Task.Run(async () => await app.Sessions(p.Viewer).LogOutAsync(new LogOutRequest()))));
        await Eventually(async () =>
        {
            var page = await app.Sessions(Viewer.System).ListRevocationsAsync(new ListRevocationsRequest { AfterSeq = last });
            seen.AddRange(page.Items.Select(r => r.SessionId));
            last = page.LastSeq;
            seen.Count.ShouldBe(people.Count);
        });
        await ends;

        seen.Order().ShouldBe(people.Select(p => p.Grant.SessionId).Order());
    }

    [Fact]
    public async Task All_sessions_of_a_person_end_with_one_statement_however_many_they_are()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();
        await using (var db = app.Open())
            await db.Database.ExecuteSqlAsync($"""
                insert into user_sessions (id, user_id, generation, secret_hash, rotated_at, created_at, last_seen_at, expires_at, ip, user_agent, device_id, native)
                select gen_random_uuid(), user_id, 0, secret_hash, rotated_at, created_at, last_seen_at, expires_at, '', '', '', false from user_sessions, generate_series(1, 2000)
                """);
        await using (var db = app.Open())
            await db.Database.ExecuteSqlAsync($"""
                create table updates (said int);
                create function count_updates() returns trigger language plpgsql as 'begin insert into updates values (1); return null; end';
                create trigger counted after update on user_sessions for each statement execute function count_updates();
                """);

        await app.Accounts(ana.Viewer).DeleteMeAsync(new DeleteMeRequest { Password = AuthApp.Password });

        await using var after = app.Open();
        (after.Sessions.Count(s => s.EndedAt == null), after.Revocations.Count(), (await app.SaidAsync(Event.PayloadOneofCase.SessionRevoked)).Count).ShouldBe((0, 2001, 2001));
        (await after.Database.SqlQuery<int>($"select said as \"Value\" from updates").ToListAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_session_not_seen_for_longest_ends_where_somebody_has_too_many()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var first = await app.SignUpAsync();
        await using (var db = app.Open())
            await db.Database.ExecuteSqlAsync($"""
                insert into user_sessions (id, user_id, generation, secret_hash, rotated_at, created_at, last_seen_at, expires_at, ip, user_agent, device_id, native)
                select gen_random_uuid(), user_id, 0, secret_hash, rotated_at, created_at, last_seen_at + interval '1 minute', expires_at, '', '', '', false
                from user_sessions, generate_series(1, {SessionStarter.MostOpen - 1})
                """);
        (await app.Sessions().ExchangeAsync(new ExchangeRequest { RefreshToken = first.Grant.RefreshToken })).Session.ShouldNotBeNull();
        app.Time.Advance(TimeSpan.FromMinutes(2));

        var newest = await app.LogInAsync(first);

        (await app.Sessions().ExchangeAsync(new ExchangeRequest { RefreshToken = first.Grant.RefreshToken }).RefusalAsync()).ShouldBe((401, "session_revoked"));
        var listed = (await app.Sessions(newest.Viewer).ListSessionsAsync(new ListSessionsRequest())).Items;
        (listed.Count, listed[0].Current).ShouldBe((SessionStarter.MostOpen, true));
    }

    [Fact]
    public async Task Ones_sessions_are_listed_with_what_is_known_of_them_and_can_be_ended_one_by_one()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var phone = await app.SignUpAsync();
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var laptop = await app.LogInAsync(phone);

        var listed = (await app.Sessions(laptop.Viewer).ListSessionsAsync(new ListSessionsRequest())).Items;

        listed.Select(s => (s.Id, s.Current, s.UserAgent, s.Ip)).ShouldBe([(laptop.Grant.SessionId, true, "Tests", "192.0.2.7"), (phone.Grant.SessionId, false, "Tests", "192.0.2.7")]);
        await app.Sessions(laptop.Viewer).EndSessionAsync(new EndSessionRequest { SessionId = phone.Grant.SessionId });
        (await app.VerifyAsync(phone.Grant.AccessToken)).ShouldBeNull();
        (await app.Sessions(laptop.Viewer).ListSessionsAsync(new ListSessionsRequest())).Items.ShouldHaveSingleItem().Current.ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_ends_or_sees_somebody_elses_session()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var (ana, ben) = (await app.SignUpAsync(), await app.SignUpAsync());

        (await app.Sessions(ben.Viewer).EndSessionAsync(new EndSessionRequest { SessionId = ana.Grant.SessionId }).RefusalAsync()).ShouldBe((404, "not_found"));

        (await app.Sessions(ben.Viewer).ListSessionsAsync(new ListSessionsRequest())).Items.ShouldHaveSingleItem().Id.ShouldBe(ben.Grant.SessionId);
        (await app.VerifyAsync(ana.Grant.AccessToken)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_sign_in_under_way_while_the_password_changes_leaves_no_session_behind()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        for (var round = 0; round < 4; round++)
        {
            var ana = await app.SignUpAsync();
            var logIn = Task.Run(async () =>
            {
                try
                {
                    return (await app.Accounts().LogInAsync(new LogInRequest { Login = ana.Username, Password = AuthApp.Password })).Session;
                }
                catch (Grpc.Core.RpcException error) when (Fault.Of(error).Code == "invalid_credentials")
                {
                    return null;
                }
            });
            var change = Task.Run(async () => await app.Accounts(ana.Viewer).ChangePasswordAsync(new ChangePasswordRequest { Current = AuthApp.Password, New = "harbour at first light" }));
            await Task.WhenAll(logIn, change);

            if (await logIn is { } session) (await app.VerifyAsync(session.AccessToken)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task What_has_served_its_time_is_thrown_away_and_what_has_not_stays()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var (ana, ben) = (await app.SignUpAsync(), await app.SignUpAsync());
        await app.Sessions(ana.Viewer).LogOutAsync(new LogOutRequest());
        await app.Accounts().LogInAsync(new LogInRequest { Login = "nobody", Password = "wrong password" }).RefusedAsync();
        app.Time.Advance(TimeSpan.FromDays(31));

        await app.Services.GetRequiredService<Housekeeping>().RunOnceAsync(CancellationToken.None);

        await using var db = app.Open();
        db.Sessions.Select(s => s.Id).ToList().ShouldBe([Guid.Parse(ben.Grant.SessionId)]);
        db.Revocations.ShouldBeEmpty();
        db.SignInAttempts.ShouldBeEmpty();
    }
}
