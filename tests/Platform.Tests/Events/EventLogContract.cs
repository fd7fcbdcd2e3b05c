using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Events;

namespace Zoetrope.Platform.Tests.Events;

/// <summary>What every home of the event log must do. One class per home runs all of it.</summary>
public abstract class EventLogContract(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private ILogHome? _home;
    private EventWorld? _world;

    internal ILogHome Home => _home!;
    internal EventWorld World => _world!;
    protected PostgresFixture Postgres => postgres;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected abstract Task<ILogHome> CreateHomeAsync();

    public async ValueTask InitializeAsync()
    {
        _home = await CreateHomeAsync();
        _world = await EventWorld.CreateAsync(postgres, _home.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await World.DisposeAsync();
        await Home.DisposeAsync();
    }

    [Fact]
    public async Task Positions_are_dense_and_keys_keep_their_order()
    {
        var process = await World.StartAsync(speaks: false, hears: false);
        var said = Enumerable.Range(1, 300).Select(n => Speech.Numbered(n, $"k{n % 7}")).ToList();
        await process.Log.AppendAsync("speaker", said, Cancel);

        var read = await ReadAllAsync(process.Log, said.Count);
        foreach (var partition in read)
        {
            partition.Value.Select(e => e.Position).ShouldBe(Enumerable.Range(0, partition.Value.Count).Select(p => (long)p));
            partition.Value.Select(e => e.Seq).ShouldBeInOrder();
        }
        foreach (var key in said.Select(s => s.Key).Distinct())
        {
            read.Values.Count(p => p.Exists(e => EventReading.TryParse(e)!.Key == key)).ShouldBe(1, "a key lives in one partition");
        }
        EventReading.TryParse(read.Values.First()[0])!.Source.ShouldBe("speaker");
    }

    [Fact]
    public async Task Resends_carry_the_same_numbers_and_have_no_second_effect()
    {
        var process = await World.StartAsync(speaks: false);
        await process.Log.AppendAsync("speaker", [.. Enumerable.Range(1, 40).Select(n => Speech.Numbered(n, $"k{n}"))], Cancel);
        await process.Log.AppendAsync("speaker", [.. Enumerable.Range(21, 40).Select(n => Speech.Numbered(n, $"k{n}"))], Cancel);
        await process.Log.AppendAsync("another", [.. Enumerable.Range(1, 10).Select(n => Speech.Numbered(n, $"other{n}"))], Cancel);
        await process.Log.AppendAsync("speaker", [Speech.Numbered(61, "last")], Cancel);

        var heard = await Eventually(World.HeardAsync, until: h => h.Count >= 71);
        heard.Select(h => h.Key).Order().ShouldBe(
            Enumerable.Range(1, 60).Select(n => $"k{n}").Concat(Enumerable.Range(1, 10).Select(n => $"other{n}")).Append("last").Order());
    }

    [Fact]
    public async Task A_reader_hears_of_another_process_append_without_waiting_for_its_poll()
    {
        var reading = await World.StartAsync("reading", speaks: false, hears: false);
        var saying = await World.StartAsync("saying", speaks: false, hears: false);
        await using var reader = reading.Log.OpenReader(null);
        var partition = EventPartitions.Of("k", await reading.Log.CountPartitionsAsync(Cancel));
        await reader.SeekAsync(partition, 0, Cancel);
        var next = reader.ReadAsync(10, Long, Cancel);
        await saying.Log.AppendAsync("speaker", [Speech.Numbered(1, "k")], Cancel);

        var batch = (await next.WaitAsync(Long, Cancel)).ShouldHaveSingleItem();
        (batch.Partition, batch.From, batch.Next, batch.Missing).ShouldBe((partition, 0, 1, false));
    }

    [Fact]
    public async Task What_commits_late_is_not_skipped()
    {
        var process = await World.StartAsync();
        await using var slow = World.Speaker.Open();
        await using var transaction = await slow.Database.BeginTransactionAsync(Cancel);
        slow.Add(new Change { Key = "slow", Version = 1 });
        slow.Publish(TimeProvider.System, "slow", Speech.Of("slow", 1));
        await slow.SaveChangesAsync(Cancel);
        for (var n = 0; n < 20; n++) await process.ChangeAsync($"quick{n}");
        await Eventually(World.HeardAsync, until: h => h.Count == 20);

        await transaction.CommitAsync(Cancel);

        await Eventually(World.ShouldHaveHeardEverythingOnceAsync);
        (await World.HeardAsync())[^1].Key.ShouldBe("slow");
    }

    [Fact]
    public async Task A_rebalance_in_the_middle_of_a_batch_neither_loses_nor_doubles()
    {
        var entered = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        var first = await World.StartAsync("first", onBatch: async _ =>
        {
            entered.TrySetResult();
            await open.Task;
        });
        for (var n = 0; n < 100; n++) await first.ChangeAsync($"k{n % 10}");
        await entered.Task.WaitAsync(Long, Cancel);

        // While the first stands in a batch its leases run out, so the second takes all, that batch too.
        var second = await World.StartAsync("second", speaks: false);
        await Eventually(async () => (await SharesAsync()).ShouldBe([4]));
        open.SetResult();
        await Eventually(World.ShouldHaveHeardEverythingOnceAsync);

        // Then both share.
        await Eventually(async () => (await SharesAsync()).ShouldBe([2, 2]));
        for (var n = 0; n < 100; n++) await first.ChangeAsync($"k{n % 10}");
        await Eventually(World.ShouldHaveHeardEverythingOnceAsync);
        (await World.HeardAsync()).Select(h => h.Process).Distinct().Count().ShouldBe(2);

        // And one takes over what the other leaves.
        await second.StopAsync();
        for (var n = 0; n < 50; n++) await first.ChangeAsync($"k{n % 10}");
        await Eventually(World.ShouldHaveHeardEverythingOnceAsync);
    }

    [Fact]
    public async Task The_loss_of_a_server_of_the_log_delays_and_nothing_else()
    {
        var process = await World.StartAsync();
        for (var n = 0; n < 50; n++) await process.ChangeAsync($"k{n % 10}");
        await Eventually(World.HeardAsync, until: h => h.Count > 0);
        await Home.HurtAsync();
        for (var n = 0; n < 50; n++) await process.ChangeAsync($"k{n % 10}");
        await Home.HealAsync();
        for (var n = 0; n < 50; n++) await process.ChangeAsync($"k{n % 10}");
        await Eventually(World.ShouldHaveHeardEverythingOnceAsync, Long * 2);
    }

    [Fact]
    public async Task A_tail_hears_what_comes_and_nothing_from_before()
    {
        var process = await World.StartAsync(hears: false);
        for (var n = 0; n < 20; n++) await process.ChangeAsync($"old{n}");
        await Eventually(async () => (await process.Log.GetEndsAsync(Cancel)).Sum().ShouldBe(20));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        stop.CancelAfter(Long);
        var tail = await process.Services.GetRequiredService<IEventTail>().OpenAsync(stop.Token);
        var heard = new List<Event>();
        for (var n = 0; n < 20; n++) await process.ChangeAsync($"new{n}");
        await foreach (var e in tail)
        {
            heard.Add(e);
            if (heard.Count == 20) break;
        }
        heard.Select(e => e.Key).ShouldBe(Enumerable.Range(0, 20).Select(n => $"new{n}"), ignoreOrder: true);
        heard.ShouldAllBe(e => e.Source == "speaker" && e.Seq > 20);
    }

    [Fact]
    public async Task The_log_is_never_trimmed_past_a_registered_consumer()
    {
        var process = await World.StartAsync(speaks: false, hears: false);
        await process.Log.AppendAsync("speaker", [.. Enumerable.Range(1, 100).Select(n => Speech.Numbered(n, $"k{n}"))], Cancel);
        var ends = await process.Log.GetEndsAsync(Cancel);
        await process.Log.ReportAsync("quick", ends.Select((e, p) => (e, p)).ToDictionary(x => x.p, x => x.e), Cancel);
        await process.Log.ReportAsync("slow", ends.Select((e, p) => (e, p)).ToDictionary(x => x.p, _ => 0L), Cancel);

        await Home.TrimAsync(process.Log, TimeProvider.System.GetUtcNow().AddDays(2));
        (await ReadAllAsync(process.Log, 100)).Values.Sum(e => e.Count).ShouldBe(100);

        await process.Log.ForgetAsync("slow", Cancel);
        await Home.TrimAsync(process.Log, TimeProvider.System.GetUtcNow().AddDays(2));
        await Eventually(async () => (await FirstBatchesAsync(process.Log, 0)).ShouldAllBe(b => b.Missing));

        // The next events go on where the others ended.
        await process.Log.AppendAsync("speaker", [.. Enumerable.Range(101, 20).Select(n => Speech.Numbered(n, $"k{n}"))], Cancel);
        (await process.Log.GetEndsAsync(Cancel)).Sum().ShouldBe(120);
    }

    [Fact]
    public async Task A_consumer_whose_position_is_gone_waits_and_a_rebuild_brings_it_back()
    {
        var speaking = await World.StartAsync("speaking", hears: false);
        for (var n = 0; n < 60; n++) await speaking.ChangeAsync($"k{n % 20}");
        await Eventually(async () => (await speaking.Log.GetEndsAsync(Cancel)).Sum().ShouldBe(60));
        await Home.TrimAsync(speaking.Log, TimeProvider.System.GetUtcNow().AddDays(2));

        var hearing = await World.StartAsync("hearing", speaks: false);
        await speaking.ChangeAsync("k0");
        using var metrics = new MetricReadings(EventMetrics.Name);
        await Eventually(() => metrics.Read("zoetrope.events.stuck", World.Consumer).ShouldBeGreaterThan(0));
        (await World.HeardAsync()).ShouldBeEmpty("nothing is skipped silently");

        (await hearing.Services.GetRequiredService<IEventRebuild>().RebuildAsync(World.Consumer, Cancel)).ShouldBe(20);
        await speaking.ChangeAsync("k1");

        var heard = await Eventually(World.HeardAsync, until: h => h.Exists(e => e is { Key: "k1", Version: 4 }));
        heard.GroupBy(h => h.Key).ToDictionary(g => g.Key, g => g.Max(h => h.Version)).ShouldBe(
            Enumerable.Range(0, 20).ToDictionary(n => $"k{n}", n => n < 2 ? 4L : 3L), ignoreOrder: true);
        await Eventually(() => metrics.Read("zoetrope.events.stuck", World.Consumer).ShouldBe(0));
    }

    [Fact]
    public async Task A_position_of_another_log_counts_as_missing()
    {
        var process = await World.StartAsync(speaks: false, hears: false);
        await process.Log.AppendAsync("speaker", [Speech.Numbered(1, "k")], Cancel);
        (await FirstBatchesAsync(process.Log, 1000)).ShouldAllBe(b => b.Missing);
    }

    [Fact]
    public async Task Relays_take_turns_and_number_without_gaps()
    {
        var one = await World.StartAsync("one", hears: false);
        var two = await World.StartAsync("two", hears: false);
        var three = await World.StartAsync("hearing", speaks: false);
        for (var n = 0; n < 40; n++) await one.ChangeAsync($"k{n % 5}");
        await Eventually(World.ShouldHaveHeardEverythingOnceAsync);
        await one.StopAsync();
        for (var n = 0; n < 40; n++) await two.ChangeAsync($"k{n % 5}");
        await Eventually(World.ShouldHaveHeardEverythingOnceAsync);
        var read = await ReadAllAsync(three.Log, 80);
        read.Values.SelectMany(p => p.Select(e => e.Seq)).Order().ShouldBe(Enumerable.Range(1, 80).Select(n => (long)n));
    }

    /// <summary>How many partitions each living process leases now.</summary>
    private async Task<List<int>> SharesAsync()
    {
        await using var db = World.Listener.Open();
        var now = TimeProvider.System.GetUtcNow();
        return await db.Set<EventLease>().Where(l => l.Until > now).GroupBy(l => l.Member).Select(g => g.Count()).ToListAsync(Cancel);
    }

    private static async Task<List<LogBatch>> FirstBatchesAsync(IEventLog log, long position)
    {
        await using var reader = log.OpenReader(null);
        var partitions = await log.CountPartitionsAsync(Cancel);
        for (var partition = 0; partition < partitions; partition++) await reader.SeekAsync(partition, position, Cancel);
        return [.. await reader.ReadAsync(10, Long, Cancel)];
    }

    private static async Task<Dictionary<int, List<LoggedEvent>>> ReadAllAsync(IEventLog log, int count)
    {
        await using var reader = log.OpenReader(null);
        var partitions = await log.CountPartitionsAsync(Cancel);
        for (var partition = 0; partition < partitions; partition++) await reader.SeekAsync(partition, 0, Cancel);
        var read = new Dictionary<int, List<LoggedEvent>>();
        while (read.Values.Sum(e => e.Count) < count)
        {
            var batches = await reader.ReadAsync(1000, Long, Cancel);
            batches.ShouldNotBeEmpty();
            foreach (var batch in batches)
            {
                if (!read.TryGetValue(batch.Partition, out var list)) read[batch.Partition] = list = [];
                list.AddRange(batch.Events);
            }
        }
        return read;
    }
}
