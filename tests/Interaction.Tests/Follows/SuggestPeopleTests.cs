using Zoetrope.Contracts.Interaction.V1;

namespace Zoetrope.Interaction.Tests.Follows;

public sealed class SuggestPeopleTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Friends_of_friends_shared_tastes_and_candidates_each_with_a_reason_and_nobody_who_is_out_of_sight()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var me = app.World.Person("me");
        Guid[] friends = [app.World.Person("friend1"), app.World.Person("friend2")];
        var (mutual, blocked, muted, liked, popular) = (app.World.Person("mutual"), app.World.Person("blocked"), app.World.Person("muted"), app.World.Person("liked"), app.World.Person("popular"));
        var alike = app.World.Person("alike", showLikes: true);
        foreach (var friend in friends)
        {
            await FollowAsync(app, me, friend);
            foreach (var theirs in (Guid[])[mutual, blocked, muted, me]) await FollowAsync(app, friend, theirs);
        }
        foreach (var video in Enumerable.Range(0, 3).Select(_ => app.World.Video(liked)).ToArray())
            foreach (var who in (Guid[])[me, alike]) await app.Likes(who).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true });
        await app.Follows(blocked).SetBlockAsync(new SetBlockRequest { UserId = me.ToString(), Block = true });
        await app.Follows(me).SetMuteAsync(new SetMuteRequest { UserId = muted.ToString(), Mute = true });

        var request = new SuggestPeopleRequest { Candidates = { popular.ToString(), alike.ToString(), friends[0].ToString(), me.ToString() } };
        var told = (await app.Follows(me).SuggestPeopleAsync(request)).Items;

        told.Select(p => (p.UserId, p.Reason, p.Count)).ShouldBe(
            new[] { (alike.ToString(), "taste", 3L), (liked.ToString(), "liked", 3L), (mutual.ToString(), "mutual", 2L), (popular.ToString(), "candidate", 0L) }, ignoreOrder: true);
        told[^1].UserId.ShouldBe(popular.ToString());
        friends.Select(f => f.ToString()).ShouldContain(told.Single(p => p.Reason == "mutual").ViaId);
        (await app.Follows(null).SuggestPeopleAsync(request)).Items.Select(p => p.Reason).Distinct().ShouldBe(["candidate"]);
    }

    [Fact]
    public async Task Only_the_system_asks_who_of_many_follows_somebody()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        await FollowAsync(app, ben, ana);
        var request = new FilterFollowersRequest { UserId = ana.ToString(), FollowerIds = { ben.ToString(), cleo.ToString() } };
        (await app.As<Contracts.Interaction.V1.Follows.FollowsClient>(Platform.Rpc.Viewer.System).FilterFollowersAsync(request)).FollowerIds.ShouldBe([ben.ToString()]);
        (await app.Follows(ana).FilterFollowersAsync(request).RefusedAsync()).ShouldBe((403, "forbidden"));
    }

    [Fact]
    public async Task From_whom_of_many_somebody_is_hidden_is_one_question()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var (blocker, blocked, muter, muted, once) = (app.World.Person("p1"), app.World.Person("p2"), app.World.Person("p3"), app.World.Person("p4"), app.World.Person("p5"));
        await app.Follows(blocker).SetBlockAsync(new SetBlockRequest { UserId = $"{ana}", Block = true });
        await app.Follows(ana).SetBlockAsync(new SetBlockRequest { UserId = $"{blocked}", Block = true });
        await app.Follows(muter).SetMuteAsync(new SetMuteRequest { UserId = $"{ana}", Mute = true });
        await app.Follows(ana).SetMuteAsync(new SetMuteRequest { UserId = $"{muted}", Mute = true });
        foreach (var mute in (bool[])[true, false]) await app.Follows(once).SetMuteAsync(new SetMuteRequest { UserId = $"{ana}", Mute = mute });

        var request = new FilterHidingRequest { UserId = $"{ana}", ViewerIds = { new[] { blocker, blocked, muter, muted, once }.Select(id => $"{id}") } };
        (await app.As<Contracts.Interaction.V1.Follows.FollowsClient>(Platform.Rpc.Viewer.System).FilterHidingAsync(request)).ViewerIds
            .ShouldBe([$"{blocker}", $"{blocked}", $"{muter}"], ignoreOrder: true);
        (await app.Follows(ana).FilterHidingAsync(request).RefusedAsync()).ShouldBe((403, "forbidden"));
    }

    private static async Task FollowAsync(InteractionApp app, Guid who, Guid whom)
        => await app.Follows(who).SetFollowAsync(new SetFollowRequest { UserId = whom.ToString(), Follow = true });
}
