// How long an event takes from its commit to its handler, one at a time, and how fast a backlog is told and heard, on a durable
// embedded PostgreSQL with the log in it. Usage: EventsBench [events in the backlog]
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.EventsBench;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Embedded;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Events.Postgres;

var backlog = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200_000;
var output = Console.Out;
var path = Directory.CreateTempSubdirectory("zoetrope-bench-").FullName;
File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
using var folder = DataFolder.Lock(path);
var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
await using var postgres = await EmbeddedPostgres.StartAsync(folder, PostgresBinaries.Find(environment), NullLogger.Instance);
var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Database:Url", postgres.ConnectionString)]).Build();

var services = new ServiceCollection();
services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole());
services.AddEventLog(configuration);
services.AddServiceDatabase<SpeakerDb>(configuration, "video");
services.AddServiceDatabase<ListenerDb>(configuration, "interaction");
services.AddEventSource<SpeakerDb>("video");
services.AddEventConsumer<ListenerDb>("interaction", consumer => consumer.Handle<Hear>());
services.AddSingleton<Ear>();
await using var provider = services.BuildServiceProvider();
await using (var scope = provider.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<EventLogDatabase>().Database.MigrateAsync();
    await scope.ServiceProvider.GetRequiredService<SpeakerDb>().Database.EnsureCreatedAsync();
    await scope.ServiceProvider.GetRequiredService<ListenerDb>().Database.EnsureCreatedAsync();
}
var ear = provider.GetRequiredService<Ear>();
var hosted = provider.GetServices<IHostedService>().ToList();
foreach (var service in hosted) await service.StartAsync(CancellationToken.None);

var delays = new List<double>();
for (var n = 0; n < 550; n++)
{
    ear.Await(1);
    await SayAsync(1);
    var committed = Stopwatch.GetTimestamp();
    provider.GetRequiredService<OutboxSignal<SpeakerDb>>().Wake();
    await ear.Heard;
    // The first are spent on warming up.
    if (n >= 50) delays.Add(Stopwatch.GetElapsedTime(committed).TotalMilliseconds);
}
delays.Sort();

foreach (var service in hosted) await service.StopAsync(CancellationToken.None);
for (var left = backlog; left > 0; left -= 5000) await SayAsync(Math.Min(left, 5000));
ear.Await(backlog);
var started = Stopwatch.GetTimestamp();
await using var again = services.BuildServiceProvider();
var reborn = again.GetServices<IHostedService>().ToList();
again.GetRequiredService<Ear>().Await(backlog);
foreach (var service in reborn) await service.StartAsync(CancellationToken.None);
await again.GetRequiredService<Ear>().Heard;
var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
foreach (var service in reborn) await service.StopAsync(CancellationToken.None);

await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"cores {Environment.ProcessorCount}"));
await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"commit to handler    p50 {delays[delays.Count / 2]:0.0} ms   p99 {delays[delays.Count * 99 / 100]:0.0} ms   ({delays.Count} events, one at a time)"));
await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"backlog told, heard  {backlog / seconds:0} events/s   ({backlog} events in {seconds:0.0} s)"));
return 0;

// Straight into the outbox, as a slice with one statement does.
async Task SayAsync(int count)
{
    var said = Enumerable.Range(0, count).Select(n =>
    {
        var key = $"video{n % 1000}";
        var payload = new LikeChanged { VideoId = key, UserId = "0190f8a0-0000-7000-8000-000000000001", AuthorId = "0190f8a0-0000-7000-8000-000000000002", Liked = true, Version = n };
        return (Key: key, Payload: Outbox.Stamp(TimeProvider.System, key, new Event { LikeChanged = payload }));
    }).ToList();
    await using var scope = provider.CreateAsyncScope();
    await scope.ServiceProvider.GetRequiredService<SpeakerDb>().Database.ExecuteSqlAsync(
        $"insert into outbox (key, payload) select * from unnest({said.Select(s => s.Key).ToArray()}, {said.Select(s => s.Payload).ToArray()})");
}

namespace Zoetrope.EventsBench
{
    internal sealed class SpeakerDb(DbContextOptions<SpeakerDb> options) : ServiceDatabase(options);

    internal sealed class ListenerDb(DbContextOptions<ListenerDb> options) : ServiceDatabase(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<Liked>().ToTable("liked").HasKey(l => l.Key);
        }
    }

    internal sealed class Liked
    {
        public required string Key { get; init; }
        public long Version { get; init; }
    }

    /// <summary>Counts what was heard, down to zero.</summary>
    internal sealed class Ear
    {
        private TaskCompletionSource _heard = new();
        private int _left;

        public Task Heard => _heard.Task;

        public void Await(int count) => (_heard, _left) = (new(TaskCreationOptions.RunContinuationsAsynchronously), count);

        public void Hear(int count)
        {
            if (Interlocked.Add(ref _left, -count) <= 0) _heard.TrySetResult();
        }
    }

    /// <summary>What a typical handler does: one set-based statement a batch.</summary>
    internal sealed class Hear(Ear ear) : IEventHandler<ListenerDb>
    {
        public static IReadOnlyCollection<Event.PayloadOneofCase> Handles { get; } = [Event.PayloadOneofCase.LikeChanged];

        public async Task HandleAsync(ListenerDb db, IReadOnlyList<Event> batch, CancellationToken cancel)
        {
            var newest = batch.GroupBy(e => e.Key).Select(g => (g.Key, Version: g.Max(e => e.LikeChanged.Version))).ToList();
            await db.Database.ExecuteSqlAsync($"""
                insert into liked as l (key, version) select * from unnest({newest.Select(n => n.Key).ToArray()}, {newest.Select(n => n.Version).ToArray()})
                on conflict (key) do update set version = greatest(l.version, excluded.version)
                """, cancel);
            ear.Hear(batch.Count);
        }
    }
}
