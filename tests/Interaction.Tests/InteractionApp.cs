using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Interaction.Counts;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Tests;

/// <summary>The Interaction service on a real database, called over gRPC in process; Auth and Video are played by what the test says exists.</summary>
internal sealed class InteractionApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly TestTokens _tokens;
    private readonly TestDatabase<InteractionDb> _database;

    private InteractionApp(ServiceProvider services, TestTokens tokens, TestDatabase<InteractionDb> database, FakeTime time)
        => (_services, _tokens, _database, Time) = (services, tokens, database, time);

    public FakeTime Time { get; }
    public World World => _services.GetRequiredService<World>();
    public IServiceProvider Services => _services;

    public static async Task<InteractionApp> StartAsync(PostgresFixture postgres)
    {
        var (database, time) = (await postgres.CreateAsync<InteractionDb>(), new FakeTime());
        var tokens = new TestTokens(time);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            database.Setting("interaction"),
            new("Rpc:Guard", "true"),
            new("Secrets:Root", Convert.ToBase64String(new byte[32])),
        ]).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton<TimeProvider>(time)
            .AddSingleton(new LocalRoles(Role.Interaction | Role.Video | Role.Auth)).AddTestTokens(tokens).AddSingleton<World>();
        services.AddRpcService<WorldCatalog>(Role.Video).AddRpcService<WorldPeople>(Role.Auth);
        services.AddInteraction(configuration);
        services.AddRpcClient<Contracts.Interaction.V1.Likes.LikesClient>(Role.Interaction).AddRpcClient<Contracts.Interaction.V1.Follows.FollowsClient>(Role.Interaction)
            .AddRpcClient<Contracts.Interaction.V1.Counts.CountsClient>(Role.Interaction).AddRpcClient<Contracts.Interaction.V1.Comments.CommentsClient>(Role.Interaction)
            .AddRpcClient<Contracts.Interaction.V1.Plays.PlaysClient>(Role.Interaction).AddRpcClient<Contracts.Interaction.V1.Statistics.StatisticsClient>(Role.Interaction);
        return new InteractionApp(services.BuildServiceProvider(), tokens, database, time);
    }

    public Contracts.Interaction.V1.Likes.LikesClient Likes(Guid? viewer) => Client<Contracts.Interaction.V1.Likes.LikesClient>(viewer);
    public Contracts.Interaction.V1.Follows.FollowsClient Follows(Guid? viewer) => Client<Contracts.Interaction.V1.Follows.FollowsClient>(viewer);
    public Contracts.Interaction.V1.Counts.CountsClient Counts(Guid? viewer) => Client<Contracts.Interaction.V1.Counts.CountsClient>(viewer);
    public Contracts.Interaction.V1.Comments.CommentsClient Comments(Guid? viewer) => Client<Contracts.Interaction.V1.Comments.CommentsClient>(viewer);
    public Contracts.Interaction.V1.Plays.PlaysClient Plays(Guid? viewer) => Client<Contracts.Interaction.V1.Plays.PlaysClient>(viewer);

    public TClient Client<TClient>(Guid? viewer, AccountRole role = AccountRole.User, string? device = null) where TClient : ClientBase<TClient>
        => As<TClient>(viewer is { } id ? _tokens.SignIn(id, role, deviceId: device) : Viewer.Anonymous(device));

    public TClient As<TClient>(Viewer viewer) where TClient : ClientBase<TClient> => _services.GetRequiredService<Rpc<TClient>>().As(viewer);

    public InteractionDb Open() => _database.Open();

    /// <summary>Until so many calls wait for a lock that the test holds.</summary>
    public async Task WaitForLocksAsync(int calls)
    {
        await using var db = Open();
        await Eventually(async () => (await db.Database.SqlQuery<int>($"select pid as \"Value\" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'").ToListAsync()).Count.ShouldBe(calls));
    }

    /// <summary>Folds until nothing is pending, as the folder does.</summary>
    public async Task FoldAsync()
    {
        bool more;
        do
        {
            await using var scope = _services.CreateAsyncScope();
            more = await scope.ServiceProvider.GetRequiredService<Fold>().OnceAsync(CancellationToken.None);
        }
        while (more);
    }

    /// <summary>Counts that do not equal their rows.</summary>
    public Task<List<Discrepancy>> AuditAsync() => _services.GetRequiredService<Audit>().RunAsync(CancellationToken.None);

    /// <summary>What the service has said so far, in the order of writing.</summary>
    public async Task<List<Event>> SaidAsync(Event.PayloadOneofCase only)
    {
        await using var db = Open();
        var rows = await db.Set<Platform.Events.OutboxRow>().OrderBy(r => r.Id).Select(r => r.Payload).ToListAsync();
        return [.. rows.Select(Event.Parser.ParseFrom).Where(e => e.PayloadCase == only)];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _tokens.Dispose();
    }
}

internal static class Refusals
{
    /// <summary>The code and HTTP status of the refusal that this call must meet.</summary>
    public static async Task<(int Status, string Code)> RefusedAsync<T>(this AsyncUnaryCall<T> call)
    {
        var problem = Fault.Of(await Should.ThrowAsync<RpcException>(async () => await call));
        return (problem.HttpStatus, problem.Code);
    }
}
