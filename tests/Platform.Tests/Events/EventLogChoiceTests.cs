using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Platform.Events;

namespace Zoetrope.Platform.Tests.Events;

public sealed class EventLogChoiceTests
{
    [Theory]
    [InlineData("Events:Log", "redis", "Unknown event log \"redis\" (Events:Log). Choose from: postgres, kafka.")]
    [InlineData("Events:Log", "kafka", "Kafka:Brokers")]
    [InlineData("Events:Partitions", "0", "Events:Partitions must be from 1 to 1024.")]
    public void A_setting_that_cannot_be_stops_the_start_with_words(string key, string value, string words)
        => Should.Throw<StartException>(() => new ServiceCollection().AddEventLog(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build()))
            .Message.ShouldContain(words);

    [Theory]
    [InlineData("", 9)]
    [InlineData("0190f8a0-0000-7000-8000-000000000001", 1)]
    [InlineData("ñandú", 0)]
    public void A_key_stays_in_its_partition_for_ever(string key, int partition) => EventPartitions.Of(key, 12).ShouldBe(partition);

    [Fact]
    public void Keys_spread_evenly()
    {
        var counts = Enumerable.Range(0, 12_000).GroupBy(n => EventPartitions.Of(new Guid(n, 1, 2, [1, 2, 3, 4, 5, 6, 7, 8]).ToString(), 12)).Select(g => g.Count()).ToList();
        counts.Count.ShouldBe(12);
        counts.ShouldAllBe(c => c > 800 && c < 1200);
    }
}
