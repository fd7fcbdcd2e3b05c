namespace Zoetrope.Platform.Tests.Events;

public sealed class PostgresEventLogTests(PostgresFixture postgres) : EventLogContract(postgres)
{
    private protected override async Task<ILogHome> CreateHomeAsync() => await PostgresHome.CreateAsync(Postgres);
}
