using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Auth.Data;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Tests;

/// <summary>The Auth service on a real database, called over gRPC in process, with real tokens; who blocked whom is what the test says.</summary>
internal sealed class AuthApp : IAsyncDisposable
{
    public const string Password = "lantern over seven hills";

    private readonly ServiceProvider _services;
    private readonly TestDatabase<AuthDb> _database;
    private readonly TestFolder _folder;
    private readonly HashSet<string> _read = [];
    private int _count;

    private AuthApp(ServiceProvider services, TestDatabase<AuthDb> database, TestFolder folder, FakeTime time)
        => (_services, _database, _folder, Time) = (services, database, folder, time);

    public FakeTime Time { get; }
    public IServiceProvider Services => _services;
    public Blocks Blocks => _services.GetRequiredService<Blocks>();
    public string MediaFolder => _folder["media"];

    public static async Task<AuthApp> StartAsync(PostgresFixture postgres, string registration = "open", string mail = "folder")
    {
        var (database, time, folder) = (await postgres.CreateAsync<AuthDb>(), new FakeTime(), new TestFolder());
        return new AuthApp(Build(database, time, folder, registration, mail), database, folder, time);
    }

    /// <summary>Another process of the same instance: its own memory, the same database, clock and root.</summary>
    public ServiceProvider StartAnother() => Build(_database, Time, _folder, "open");

    private static ServiceProvider Build(TestDatabase<AuthDb> database, FakeTime time, TestFolder folder, string registration, string mail = "folder")
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            database.Setting("auth"),
            new("Rpc:Guard", "true"),
            new("Secrets:Root", Convert.ToBase64String(SHA256.HashData("root of the tests"u8))),
            new("Instance:Registration", registration),
            new("Data:Path", folder.Path),
            new("Mail:Url", mail),
        ]).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton<TimeProvider>(time)
            .AddSingleton(new LocalRoles(Role.Auth | Role.Interaction)).AddSingleton<Blocks>();
        services.AddRpcService<BlocksOnly>(Role.Interaction);
        services.AddAuth(configuration);
        services.AddRpcClient<Accounts.AccountsClient>(Role.Auth).AddRpcClient<Contracts.Auth.V1.Sessions.SessionsClient>(Role.Auth).AddRpcClient<People.PeopleClient>(Role.Auth)
            .AddRpcClient<Contracts.Auth.V1.Instance.InstanceClient>(Role.Auth).AddRpcClient<Contracts.Auth.V1.Administration.AdministrationClient>(Role.Auth)
            .AddRpcClient<Contracts.Auth.V1.Recovery.RecoveryClient>(Role.Auth).AddRpcClient<Contracts.Auth.V1.SecondFactor.SecondFactorClient>(Role.Auth)
            .AddRpcClient<Contracts.Auth.V1.Passkeys.PasskeysClient>(Role.Auth).AddRpcClient<Contracts.Auth.V1.Mail.MailClient>(Role.Auth);
        return services.BuildServiceProvider();
    }

    public Accounts.AccountsClient Accounts(Viewer? viewer = null) => As<Accounts.AccountsClient>(viewer);
    public Contracts.Auth.V1.Sessions.SessionsClient Sessions(Viewer? viewer = null) => As<Contracts.Auth.V1.Sessions.SessionsClient>(viewer);
    public People.PeopleClient People(Viewer? viewer = null) => As<People.PeopleClient>(viewer);
    public Contracts.Auth.V1.Instance.InstanceClient Instance(Viewer? viewer = null) => As<Contracts.Auth.V1.Instance.InstanceClient>(viewer);
    public Contracts.Auth.V1.Administration.AdministrationClient Administration(Viewer? viewer = null) => As<Contracts.Auth.V1.Administration.AdministrationClient>(viewer);

    public Contracts.Auth.V1.Recovery.RecoveryClient Recovery(Viewer? viewer = null) => As<Contracts.Auth.V1.Recovery.RecoveryClient>(viewer);
    public Contracts.Auth.V1.SecondFactor.SecondFactorClient SecondFactor(Viewer? viewer = null) => As<Contracts.Auth.V1.SecondFactor.SecondFactorClient>(viewer);
    public Contracts.Auth.V1.Passkeys.PasskeysClient Passkeys(Viewer? viewer = null) => As<Contracts.Auth.V1.Passkeys.PasskeysClient>(viewer);
    public Contracts.Auth.V1.Mail.MailClient Mail(Viewer? viewer = null) => As<Contracts.Auth.V1.Mail.MailClient>(viewer);

    /// <summary>Sends what is queued and gives what arrived in the folder since the last look.</summary>
    public async Task<List<MimeKit.MimeMessage>> NewLettersAsync()
    {
        await _services.GetRequiredService<Zoetrope.Auth.Mail.MailSender>().RunOnceAsync(CancellationToken.None);
        if (!Directory.Exists(_folder["mail"])) return [];
        var letters = new List<MimeKit.MimeMessage>();
        foreach (var path in Directory.EnumerateFiles(_folder["mail"]).Order().Where(_read.Add).ToList()) letters.Add(await MimeKit.MimeMessage.LoadAsync(path));
        return letters;
    }

    private T As<T>(Viewer? viewer) where T : ClientBase<T> => _services.GetRequiredService<Rpc<T>>().As(viewer ?? Viewer.Anonymous());

    public AuthDb Open() => _database.Open();

    /// <summary>Until so many calls wait for a lock that the test holds.</summary>
    public async Task WaitForLocksAsync(int calls)
    {
        await using var db = Open();
        await Eventually(async () => (await db.Database.SqlQuery<int>($"select pid as \"Value\" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'").ToListAsync()).Count.ShouldBe(calls));
    }

    /// <summary>A form that is right in everything; a test changes the one thing it is about.</summary>
    public RegisterRequest Form(string? name = null) => new()
    {
        Username = name ?? $"person{++_count}",
        Email = $"{name ?? $"person{_count}"}@example.org",
        Password = Password,
        Client = new ClientInfo { Ip = "192.0.2.7", UserAgent = "Tests", DeviceId = "device-1", Native = true, Locale = "en" },
    };

    public async Task<Person> SignUpAsync(string? name = null)
    {
        var form = Form(name);
        return await PersonOf(form, (await Accounts().RegisterAsync(form)).Session);
    }

    /// <summary>Sets the instance up: its first admin.</summary>
    public async Task<Person> SetUpAsync(string name = "boss")
    {
        var form = Form(name);
        var token = await _services.GetRequiredService<SetupLink>().TokenAsync(CancellationToken.None);
        var answer = await Instance().SetUpAsync(new SetUpRequest { Token = token, Username = form.Username, Email = form.Email, Password = form.Password, Client = form.Client });
        return await PersonOf(form, answer.Session);
    }

    public async Task<Person> LogInAsync(Person person, string? password = null, string deviceId = "device-1")
    {
        var client = new ClientInfo { Ip = "192.0.2.7", UserAgent = "Tests", DeviceId = deviceId, Native = true };
        var answer = await Accounts().LogInAsync(new LogInRequest { Login = person.Username, Password = password ?? Password, Client = client });
        return person with { Grant = answer.Session, Viewer = await ViewerOf(answer.Session) };
    }

    public Task<Person> PersonOf(RegisterRequest form, SessionGrant grant) => PersonOf(form.Username, form.Email, grant);

    private async Task<Person> PersonOf(string username, string email, SessionGrant grant) => new(username, email, grant, await ViewerOf(grant));

    public async Task<Viewer> ViewerOf(SessionGrant grant)
        => Viewer.SignedIn(grant.AccessToken, (await VerifyAsync(grant.AccessToken)).ShouldNotBeNull());

    public ValueTask<VerifiedToken?> VerifyAsync(string token) => _services.GetRequiredService<AccessTokens>().Verify(token, CancellationToken.None);

    /// <summary>What the service has said so far, in the order of writing.</summary>
    public async Task<List<Event>> SaidAsync(Event.PayloadOneofCase? only = null)
    {
        await using var db = Open();
        var rows = await db.Set<Platform.Events.OutboxRow>().OrderBy(r => r.Id).Select(r => r.Payload).ToListAsync();
        return [.. rows.Select(Event.Parser.ParseFrom).Where(e => only is null || e.PayloadCase == only)];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}

internal sealed record Person(string Username, string Email, SessionGrant Grant, Viewer Viewer)
{
    public string Id => Grant.UserId;
}

/// <summary>Who blocked whom.</summary>
internal sealed class Blocks
{
    private readonly HashSet<(string By, string Whom)> _blocks = [];

    public void Add(Person by, Person whom) => _blocks.Add((by.Id, whom.Id));

    public bool Contains(string by, string whom) => _blocks.Contains((by, whom));
}

internal sealed class BlocksOnly(Blocks blocks) : Follows.FollowsBase
{
    public override Task<GetRelationsResponse> GetRelations(GetRelationsRequest request, ServerCallContext context)
    {
        var viewer = request.OfId.Length > 0 && context.Viewer().IsSystem ? request.OfId : context.Viewer().Account().ToString();
        return Task.FromResult(new GetRelationsResponse
        {
            Items =
            {
                request.UserIds.Select(id => new Contracts.Interaction.V1.Relation { UserId = id, Blocked = blocks.Contains(viewer, id), BlockedBy = blocks.Contains(id, viewer) })
                    .Where(r => r.Blocked || r.BlockedBy),
            },
        });
    }
}

internal static class Letters
{
    /// <summary>The secret part of the link in a message.</summary>
    public static string Token(this MimeKit.MimeMessage letter) => letter.Words()[(letter.Words().IndexOf('#', StringComparison.Ordinal) + 1)..].Split('\r', '\n')[0];

    public static string Words(this MimeKit.MimeMessage letter) => letter.TextBody ?? "";

    public static string Recipient(this MimeKit.MimeMessage letter) => letter.To.Mailboxes.Single().Address;
}

internal static class Refusals
{
    /// <summary>The refusal that this call must meet.</summary>
    public static async Task<Problem> RefusedAsync<T>(this AsyncUnaryCall<T> call) => Fault.Of(await Should.ThrowAsync<RpcException>(async () => await call));

    /// <summary>Its HTTP status and code.</summary>
    public static async Task<(int Status, string Code)> RefusalAsync<T>(this AsyncUnaryCall<T> call)
    {
        var problem = await call.RefusedAsync();
        return (problem.HttpStatus, problem.Code);
    }

    /// <summary>The fields that were refused, with the reason of each.</summary>
    public static async Task<Dictionary<string, string>> WrongFieldsAsync<T>(this AsyncUnaryCall<T> call)
        => (await call.RefusedAsync()).Fields.ToDictionary(f => f.Field, f => f.Code);
}
