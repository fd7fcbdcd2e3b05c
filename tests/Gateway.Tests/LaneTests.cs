using Zoetrope.Contracts.Events.V1;
using Zoetrope.Gateway.Live;

namespace Zoetrope.Gateway.Tests;

public sealed class LaneTests
{
    [Fact]
    public async Task A_full_lane_drops_the_oldest_of_what_passes_and_nothing_that_hides_somebody()
    {
        using var lane = new Lane(most: 10);
        Event[] lasting =
        [
            new() { SessionRevoked = new() }, new() { AccountChanged = new() }, new() { BlockChanged = new() }, new() { MuteChanged = new() },
            new() { FollowChanged = new() }, new() { VideoChanged = new() }, new() { VideoRemoved = new() },
        ];
        foreach (var e in lasting)
        {
            lane.Add(e);
            for (var likes = 0; likes < 50; likes++) lane.Add(new Event { LikeChanged = new() { Version = likes } });
        }

        var heard = new List<Event>();
        while (heard.Count < lasting.Length + 10) heard.Add(await lane.NextAsync(TestContext.Current.CancellationToken));
        heard.Where(e => e.LikeChanged is null).ShouldBe(lasting);
        heard.Where(e => e.LikeChanged is not null).Select(e => e.LikeChanged.Version).ShouldBe(Enumerable.Range(40, 10).Select(version => (long)version));

        // Empty, and in the order they came.
        var next = lane.NextAsync(TestContext.Current.CancellationToken).AsTask();
        next.IsCompleted.ShouldBeFalse();
        Event[] mixed = [new() { LikeChanged = new() }, new() { BlockChanged = new() }, new() { LikeChanged = new() }];
        foreach (var e in mixed) lane.Add(e);
        (await next).ShouldBeSameAs(mixed[0]);
        (await lane.NextAsync(TestContext.Current.CancellationToken)).ShouldBeSameAs(mixed[1]);
        (await lane.NextAsync(TestContext.Current.CancellationToken)).ShouldBeSameAs(mixed[2]);
    }
}
