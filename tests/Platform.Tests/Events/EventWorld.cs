using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;

namespace Zoetrope.Platform.Tests.Events;

/// <summary>A service that changes things and says so.</summary>
internal sealed class SpeakerDb(DbContextOptions<SpeakerDb> options) : ServiceDatabase(options)
{
    public DbSet<Change> Changes => Set<Change>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Change>().ToTable("changes").HasKey(c => c.Key);
    }
}

internal sealed class Change
{
    public required string Key { get; init; }
    public long Version { get; init; }
}

/// <summary>A service that hears of changes. Its effects would show every event lost, doubled or out of order.</summary>
internal sealed class ListenerDb(DbContextOptions<ListenerDb> options) : ServiceDatabase(options)
{
    public DbSet<Heard> Heard => Set<Heard>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Heard>().ToTable("heard").HasKey(h => h.Id);
    }
}

internal sealed class Heard
{
    public long Id { get; init; }
    public required string EventId { get; init; }
    public required string Key { get; init; }
    public required long Version { get; init; }
    public required string Process { get; init; }
}

/// <summary>What a test does to a process' handler.</summary>
internal sealed class HearingHooks
{
    public string Process { get; init; } = "one";
    public Func<IReadOnlyList<Event>, Task> OnBatch { get; set; } = _ => Task.CompletedTask;
}

internal sealed class Hear(HearingHooks hooks) : IEventHandler<ListenerDb>
{
    public static IReadOnlyCollection<Event.PayloadOneofCase> Handles { get; } = [Event.PayloadOneofCase.LikeChanged];

    public async Task HandleAsync(ListenerDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        await hooks.OnBatch(batch);
        foreach (var e in batch) db.Add(new Heard { EventId = e.Id, Key = e.Key, Version = e.LikeChanged.Version, Process = hooks.Process });
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>The speaker's state as events.</summary>
internal sealed class ChangesSnapshot : IEventSnapshot<SpeakerDb>
{
    public IAsyncEnumerable<Event> StreamAsync(SpeakerDb db, CancellationToken cancel)
        => db.Changes.AsNoTracking().OrderBy(c => c.Key).AsAsyncEnumerable().Select(c => Speech.Of(c.Key, c.Version));
}

internal static class Speech
{
    public static Event Of(string key, long version) => new() { Key = key, LikeChanged = new LikeChanged { VideoId = key, UserId = "u", Liked = version % 2 == 1, Version = version } };

    /// <summary>Changes something and says so, in one transaction.</summary>
    public static async Task ChangeAsync(this IServiceProvider services, string key, CancellationToken cancel = default)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SpeakerDb>();
        await db.InTransaction(async () =>
        {
            var version = (await db.Database.SqlQuery<long>($"""
                insert into changes as c (key, version) values ({key}, 1) on conflict (key) do update set version = c.version + 1 returning version
                """).ToListAsync(cancel))[0];
            db.Publish(TimeProvider.System, key, Of(key, version));
            await db.SaveChangesAsync(cancel);
            await FailPoints.HitAsync("change.written", cancel);
        }, cancel);
        await FailPoints.HitAsync("change.committed", cancel);
        services.GetRequiredService<OutboxSignal<SpeakerDb>>().Wake();
    }

    /// <summary>The bytes as an outbox holds them.</summary>
    public static NumberedEvent Numbered(long seq, string key) => new(seq, key, Outbox.Stamp(TimeProvider.System, key, Of(key, seq)));
}

/// <summary>Two databases, a log, and processes that come and go.</summary>
internal sealed class EventWorld(TestDatabase<SpeakerDb> speaker, TestDatabase<ListenerDb> listener, IReadOnlyDictionary<string, string?> log) : IAsyncDisposable
{
    private static int s_worlds;
    private readonly List<EventProcess> _processes = [];

    /// <summary>Of its own in every world, because metrics are per process.</summary>
    public string Consumer { get; } = $"listener{Interlocked.Increment(ref s_worlds)}";

    public IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>(log)
    {
        [speaker.Setting("speaker").Key] = speaker.ConnectionString,
        [listener.Setting("listener").Key] = listener.ConnectionString,
        ["Events:LeaseSeconds"] = "0.6",
        ["Events:Batch"] = "50",
    };

    public TestDatabase<ListenerDb> Listener => listener;
    public TestDatabase<SpeakerDb> Speaker => speaker;

    public static async Task<EventWorld> CreateAsync(PostgresFixture postgres, IReadOnlyDictionary<string, string?> log)
        => new(await postgres.CreateAsync<SpeakerDb>(), await postgres.CreateAsync<ListenerDb>(), log);

    /// <summary>A process with the given parts, running.</summary>
    public async Task<EventProcess> StartAsync(string name = "one", bool speaks = true, bool hears = true, Func<IReadOnlyList<Event>, Task>? onBatch = null)
    {
        var process = EventProcess.Build(Settings, name, speaks ? "speaker" : null, hears ? Consumer : null);
        if (onBatch is not null) process.Services.GetRequiredService<HearingHooks>().OnBatch = onBatch;
        _processes.Add(process);
        await process.StartAsync();
        return process;
    }

    public async Task<List<Heard>> HeardAsync()
    {
        await using var db = listener.Open();
        return await db.Heard.AsNoTracking().OrderBy(h => h.Id).ToListAsync();
    }

    public async Task<List<DeadEvent>> DeadAsync()
    {
        await using var db = listener.Open();
        return await db.Set<DeadEvent>().AsNoTracking().OrderBy(d => d.Id).ToListAsync();
    }

    /// <summary>Effects applied = changes committed: none lost, none doubled, in order.</summary>
    public async Task ShouldHaveHeardEverythingOnceAsync()
    {
        await using var db = speaker.Open();
        var changes = await db.Changes.AsNoTracking().ToDictionaryAsync(c => c.Key, c => c.Version);
        var heard = await HeardAsync();
        heard.Select(h => h.EventId).Distinct().Count().ShouldBe(heard.Count, "doubled");
        foreach (var (key, version) in changes)
        {
            heard.Where(h => h.Key == key).Select(h => h.Version).ShouldBe(Enumerable.Range(1, (int)version).Select(v => (long)v), $"of {key}");
        }
        heard.Count.ShouldBe((int)changes.Values.Sum(), "heard what was never said");
        (await db.Set<OutboxRow>().CountAsync()).ShouldBe(0, "left in the outbox");
        (await DeadAsync()).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
    }
}

/// <summary>What one process of the product would be: services, relay, consumer.</summary>
internal sealed class EventProcess : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private bool _running;

    private EventProcess(ServiceProvider services) => _services = services;

    public IServiceProvider Services => _services;
    public IEventLog Log => _services.GetRequiredService<IEventLog>();

    public static EventProcess Build(
        IEnumerable<KeyValuePair<string, string?>> settings, string name, string? source, string? consumer, params (string Key, string Value)[] more)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings)
            .AddInMemoryCollection(more.Select(m => KeyValuePair.Create<string, string?>(m.Key, m.Value))).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error).AddSimpleConsole(console => console.SingleLine = true));
        services.AddEventLog(configuration);
        services.AddServiceDatabase<SpeakerDb>(configuration, "speaker");
        services.AddServiceDatabase<ListenerDb>(configuration, "listener");
        services.AddSingleton(new HearingHooks { Process = name });
        services.AddEventSnapshot<SpeakerDb, ChangesSnapshot>();
        if (source is not null) services.AddEventSource<SpeakerDb>(source);
        if (consumer is not null) services.AddEventConsumer<ListenerDb>(consumer, handlers => handlers.Handle<Hear>());
        return new EventProcess(services.BuildServiceProvider(validateScopes: true));
    }

    public async Task StartAsync()
    {
        _running = true;
        foreach (var service in _services.GetServices<IHostedService>()) await service.StartAsync(CancellationToken.None);
    }

    public Task ChangeAsync(string key) => _services.ChangeAsync(key);

    public async Task StopAsync()
    {
        if (!_running) return;
        _running = false;
        foreach (var service in _services.GetServices<IHostedService>().Reverse()) await service.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
    }
}
