using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Interaction.Counts;
using Zoetrope.Interaction.Data;
using Zoetrope.Interaction.Likes;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Embedded;
using Zoetrope.Platform.Events;

namespace Zoetrope.SocialBench;

/// <summary>The one statement of a like against one bare insert, on a durable database of its own, with the folder of counts running as it always does.</summary>
internal static class LikeStatement
{
    private const int Workers = 16, Videos = 200;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(1), Measured = TimeSpan.FromSeconds(4);

    public static async Task<string> MeasureAsync()
    {
        var path = Directory.CreateTempSubdirectory("zoetrope-bench-").FullName;
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        using var folder = DataFolder.Lock(path);
        await using var postgres = await EmbeddedPostgres.StartAsync(folder, PostgresBinaries.Find(new ConfigurationBuilder().AddEnvironmentVariables().Build()), NullLogger.Instance);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Database:Url", postgres.ConnectionString)]).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddServiceDatabase<InteractionDb>(configuration, "interaction").AddScoped<Fold>().AddSingleton<Changes>().AddSingleton<CountFolder>().AddSingleton<TapWriter>();
        await using var provider = services.BuildServiceProvider();
        await using (var scope = provider.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<InteractionDb>().Database.MigrateAsync();
        var source = provider.GetRequiredKeyedService<NpgsqlDataSource>(typeof(InteractionDb));
        await source.RunAsync("create table bare_likes (like likes including all)", CancellationToken.None);

        using var folding = provider.GetRequiredService<CountFolder>();
        await folding.StartAsync(CancellationToken.None);
        var videos = Enumerable.Range(0, Videos).Select(_ => Guid.CreateVersion7()).ToArray();
        var author = Guid.CreateVersion7();
        var taps = provider.GetRequiredService<TapWriter>();
        var changes = provider.GetRequiredService<Changes>();
        var (ratio, ours, bare) = await Load.RatioAsync(5,
            () => Load.RateAsync(Workers, Warm, Measured, (_, n) => LikeAsync(taps, changes, videos[n % Videos], author)),
            () => Load.RateAsync(Workers, Warm, Measured, (_, n) => BareAsync(source, videos[n % Videos], author)));
        await folding.StopAsync(CancellationToken.None);
        return $"| the like's statement ÷ one bare insert … on conflict do nothing | {ratio:0.00} | ≥ 0.6 | {ours:0}/s ÷ {bare:0}/s, {Workers} connections, the same columns and indexes, counts folded meanwhile |";
    }

    private static async Task LikeAsync(TapWriter taps, Changes changes, Guid video, Guid author)
    {
        var tap = new Tap(Guid.CreateVersion7(), video, author, Active: true, Seq: 0, video.ToString());
        await taps.LikeAsync(tap, version => Outbox.Stamp(TimeProvider.System, tap.EventKey, new Event
        {
            LikeChanged = new LikeChanged { UserId = tap.UserId.ToString(), VideoId = tap.EventKey, AuthorId = author.ToString(), Liked = true, Version = version },
        }), CancellationToken.None);
        changes.Wake();
    }

    private static async Task BareAsync(NpgsqlDataSource source, Guid video, Guid author)
    {
        await using var command = source.CreateCommand("insert into bare_likes (user_id, video_id, author_id, active, seq, version, at) values ($1, $2, $3, true, 0, $4, $5) on conflict do nothing");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = video });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = author });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 1 });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = TimeProvider.System.GetUtcNow().UtcDateTime });
        await command.ExecuteNonQueryAsync();
    }
}
