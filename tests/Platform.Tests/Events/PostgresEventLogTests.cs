using Npgsql;
using Zoetrope.Platform.Events;

namespace Zoetrope.Platform.Tests.Events;

public sealed class PostgresEventLogTests(PostgresFixture postgres) : EventLogContract(postgres)
{
    private PostgresHome Log => (PostgresHome)Home;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected override async Task<ILogHome> CreateHomeAsync() => await PostgresHome.CreateAsync(Postgres);

    [Fact]
    public async Task A_slow_append_is_not_overtaken_in_its_partition()
    {
        var process = await World.StartAsync(speaks: false, hears: false);
        var partition = EventPartitions.Of("k", await process.Log.CountPartitionsAsync(Cancel));
        await using var connection = new NpgsqlConnection(World.Settings["Database:Urls:events"]);
        await connection.OpenAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using (var slow = new NpgsqlCommand("select append_events('slow', array[1::bigint], array[$1], array[$2])", connection, transaction))
        {
            slow.Parameters.AddWithValue(partition);
            slow.Parameters.AddWithValue(Speech.Numbered(1, "k").Payload);
            await slow.ExecuteNonQueryAsync(Cancel);
        }
        var quick = process.Log.AppendAsync("quick", [Speech.Numbered(1, "k")], Cancel);
        await Eventually(async () => (await Log.ReadAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).ShouldBeGreaterThan(0));
        quick.IsCompleted.ShouldBeFalse();

        await transaction.CommitAsync(Cancel);
        await quick;
        await using var reader = process.Log.OpenReader(null);
        await reader.SeekAsync(partition, 0, Cancel);
        (await reader.ReadAsync(10, TimeSpan.FromSeconds(10), Cancel)).ShouldHaveSingleItem().Events.Select(e => (e.Position, e.Source)).ShouldBe([(0, "slow"), (1, "quick")]);
    }

    [Fact]
    public async Task The_number_of_partitions_stays_what_it_was()
    {
        var first = await World.StartAsync(speaks: false, hears: false);
        (await first.Log.CountPartitionsAsync(Cancel)).ShouldBe(PostgresHome.Partitions);
        var later = EventProcess.Build(World.Settings, "later", null, null, ("Events:Partitions", "7"));
        (await later.Log.CountPartitionsAsync(Cancel)).ShouldBe(PostgresHome.Partitions);
        await later.DisposeAsync();
    }

    [Fact]
    public async Task A_log_that_nobody_prepared_for_today_prepares_itself()
    {
        var process = await World.StartAsync(speaks: false, hears: false);
        await process.Log.CountPartitionsAsync(Cancel);
        await Log.ExecuteAsync("do $$ declare t text; begin for t in select inhrelid::regclass from pg_inherits where inhparent = 'log'::regclass loop execute 'drop table ' || t; end loop; end $$");
        await process.Log.AppendAsync("speaker", [Speech.Numbered(1, "k")], Cancel);
        (await Log.ReadAsync<long>("select count(*) from log")).ShouldBe(1);
    }

    [Fact]
    public async Task Old_days_go_and_young_ones_stay()
    {
        var process = await World.StartAsync(speaks: false, hears: false);
        await process.Log.AppendAsync("speaker", [Speech.Numbered(1, "k")], Cancel);
        // As if the first event had been said ten days ago.
        await Log.ExecuteAsync("""
            do $$ declare d date := (now() at time zone 'utc')::date - 10; begin
              execute format('create table %I partition of log for values from (%L) to (%L)', 'log_' || to_char(d, 'YYYYMMDD'), d, d + 1);
              update log set day = d;
            end $$
            """);
        await process.Log.AppendAsync("speaker", [Speech.Numbered(2, "k")], Cancel);
        await process.Log.TrimAsync(TimeProvider.System.GetUtcNow().AddDays(-7), Cancel);

        (await Log.ReadAsync<long>("select min(position) from log")).ShouldBe(1);
        (await Log.ReadAsync<long>("select max(first) from partitions")).ShouldBe(1);
    }
}
