using Zoetrope.Platform.Events.Kafka;

namespace Zoetrope.Platform.Tests.Events;

public sealed class KafkaEventLogTests(PostgresFixture postgres) : EventLogContract(postgres)
{
    private protected override Task<ILogHome> CreateHomeAsync() => Task.FromResult<ILogHome>(new KafkaHome());

    [Fact]
    public void The_bundled_library_is_the_one_that_is_loaded() => KafkaLibrary.Load().ShouldStartWith("2.16.");
}
