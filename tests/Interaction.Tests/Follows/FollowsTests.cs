using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;

namespace Zoetrope.Interaction.Tests.Follows;

public sealed class FollowsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Following_counts_for_both_and_repeats_say_nothing()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));

        var first = await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });
        var again = await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });

        first.ShouldBe(new SetFollowResponse { Following = true, Followers = 1 });
        again.ShouldBe(first);
        var counts = await app.Counts(ana).GetUserCountsAsync(new GetUserCountsRequest { UserIds = { ana.ToString(), ben.ToString() } });
        counts.Items.Single(c => c.UserId == ana.ToString()).Followers.ShouldBe(1);
        counts.Items.Single(c => c.UserId == ben.ToString()).Following.ShouldBe(1);
        var said = (await app.SaidAsync(Event.PayloadOneofCase.FollowChanged)).Single().FollowChanged;
        (said.Previous, said.State).ShouldBe((FollowState.None, FollowState.Following));
        (await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ben.ToString(), Follow = true }).RefusedAsync()).ShouldBe((422, "own_account"));
    }

    [Fact]
    public async Task A_private_account_gets_a_request_that_it_accepts_or_declines()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo) = (app.World.Person("ana", isPrivate: true), app.World.Person("ben"), app.World.Person("cleo"));

        var asked = await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });
        await app.Follows(cleo).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });
        asked.ShouldBe(new SetFollowResponse { Requested = true });
        (await app.Follows(ben).ListFollowersAsync(new ListFollowersRequest { UserId = ana.ToString() }).RefusedAsync()).ShouldBe((403, "private_account"));
        (await app.Follows(ana).ListRequestsAsync(new ListRequestsRequest())).UserIds.Count.ShouldBe(2);

        await app.Follows(ana).AnswerRequestAsync(new AnswerRequestRequest { FollowerId = ben.ToString(), Accept = true });
        await app.Follows(ana).AnswerRequestAsync(new AnswerRequestRequest { FollowerId = ben.ToString(), Accept = true });
        await app.Follows(ana).AnswerRequestAsync(new AnswerRequestRequest { FollowerId = cleo.ToString(), Accept = false });

        (await app.Follows(ben).ListFollowersAsync(new ListFollowersRequest { UserId = ana.ToString() })).UserIds.ShouldBe([ben.ToString()]);
        (await app.Follows(ana).ListRequestsAsync(new ListRequestsRequest())).UserIds.ShouldBeEmpty();
        (await app.Follows(ana).AnswerRequestAsync(new AnswerRequestRequest { FollowerId = app.World.Person("dan").ToString(), Accept = true }).RefusedAsync())
            .ShouldBe((404, "not_found"));
        var accepted = (await app.SaidAsync(Event.PayloadOneofCase.FollowChanged))[2].FollowChanged;
        (accepted.Previous, accepted.State).ShouldBe((FollowState.Requested, FollowState.Following));
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Blocking_removes_both_follows_and_hides_both_ways()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });
        await app.Follows(ana).SetFollowAsync(new SetFollowRequest { UserId = ben.ToString(), Follow = true });

        var blocked = await app.Follows(ana).SetBlockAsync(new SetBlockRequest { UserId = ben.ToString(), Block = true });
        await app.Follows(ana).SetBlockAsync(new SetBlockRequest { UserId = ben.ToString(), Block = true });

        blocked.Relation.ShouldBe(new Relation { UserId = ben.ToString(), Blocked = true });
        (await app.Follows(ben).GetRelationsAsync(new GetRelationsRequest { UserIds = { ana.ToString() } })).Items.Single()
            .ShouldBe(new Relation { UserId = ana.ToString(), BlockedBy = true });
        (await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true }).RefusedAsync()).ShouldBe((404, "not_found"));
        (await app.Follows(ana).SetFollowAsync(new SetFollowRequest { UserId = ben.ToString(), Follow = true }).RefusedAsync()).ShouldBe((409, "blocked"));
        (await app.Follows(ben).ListFollowersAsync(new ListFollowersRequest { UserId = ana.ToString() }).RefusedAsync()).ShouldBe((404, "not_found"));
        (await app.Follows(ana).ListBlocksAsync(new ListBlocksRequest())).UserIds.ShouldBe([ben.ToString()]);
        (await app.SaidAsync(Event.PayloadOneofCase.BlockChanged)).Count.ShouldBe(1);
        (await app.SaidAsync(Event.PayloadOneofCase.FollowChanged)).Count(e => e.FollowChanged.State == FollowState.None).ShouldBe(2);
        await app.FoldAsync();
        (await app.AuditAsync()).ShouldBeEmpty();

        await app.Follows(ana).SetBlockAsync(new SetBlockRequest { UserId = ben.ToString(), Block = false });
        (await app.Follows(ana).GetRelationsAsync(new GetRelationsRequest { UserIds = { ben.ToString() } })).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_follow_that_races_with_a_block_never_survives_it()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        for (var round = 0; round < 10; round++)
        {
            var (ana, ben) = (app.World.Person($"ana{round}"), app.World.Person($"ben{round}"));
            var follows = Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
            {
                try { await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true }); }
                catch (Grpc.Core.RpcException) { /* blocked in time */ }
            }));
            await app.Follows(ana).SetBlockAsync(new SetBlockRequest { UserId = ben.ToString(), Block = true });
            await follows;

            (await app.Follows(ben).GetRelationsAsync(new GetRelationsRequest { UserIds = { ana.ToString() } })).Items.Single().Following.ShouldBeFalse();
        }
        (await app.AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_follow_that_was_taken_back_and_is_tapped_again_beside_a_block_never_survives_it()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        foreach (var follow in (bool[])[true, false]) await app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = follow });

        await using var db = app.Open();
        await using var slow = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await db.Database.ExecuteSqlRawAsync("select from follows for update", TestContext.Current.CancellationToken);
        var block = app.Follows(ana).SetBlockAsync(new SetBlockRequest { UserId = ben.ToString(), Block = true });
        await app.WaitForLocksAsync(1);
        // It saw the row and no block, which is not committed yet, and writes after it.
        var follows = app.Follows(ben).SetFollowAsync(new SetFollowRequest { UserId = ana.ToString(), Follow = true });
        await app.WaitForLocksAsync(2);
        await slow.CommitAsync(TestContext.Current.CancellationToken);

        await block;
        (await follows.RefusedAsync()).ShouldBe((404, "not_found"));
        (await app.Follows(ana).GetRelationsAsync(new GetRelationsRequest { UserIds = { ben.ToString() } })).Items.Single()
            .ShouldBe(new Relation { UserId = ben.ToString(), Blocked = true });
        (await app.SaidAsync(Event.PayloadOneofCase.FollowChanged)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Mutuals_are_those_who_follow_each_other()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben, cleo) = (app.World.Person("ana"), app.World.Person("ben"), app.World.Person("cleo"));
        foreach (var (who, whom) in new[] { (ana, ben), (ben, ana), (ana, cleo) })
            await app.Follows(who).SetFollowAsync(new SetFollowRequest { UserId = whom.ToString(), Follow = true });

        (await app.Follows(ana).ListMutualsAsync(new ListMutualsRequest())).UserIds.ShouldBe([ben.ToString()]);
        (await app.Follows(ana).ListMutualsAsync(new ListMutualsRequest { UserIds = { cleo.ToString() } })).UserIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task Muting_is_between_the_viewer_and_the_service()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));

        (await app.Follows(ana).SetMuteAsync(new SetMuteRequest { UserId = ben.ToString(), Mute = true })).Relation.Muted.ShouldBeTrue();
        await app.Follows(ana).SetMuteAsync(new SetMuteRequest { UserId = ben.ToString(), Mute = true });

        (await app.Follows(ana).ListMutesAsync(new ListMutesRequest())).UserIds.ShouldBe([ben.ToString()]);
        (await app.Follows(ben).GetRelationsAsync(new GetRelationsRequest { UserIds = { ana.ToString() } })).Items.ShouldBeEmpty();
        (await app.SaidAsync(Event.PayloadOneofCase.MuteChanged)).Count.ShouldBe(1);
        (await app.Follows(ana).SetMuteAsync(new SetMuteRequest { UserId = ben.ToString(), Mute = false })).Relation.Muted.ShouldBeFalse();
    }
}
