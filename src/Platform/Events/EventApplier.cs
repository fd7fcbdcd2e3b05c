using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Data;

namespace Zoetrope.Platform.Events;

/// <summary>
/// Applies a batch: handlers, position and numbers in one transaction. What fails every time is found by halving and put aside in
/// <c>dead_events</c>, also with its position, so that each event either has its effects once or is kept there.
/// </summary>
internal sealed partial class EventApplier<TDb>(
    EventConsumerRegistration<TDb> consumer, IServiceScopeFactory scopes, OutboxSignal<TDb> signal, TimeProvider time, ILogger<EventApplier<TDb>> logger)
    where TDb : ServiceDatabase
{
    /// <summary>How often a single event may fail before it counts as dead.</summary>
    private const int Tries = 3;
    private const int MostLinks = 32;

    private readonly HashSet<Event.PayloadOneofCase> _wanted = [.. consumer.Routes.SelectMany(r => r.Handles)];

    /// <summary>An event to look at. One that cannot be parsed is wanted all the same: it must not vanish unseen.</summary>
    private sealed record Item(LoggedEvent Logged, Event? Event, bool Wanted);

    /// <summary>What one partition has for this consumer, and where it stands afterwards.</summary>
    private sealed record Part(EventCursor Cursor, List<Item> Items, long To)
    {
        public EventMove Move { get; } = new(Cursor, To, Items.GroupBy(i => i.Logged.Source).ToDictionary(g => g.Key, g => g.Max(i => i.Logged.Seq), StringComparer.Ordinal));
    }

    public async Task ApplyAsync(EventCursor cursor, LogBatch batch, CancellationToken cancel)
    {
        if (Look(cursor, batch) is { } part) await ApplyAsync(part, cancel);
    }

    /// <summary>The batches of several partitions in one transaction: all of them, or an exception and none.</summary>
    public async Task ApplyTogetherAsync(IEnumerable<(EventCursor Cursor, LogBatch Batch)> batches, CancellationToken cancel)
    {
        List<Part> parts = [.. batches.Select(b => Look(b.Cursor, b.Batch)).OfType<Part>()];
        if (parts.Count > 0) await CommitAsync(parts, dead: null, cancel);
    }

    /// <summary>Null where nothing of the batch is wanted: it is then passed.</summary>
    private Part? Look(EventCursor cursor, LogBatch batch)
    {
        var items = new List<Item>(batch.Events.Count);
        var seqs = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var logged in batch.Events)
        {
            // A resend: its number has been passed.
            if (logged.Seq <= (seqs.TryGetValue(logged.Source, out var last) ? last : cursor.SeqOf(logged.Source))) continue;
            seqs[logged.Source] = logged.Seq;
            var parsed = EventReading.TryParse(logged);
            items.Add(new Item(logged, parsed, parsed is null || _wanted.Contains(parsed.PayloadCase)));
        }
        if (items.Exists(i => i.Wanted)) return new Part(cursor, items, batch.Next);
        cursor.Pass(batch.Next, seqs);
        return null;
    }

    private async Task ApplyAsync(Part part, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await CommitAsync([part], dead: null, cancel);
                return;
            }
            catch (Exception e) when (e is not CursorMovedException && !cancel.IsCancellationRequested && !EventFailures.IsTransient(e))
            {
                var (cursor, items, to) = part;
                var wanted = items.FindAll(i => i.Wanted);
                if (wanted.Count > 1)
                {
                    var half = items.IndexOf(wanted[wanted.Count / 2]);
                    await ApplyAsync(new Part(cursor, items[..half], items[half].Logged.Position), cancel);
                    await ApplyAsync(new Part(cursor, items[half..], to), cancel);
                    return;
                }
                if (attempt < Tries)
                {
                    await Task.Delay(EventBackoff.After(attempt), time, cancel);
                    continue;
                }
                await CommitAsync([part], Bury(cursor, wanted[0], e), cancel);
                Died(e, consumer.Consumer, wanted[0].Event?.PayloadCase.ToString() ?? "unreadable", cursor.Partition, wanted[0].Logged.Position);
                EventMetrics.Dead.Add(1, new KeyValuePair<string, object?>("consumer", consumer.Consumer));
                return;
            }
        }
    }

    /// <param name="dead">Kept aside in place of any effects.</param>
    private async Task CommitAsync(IReadOnlyList<Part> parts, DeadEvent? dead, CancellationToken cancel)
    {
        await FailPoints.HitAsync("consumer.read", cancel);
        List<Item> items = [.. parts.SelectMany(p => p.Items)];
        using var activity = Start(items);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        List<EventMove> moves = [.. parts.Select(p => p.Move)];
        if (!await EventCursor.MoveAsync(connection, (NpgsqlTransaction)transaction.GetDbTransaction(), consumer.Consumer, moves, cancel)) throw new CursorMovedException();
        await FailPoints.HitAsync("consumer.moved", cancel);

        if (dead is not null)
        {
            db.Add(dead);
            await db.SaveChangesAsync(cancel);
        }
        else
        {
            await HandleAsync(scope.ServiceProvider, db, items, cancel);
        }
        await FailPoints.HitAsync("consumer.handled", cancel);
        await transaction.CommitAsync(cancel);
        await FailPoints.HitAsync("consumer.committed", cancel);
        foreach (var (cursor, to, seqs) in moves) cursor.MarkSaved(to, seqs);
        // A handler may have said something itself.
        signal.Wake();
        Count(items);
    }

    private async Task HandleAsync(IServiceProvider services, TDb db, List<Item> items, CancellationToken cancel)
    {
        foreach (var item in items.Where(i => i.Event is null)) Event.Parser.ParseFrom(item.Logged.Payload);
        await consumer.HandleAsync(services, db, items.Where(i => i.Wanted).Select(i => i.Event!).ToList(), cancel);
    }

    private DeadEvent Bury(EventCursor cursor, Item item, Exception reason) => new()
    {
        Consumer = consumer.Consumer,
        Partition = cursor.Partition,
        Position = item.Logged.Position,
        Payload = item.Logged.Payload,
        Error = reason.ToString() is { Length: > 4000 } text ? text[..4000] : reason.ToString(),
        At = time.GetUtcNow(),
    };

    /// <summary>Continues the trace of the change where the batch is of one trace; else begins one that links to each.</summary>
    private Activity? Start(List<Item> items)
    {
        if (!EventMetrics.Activities.HasListeners()) return null;
        var causes = new List<ActivityContext>();
        foreach (var text in items.Where(i => i.Wanted).Select(i => i.Event?.Traceparent).Distinct().Take(MostLinks))
        {
            if (ActivityContext.TryParse(text, null, isRemote: true, out var context)) causes.Add(context);
        }
        var one = causes.Select(c => c.TraceId).Distinct().Count() == 1;
        return EventMetrics.Activities.StartActivity(
            $"{consumer.Consumer} events", ActivityKind.Consumer, one ? causes[0] : default, links: causes.Select(c => new ActivityLink(c)));
    }

    private void Count(List<Item> items)
    {
        var tag = new KeyValuePair<string, object?>("consumer", consumer.Consumer);
        EventMetrics.Applied.Add(items.Count(i => i.Wanted), tag);
        if (!EventMetrics.Delay.Enabled) return;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var item in items.Where(i => i.Wanted && i.Event is not null)) EventMetrics.Delay.Record(now - item.Event!.TimeMs, tag);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Consumer} refuses {Payload} at {Partition}/{Position}; it is kept in dead_events and the rest goes on")]
    private partial void Died(Exception reason, string consumer, string payload, int partition, long position);
}

/// <summary>Another process moved the position first: this one's copy is out of date, and nothing was changed.</summary>
internal sealed class CursorMovedException() : Exception("Another process has moved this position.");
