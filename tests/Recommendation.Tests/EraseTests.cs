using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Recommendation.Data;
using Zoetrope.Recommendation.Known;

namespace Zoetrope.Recommendation.Tests;

public sealed class EraseTests(PostgresFixture postgres)
{
    /// <summary>Everybody's events wait while one account is erased, so it must not read large tables through.</summary>
    [Fact]
    public async Task Erasing_finds_what_it_looks_for_by_index()
    {
        await using var feed = await Feed.StartAsync(postgres);
        await using var scope = feed.Open();
        var db = scope.ServiceProvider.GetRequiredService<RecommendationDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        // Where there is an index, it is then taken, however small the table.
        await db.Database.ExecuteSqlAsync($"set local enable_seqscan = off");
        var before = await ReadThroughAsync();
        var gone = new Event { AccountChanged = new() { Account = new() { UserId = $"{Guid.CreateVersion7()}", Deleted = true, Version = 1 } } };
        await new KnownPeople().HandleAsync(db, [gone], CancellationToken.None);
        (await ReadThroughAsync()).ShouldBe(before);

        async Task<List<string>> ReadThroughAsync() => await db.Database.SqlQuery<string>($"""
            select relname || ' ' || seq_scan as "Value" from pg_stat_xact_user_tables
            where relname in ('reactions', 'known_videos', 'preferences', 'not_interested', 'joined_devices', 'follows', 'distances') and seq_scan > 0 order by 1
            """).ToListAsync();
    }
}
