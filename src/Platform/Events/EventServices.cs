using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Data;

namespace Zoetrope.Platform.Events;

/// <summary>Registers what a service says, what it listens to, and the log between them.</summary>
public static class EventServices
{
    /// <summary>Tells this service's outbox to the log: one relay per service, whichever process holds its lock.</summary>
    /// <param name="source">The service's name; with the relay's number it identifies an event for ever.</param>
    public static IServiceCollection AddEventSource<TDb>(this IServiceCollection services, string source) where TDb : ServiceDatabase
    {
        services.AddSingleton(new EventSourceRegistration(source, typeof(TDb)));
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
        return services;
    }

    /// <summary>Lets consumers of this service's events be rebuilt from its present state.</summary>
    public static IServiceCollection AddEventSnapshot<TDb, TSnapshot>(this IServiceCollection services)
        where TDb : ServiceDatabase where TSnapshot : class, IEventSnapshot<TDb>
    {
        services.TryAddScoped<TSnapshot>();
        return services;
    }

    /// <summary>The event log of this process: <c>Events:Log</c> is <c>postgres</c> (default) or <c>kafka</c>.</summary>
    public static IServiceCollection AddEventLog(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services;
    }
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

internal sealed record EventSourceRegistration(string Source, Type Database);

internal sealed record EventConsumerRegistration<TDb>(string Consumer, IReadOnlyList<EventRoute<TDb>> Routes) where TDb : ServiceDatabase;
