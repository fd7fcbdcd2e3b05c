using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Platform.Rpc;
using static Zoetrope.Notification.Tests.Happenings;

namespace Zoetrope.Notification.Tests.Presence;

public sealed class PresenceTests(PostgresFixture postgres, RedisFixture redis)
{
    private readonly Guid _ana = Guid.CreateVersion7(), _ben = Guid.CreateVersion7(), _cleo = Guid.CreateVersion7();
    private readonly string _gateway = Guid.CreateVersion7().ToString();

    [Fact]
    public async Task Only_people_who_follow_each_other_and_show_it_see_each_other()
    {
        await using var app = await NotificationApp.StartAsync(postgres, redis);
        await BefriendAsync(app, _ana, _ben);
        await app.HearAsync(Follow(_ana, _cleo, 1, FollowState.Following, FollowState.None));
        await app.PresenceAsSystem().ReportOnlineAsync(new ReportOnlineRequest { GatewayId = _gateway, Whole = true, UserIds = { _ben.ToString(), _cleo.ToString() } });

        (await SeenAsync(app, _ana)).Select(p => (p.UserId, p.Online)).ShouldBe([(_ben.ToString(), true)]);
        await app.HearAsync(Account(_ben, 2, showPresence: false));
        (await SeenAsync(app, _ana)).ShouldBeEmpty();
        await app.HearAsync(Account(_ben, 3), Account(_ana, 3, showPresence: false));
        (await SeenAsync(app, _ana)).ShouldBeEmpty();
        await app.HearAsync(Account(_ana, 4), Follow(_ben, _ana, 5, FollowState.None, FollowState.Following));
        (await SeenAsync(app, _ana)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Coming_going_and_a_second_gateway_are_one_persons_presence()
    {
        await using var app = await NotificationApp.StartAsync(postgres, redis);
        await BefriendAsync(app, _ana, _ben);
        var (phone, desk) = (_gateway, $"{_gateway}-2");
        await app.PresenceAsSystem().ReportOnlineAsync(new ReportOnlineRequest { GatewayId = phone, Whole = true });
        (await SeenAsync(app, _ana)).Single().Online.ShouldBeFalse();

        await app.PresenceAsSystem().ReportOnlineAsync(new ReportOnlineRequest { GatewayId = phone, Joined = { _ben.ToString() } });
        await app.PresenceAsSystem().ReportOnlineAsync(new ReportOnlineRequest { GatewayId = desk, Whole = true, UserIds = { _ben.ToString() } });
        await app.PresenceAsSystem().ReportOnlineAsync(new ReportOnlineRequest { GatewayId = phone, Left = { _ben.ToString() } });
        (await SeenAsync(app, _ana)).Single().Online.ShouldBeTrue();

        await app.PresenceAsSystem().ReportOnlineAsync(new ReportOnlineRequest { GatewayId = desk, Left = { _ben.ToString() } });
        var gone = (await SeenAsync(app, _ana)).Single();
        (gone.Online, gone.LastSeenAtMs).ShouldBe((false, app.Time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task A_gateway_that_falls_silent_takes_its_people_with_it()
    {
        await using var app = await NotificationApp.StartAsync(postgres, redis);
        await BefriendAsync(app, _ana, _ben);
        await app.PresenceAsSystem().ReportOnlineAsync(new ReportOnlineRequest { GatewayId = _gateway, Whole = true, UserIds = { _ben.ToString() } });
        app.Time.Advance(TimeSpan.FromMinutes(2));
        (await SeenAsync(app, _ana)).Single().Online.ShouldBeFalse();
    }

    [Fact]
    public async Task The_next_to_report_speaks_for_the_people_of_a_gateway_that_died()
    {
        await using var app = await NotificationApp.StartAsync(postgres, redis);
        await BefriendAsync(app, _ana, _ben);
        // Came a while ago, and was still there at the last beat.
        await app.PresenceAsSystem().ReportOnlineAsync(new ReportOnlineRequest { GatewayId = _gateway, Joined = { _ben.ToString() } });
        app.Time.Advance(TimeSpan.FromMinutes(5));
        await app.PresenceAsSystem().ReportOnlineAsync(new ReportOnlineRequest { GatewayId = _gateway, Whole = true, UserIds = { _ben.ToString() } });
        var died = app.Time.GetUtcNow().ToUnixTimeMilliseconds();
        app.Time.Advance(TimeSpan.FromSeconds(20));
        var next = new ReportOnlineRequest { GatewayId = $"{_gateway}-next", Whole = true };

        (await app.PresenceAsSystem().ReportOnlineAsync(next)).Lost.ShouldContain(_ben.ToString());
        (await app.PresenceAsSystem().ReportOnlineAsync(next)).Lost.ShouldBeEmpty();
        var gone = (await SeenAsync(app, _ana)).Single();
        (gone.Online, gone.LastSeenAtMs).ShouldBe((false, died));
    }

    [Fact]
    public async Task People_cannot_report_each_other()
    {
        await using var app = await NotificationApp.StartAsync(postgres, redis);
        var refused = await Should.ThrowAsync<Grpc.Core.RpcException>(async () =>
            await app.Presence(_ana).ReportOnlineAsync(new ReportOnlineRequest { GatewayId = _gateway, Joined = { _ben.ToString() } }));
        Fault.Of(refused).HttpStatus.ShouldBe(403);
    }

    private static Task BefriendAsync(NotificationApp app, Guid one, Guid other) => app.HearAsync(
        Follow(one, other, 1, FollowState.Following, FollowState.None), Follow(other, one, 1, FollowState.Following, FollowState.None));

    private async Task<IReadOnlyList<PresenceState>> SeenAsync(NotificationApp app, Guid viewer)
        => (await app.Presence(viewer).GetPresenceAsync(new GetPresenceRequest { UserIds = { _ben.ToString(), _cleo.ToString() } })).Items;
}
