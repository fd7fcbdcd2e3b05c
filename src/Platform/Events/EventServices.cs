using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events.Kafka;
using Zoetrope.Platform.Events.Postgres;

namespace Zoetrope.Platform.Events;

/// <summary>Registers what a service says, what it listens to, and the log between them.</summary>
public static class EventServices
{
    /// <summary>Tells this service's outbox to the log: one relay per service, whichever process holds its lock.</summary>
    /// <param name="source">The service's name; with the relay's number it identifies an event for ever.</param>
    public static IServiceCollection AddEventSource<TDb>(this IServiceCollection services, string source) where TDb : ServiceDatabase
    {
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<EventRelay<TDb>>(provider, source, provider.Database<TDb>()));
        return services;
    }

    /// <summary>Lets this service hear the log. One consumer per service; its handlers run in the order given, in one transaction.</summary>
    /// <param name="consumer">The service's name.</param>
    public static IServiceCollection AddEventConsumer<TDb>(this IServiceCollection services, string consumer, Action<EventConsumerBuilder<TDb>> handlers)
        where TDb : ServiceDatabase
    {
        var builder = new EventConsumerBuilder<TDb>(services);
        handlers(builder);
        services.AddSingleton(new EventConsumerRegistration<TDb>(consumer, builder.Routes));
        services.AddSingleton<EventApplier<TDb>>();
        services.AddSingleton<IRebuiltConsumer, RebuiltConsumer<TDb>>();
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<EventConsumer<TDb>>(provider, provider.Database<TDb>()));
        return services;
    }

    /// <summary>Lets consumers of this service's events be rebuilt from its present state.</summary>
    public static IServiceCollection AddEventSnapshot<TDb, TSnapshot>(this IServiceCollection services)
        where TDb : ServiceDatabase where TSnapshot : class, IEventSnapshot<TDb>
    {
        services.TryAddScoped<TSnapshot>();
        services.AddSingleton<ISnapshotSource, SnapshotSource<TDb, TSnapshot>>();
        return services;
    }

    /// <summary>The event log of this process: <c>Events:Log</c> is <c>postgres</c> (default) or <c>kafka</c>.</summary>
    /// <exception cref="StartException">The configured log is unknown; the message lists the choices.</exception>
    public static IServiceCollection AddEventLog(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(EventLogOptions.From(configuration));
        var choice = configuration["Events:Log"] ?? "postgres";
        switch (choice)
        {
            case "postgres":
                services.AddPostgresEventLog(configuration);
                break;
            case "kafka":
                services.AddKafkaEventLog(configuration);
                break;
            default:
                throw new StartException($"Unknown event log \"{choice}\" (Events:Log). Choose from: postgres, kafka.");
        }
        services.AddSingleton<IEventTail, EventTail>();
        services.AddSingleton<IEventRebuild, EventRebuild>();
        services.AddHostedService<EventRetention>();
        return services;
    }

    private static void AddPostgresEventLog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddKeyedSingleton(typeof(EventLogDatabase), (_, _) =>
            new NpgsqlDataSourceBuilder(DatabaseServices.ConnectionString(configuration, "events")) { Name = "events" }.Build());
        services.AddDbContextFactory<EventLogDatabase>((provider, options) => options.UseNpgsql(provider.Database<EventLogDatabase>()));
        services.AddSingleton(new MigratedDatabase("events", typeof(EventLogDatabase)));
        services.AddSingleton<IEventLog>(provider => ActivatorUtilities.CreateInstance<PostgresEventLog>(provider, provider.Database<EventLogDatabase>()));
    }

    private static void AddKafkaEventLog(this IServiceCollection services, IConfiguration configuration)
    {
        var options = KafkaOptions.From(configuration);
        services.AddSingleton<IEventLog>(provider => ActivatorUtilities.CreateInstance<KafkaEventLog>(provider, options));
    }

    private static NpgsqlDataSource Database<TDb>(this IServiceProvider provider) => provider.GetRequiredKeyedService<NpgsqlDataSource>(typeof(TDb));
}

/// <summary>Names the handlers of one consumer.</summary>
public sealed class EventConsumerBuilder<TDb> where TDb : ServiceDatabase
{
    private readonly IServiceCollection _services;

    internal EventConsumerBuilder(IServiceCollection services) => _services = services;

    internal List<EventRoute<TDb>> Routes { get; } = [];

    /// <summary>Adds a handler; it runs after those added before it. It is created in the scope whose database context it is given.</summary>
    public EventConsumerBuilder<TDb> Handle<THandler>() where THandler : class, IEventHandler<TDb>
    {
        _services.TryAddScoped<THandler>();
        Routes.Add(new EventRoute<TDb>(typeof(THandler).Name, THandler.Handles.ToHashSet(),
            (provider, db, batch, cancel) => provider.GetRequiredService<THandler>().HandleAsync(db, batch, cancel)));
        return this;
    }
}

/// <summary>One handler: the payloads it wants, and how to run it in a scope (an interface with static members cannot be a type argument).</summary>
internal sealed record EventRoute<TDb>(
    string Handler,
    IReadOnlySet<Event.PayloadOneofCase> Handles,
    Func<IServiceProvider, TDb, IReadOnlyList<Event>, CancellationToken, Task> HandleAsync) where TDb : ServiceDatabase;

internal sealed record EventConsumerRegistration<TDb>(string Consumer, IReadOnlyList<EventRoute<TDb>> Routes) where TDb : ServiceDatabase
{
    /// <summary>Runs the handlers in their order, each with the events it wants; what they leave in the context is saved after each.</summary>
    public async Task HandleAsync(IServiceProvider services, TDb db, IReadOnlyList<Event> events, CancellationToken cancel)
    {
        foreach (var route in Routes)
        {
            var batch = events.Where(e => route.Handles.Contains(e.PayloadCase)).ToList();
            if (batch.Count == 0) continue;
            await route.HandleAsync(services, db, batch, cancel);
            if (db.ChangeTracker.HasChanges()) await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }
    }
}
