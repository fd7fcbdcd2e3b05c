using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Events;

namespace Zoetrope.Platform.Tests.Events;

public sealed class EventConsumerTests(PostgresFixture postgres) : IAsyncLifetime
{
    private EventWorld? _world;
    private EventWorld World => _world!;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await EventWorld.CreateAsync(postgres, (await PostgresHome.CreateAsync(postgres)).Settings);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    [Fact]
    public async Task An_event_that_is_refused_every_time_is_put_aside_and_the_rest_goes_on()
    {
        var process = await World.StartAsync(speaks: false, onBatch: batch => batch.Any(e => e.Key == "bad") ? throw new InvalidOperationException("I refuse.") : Task.CompletedTask);
        var said = Enumerable.Range(1, 40).Select(n => Speech.Numbered(n, n is 7 or 23 ? "bad" : $"k{n}")).ToList();
        await process.Log.AppendAsync("speaker", said, Cancel);

        await Eventually(World.HeardAsync, until: h => h.Count == 38);
        var dead = await Eventually(World.DeadAsync, until: d => d.Count == 2);
        dead.Select(d => Event.Parser.ParseFrom(d.Payload).LikeChanged.Version).ShouldBe([7, 23]);
        dead.ShouldAllBe(d => d.Error.Contains("I refuse.") && d.Consumer == World.Consumer);

        // What comes after it on the same key is heard.
        process.Services.GetRequiredService<HearingHooks>().OnBatch = _ => Task.CompletedTask;
        await process.Log.AppendAsync("speaker", [Speech.Numbered(41, "bad")], Cancel);
        (await Eventually(World.HeardAsync, until: h => h.Count == 39))[^1].Version.ShouldBe(41);
    }

    [Fact]
    public async Task Bytes_that_are_no_event_are_put_aside()
    {
        var process = await World.StartAsync(speaks: false);
        await process.Log.AppendAsync("speaker", [Speech.Numbered(1, "k"), new NumberedEvent(2, "k", [0xFF, 0xFF, 0xFF]), Speech.Numbered(3, "k")], Cancel);
        (await Eventually(World.HeardAsync, until: h => h.Count == 2)).Select(h => h.Version).ShouldBe([1, 3]);
        (await World.DeadAsync()).ShouldHaveSingleItem().Payload.ShouldBe([0xFF, 0xFF, 0xFF]);
    }

    [Fact]
    public async Task Trouble_that_passes_pauses_and_loses_nothing()
    {
        var trouble = new ConcurrentQueue<Exception>([
            new NpgsqlException("gone", new IOException("cut")), new TimeoutException(), new PostgresException("deadlock", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected),
            new PostgresException("full", "ERROR", "ERROR", PostgresErrorCodes.DiskFull), new InvalidOperationException("wrapped", new NpgsqlException("gone"))]);
        var process = await World.StartAsync(onBatch: _ => trouble.TryDequeue(out var e) ? throw e : Task.CompletedTask);
        for (var n = 0; n < 20; n++) await process.ChangeAsync($"k{n % 5}");
        await Eventually(World.ShouldHaveHeardEverythingOnceAsync);
        trouble.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_broken_partition_does_not_hold_up_the_others()
    {
        var broken = EventPartitions.Of("broken", PostgresHome.Partitions);
        var process = await World.StartAsync(speaks: false, onBatch: batch => batch.Any(e => e.Key == "broken") ? throw new TimeoutException() : Task.CompletedTask);
        var others = Enumerable.Range(0, 100).Select(n => $"k{n}").Where(k => EventPartitions.Of(k, PostgresHome.Partitions) != broken).ToList();
        await process.Log.AppendAsync("speaker", [Speech.Numbered(1, "broken"), .. others.Select((k, n) => Speech.Numbered(n + 2, k))], Cancel);
        (await Eventually(World.HeardAsync, until: h => h.Count == others.Count)).ShouldNotContain(h => h.Key == "broken");

        using var metrics = new MetricReadings(EventMetrics.Name);
        // The lag follows the commit of a batch by a moment.
        await Eventually(() => metrics.Read("zoetrope.events.lag", World.Consumer).ShouldBe(1));
        process.Services.GetRequiredService<HearingHooks>().OnBatch = _ => Task.CompletedTask;
        await Eventually(World.HeardAsync, until: h => h.Exists(e => e.Key == "broken"));
        await Eventually(() => metrics.Read("zoetrope.events.lag", World.Consumer).ShouldBe(0));
    }

    [Fact]
    public async Task What_several_partitions_have_to_say_at_once_is_applied_in_one_transaction()
    {
        var batches = new ConcurrentQueue<IReadOnlyList<Event>>();
        var process = await World.StartAsync(speaks: false, onBatch: batch =>
        {
            batches.Enqueue(batch);
            return Task.CompletedTask;
        });
        await process.Log.AppendAsync("speaker", [.. Enumerable.Range(1, 20).Select(n => Speech.Numbered(n, $"k{n}"))], Cancel);

        await Eventually(World.HeardAsync, until: h => h.Count == 20);
        batches.ShouldHaveSingleItem().Select(e => EventPartitions.Of(e.Key, PostgresHome.Partitions)).Distinct().Count().ShouldBe(PostgresHome.Partitions);
    }

    [Fact]
    public async Task A_handler_continues_the_trace_of_the_change()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is EventMetrics.Name or "test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        var heard = new ConcurrentBag<Activity?>();
        var process = await World.StartAsync(onBatch: _ =>
        {
            heard.Add(Activity.Current);
            return Task.CompletedTask;
        });
        using (var tap = source.StartActivity("tap"))
        {
            await process.ChangeAsync("k");
            await Eventually(() => heard.ShouldNotBeEmpty());
            heard.ShouldHaveSingleItem()!.TraceId.ShouldBe(tap!.TraceId);
            heard.Single()!.Links.ShouldHaveSingleItem().Context.SpanId.ShouldBe(tap.SpanId);
        }
    }

    [Fact]
    public async Task Events_that_nobody_wants_move_the_position_all_the_same()
    {
        var process = await World.StartAsync(speaks: false);
        var unwanted = Outbox.Stamp(TimeProvider.System, "k", new Event { VideoRemoved = new VideoRemoved() });
        await process.Log.AppendAsync("speaker", [new NumberedEvent(1, "k", unwanted), new NumberedEvent(2, "k", unwanted)], Cancel);
        await Eventually(async () =>
        {
            await using var db = World.Listener.Open();
            db.Set<EventPosition>().Sum(p => p.Position).ShouldBe(2);
            db.Set<EventSource>().Single().Seq.ShouldBe(2);
        });
        await process.Log.AppendAsync("speaker", [Speech.Numbered(2, "k"), Speech.Numbered(3, "k")], Cancel);
        (await Eventually(World.HeardAsync, until: h => h.Count > 0)).ShouldHaveSingleItem().Version.ShouldBe(3);
    }
}
