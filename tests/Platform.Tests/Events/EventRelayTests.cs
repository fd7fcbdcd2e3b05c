using Microsoft.EntityFrameworkCore;
using Npgsql;
using Zoetrope.Platform.Events;

namespace Zoetrope.Platform.Tests.Events;

public sealed class EventRelayTests(PostgresFixture postgres) : IAsyncLifetime
{
    private EventWorld? _world;
    private EventWorld World => _world!;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await EventWorld.CreateAsync(postgres, (await PostgresHome.CreateAsync(postgres)).Settings);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    [Fact]
    public async Task A_change_that_is_rolled_back_is_never_told()
    {
        var process = await World.StartAsync();
        await using (var db = World.Speaker.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            db.Publish(TimeProvider.System, "never", Speech.Of("never", 1));
            await db.SaveChangesAsync(Cancel);
            await transaction.RollbackAsync(Cancel);
        }
        await process.ChangeAsync("after");
        (await Eventually(World.HeardAsync, until: h => h.Count > 0)).ShouldHaveSingleItem().Key.ShouldBe("after");
    }

    [Fact]
    public async Task One_statement_may_write_the_row_and_its_event()
    {
        await using (var db = World.Speaker.Open())
        {
            var payload = Outbox.Stamp(TimeProvider.System, "k", Speech.Of("k", 1));
            await db.Database.ExecuteSqlAsync($"""
                with changed as (insert into changes (key, version) values ('k', 1) on conflict do nothing returning key)
                insert into outbox (key, payload) select key, {payload} from changed
                """, Cancel);
        }
        await World.StartAsync();
        await Eventually(World.ShouldHaveHeardEverythingOnceAsync);
    }

    [Fact]
    public async Task A_database_restored_from_a_backup_goes_on_with_the_numbers_of_the_log()
    {
        var before = await World.StartAsync();
        for (var n = 0; n < 10; n++) await before.ChangeAsync("k");
        await Eventually(World.ShouldHaveHeardEverythingOnceAsync);
        await before.StopAsync();
        // The backup was made after six changes, of which the sixth was numbered and not told.
        await using (var db = World.Speaker.Open())
        {
            await db.Database.ExecuteSqlAsync($"update outbox_numbers set seq = 6", Cancel);
            await db.Database.ExecuteSqlAsync($"insert into outbox (key, payload, seq) values ('other', {Outbox.Stamp(TimeProvider.System, "other", Speech.Of("other", 1))}, 6)", Cancel);
        }
        var after = await World.StartAsync();
        await after.ChangeAsync("new");
        (await Eventually(World.HeardAsync, until: h => h.Count == 12)).TakeLast(2).Select(h => h.Key).Order().ShouldBe(["new", "other"]);
    }

    [Fact]
    public async Task The_relay_comes_back_after_its_connection_was_cut()
    {
        var process = await World.StartAsync();
        await process.ChangeAsync("k");
        await Eventually(World.ShouldHaveHeardEverythingOnceAsync);
        await using (var db = World.Speaker.Open())
        {
            await db.Database.ExecuteSqlAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()", Cancel);
        }
        await Eventually(() => process.ChangeAsync("k"));
        await Eventually(World.ShouldHaveHeardEverythingOnceAsync);
    }

    [Fact]
    public async Task A_backlog_is_told_in_order_and_in_batches()
    {
        await using (var db = World.Speaker.Open())
        {
            await db.Database.ExecuteSqlAsync($"insert into changes (key, version) values ('k', 2500)", Cancel);
            foreach (var chunk in Enumerable.Range(1, 2500).Chunk(500))
            {
                foreach (var version in chunk) db.Publish(TimeProvider.System, "k", Speech.Of("k", version));
                await db.SaveChangesAsync(Cancel);
            }
        }
        await World.StartAsync();
        await Eventually(World.ShouldHaveHeardEverythingOnceAsync);
    }
}
