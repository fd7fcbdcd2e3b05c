using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Testing;

/// <summary>
/// One service alone, on real databases, spoken to over gRPC as others speak to it: calls go through the in-process invoker with its
/// guard on, so every message is serialised and may not be changed after it was sent. Hosted services do not run; tests apply events
/// themselves, in whatever order they want to prove.
/// </summary>
public sealed class TestService : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public TestService(Role roles, Action<IServiceCollection, IConfiguration> add, params KeyValuePair<string, string?>[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Rpc:Guard", "true"),
            new("Secrets:Root", Convert.ToBase64String(new byte[32])),
            new("Public:Url", "http://localhost:3000"),
            .. settings,
        ]).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(new TestLog()));
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton(new LocalRoles(roles));
        services.AddTestTokens(Tokens);
        add(services, configuration);
        _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public TestTokens Tokens { get; } = new();

    public IServiceProvider Services => _provider;

    public T Get<T>() where T : notnull => _provider.GetRequiredService<T>();

    /// <summary>A client that reads through this viewer's eyes.</summary>
    public TClient As<TClient>(Viewer viewer) where TClient : ClientBase<TClient> => Get<Rpc<TClient>>().As(viewer);

    /// <summary>Hands a batch to one handler, in a transaction of its own, as a consumer does.</summary>
    public async Task ApplyAsync<TDb, THandler>(params IReadOnlyList<Event> batch) where TDb : ServiceDatabase where THandler : class, IEventHandler<TDb>
    {
        var wanted = batch.Where(e => THandler.Handles.Contains(e.PayloadCase)).ToList();
        if (wanted.Count == 0) return;
        await using var scope = _provider.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        await db.InTransaction(async () =>
        {
            await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(db, wanted, CancellationToken.None);
            await db.SaveChangesAsync();
        }, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        Tokens.Dispose();
    }
}
