using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Data;

namespace Zoetrope.Platform.Events;

/// <summary>What <c>zoetrope rebuild</c> does: feeds a consumer the present state of every owner, and lets it go on from there.</summary>
public interface IEventRebuild
{
    /// <summary>The consumers registered in this process.</summary>
    IReadOnlyCollection<string> Consumers { get; }

    /// <summary>
    /// Rebuilds one consumer while everything runs. Nothing is deleted: states overwrite older ones by their version. Needs the
    /// databases of all owners; the process that runs it registers all services.
    /// </summary>
    /// <returns>How many events the snapshots held.</returns>
    /// <exception cref="ArgumentException">No such consumer; the message lists those there are.</exception>
    Task<long> RebuildAsync(string consumer, CancellationToken cancel);
}

internal interface IRebuiltConsumer
{
    string Consumer { get; }
    Task ApplyAsync(IReadOnlyList<Event> batch, CancellationToken cancel);
    Task MoveAsync(IReadOnlyList<long> from, IReadOnlyList<long> to, CancellationToken cancel);
}

internal interface ISnapshotSource
{
    IAsyncEnumerable<Event> StreamAsync(IServiceProvider services, CancellationToken cancel);
}

internal sealed class SnapshotSource<TDb, TSnapshot> : ISnapshotSource where TDb : ServiceDatabase where TSnapshot : class, IEventSnapshot<TDb>
{
    public IAsyncEnumerable<Event> StreamAsync(IServiceProvider services, CancellationToken cancel)
        => services.GetRequiredService<TSnapshot>().StreamAsync(services.GetRequiredService<TDb>(), cancel);
}

internal sealed class RebuiltConsumer<TDb>(EventConsumerRegistration<TDb> registration, IServiceScopeFactory scopes) : IRebuiltConsumer where TDb : ServiceDatabase
{
    public string Consumer => registration.Consumer;

    public async Task ApplyAsync(IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        await db.InTransaction(() => registration.HandleAsync(scope.ServiceProvider, db, batch, cancel), cancel);
    }

    /// <summary>
    /// Positions in [from, to] are of a consumer that ran meanwhile, and stay. All others, too old or of another log, go to where the
    /// log ended before the snapshots began: whatever was told after that is heard, and what was told before is in the snapshots.
    /// </summary>
    public async Task MoveAsync(IReadOnlyList<long> from, IReadOnlyList<long> to, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        await db.Database.ExecuteSqlAsync($"""
            insert into event_positions as p (consumer, partition, position)
            select {Consumer}, (n.ordinality - 1)::int, n.first from unnest({from.ToArray()}, {to.ToArray()}) with ordinality as n (first, last, ordinality)
            on conflict (consumer, partition) do update set position = excluded.position
            where p.position not between excluded.position and ({to.ToArray()})[p.partition + 1]
            """, cancel);
    }
}

internal sealed partial class EventRebuild(
    IEnumerable<IRebuiltConsumer> consumers, IEnumerable<ISnapshotSource> snapshots, IEventLog log, IServiceScopeFactory scopes, TimeProvider time,
    ILogger<EventRebuild> logger) : IEventRebuild
{
    private const int Batch = 500;

    public IReadOnlyCollection<string> Consumers => [.. consumers.Select(c => c.Consumer).Order(StringComparer.Ordinal)];

    public async Task<long> RebuildAsync(string consumer, CancellationToken cancel)
    {
        var rebuilt = consumers.FirstOrDefault(c => c.Consumer == consumer)
            ?? throw new ArgumentException($"There is no consumer \"{consumer}\". Choose from: {string.Join(", ", Consumers)}.", nameof(consumer));
        var from = await log.GetEndsAsync(cancel);
        var told = 0L;
        foreach (var snapshot in snapshots)
        {
            await using var scope = scopes.CreateAsyncScope();
            await foreach (var batch in snapshot.StreamAsync(scope.ServiceProvider, cancel).Chunk(Batch).WithCancellation(cancel))
            {
                foreach (var e in batch) Complete(e);
                await rebuilt.ApplyAsync(batch, cancel);
                told += batch.Length;
            }
        }
        await rebuilt.MoveAsync(from, await log.GetEndsAsync(cancel), cancel);
        Rebuilt(consumer, told);
        return told;
    }

    private void Complete(Event e)
    {
        if (e.Id.Length == 0) e.Id = Ids.New(time).ToString();
        if (e.TimeMs == 0) e.TimeMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Consumer} was rebuilt from {Events} events")]
    private partial void Rebuilt(string consumer, long events);
}
