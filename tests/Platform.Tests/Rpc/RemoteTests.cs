using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Platform.Tests.Rpc;

/// <summary>What only matters between processes: who may call at all, and what happens when the other side is away.</summary>
public sealed class RemoteTests
{
    private const string Method = "/zoetrope.interaction.v1.Likes/SetLike";

    [Fact]
    public async Task A_process_without_the_clusters_credential_gets_nothing()
    {
        await using var host = await RpcHost.StartAsync(remote: true);
        (await CallRaw(host, new Metadata { { "zt-system", "1" } })).ShouldBe(StatusCode.Unauthenticated);
        (await CallRaw(host, new Metadata { { InternalCredentials.Header, "gateway.interaction.1.AAAA" } })).ShouldBe(StatusCode.Unauthenticated);
        host.Behaviour.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_captured_call_is_worth_nothing_a_minute_later()
    {
        var time = new FakeTime(DateTimeOffset.UtcNow);
        await using var host = await RpcHost.StartAsync(remote: true, time: time);
        var captured = new Metadata { { InternalCredentials.Header, Credentials(Role.Gateway, time).For(Role.Interaction, Method) } };

        time.Advance(TimeSpan.FromSeconds(59));
        (await CallRaw(host, captured)).ShouldBe(StatusCode.OK);
        time.Advance(TimeSpan.FromSeconds(2));
        (await CallRaw(host, captured)).ShouldBe(StatusCode.Unauthenticated);
    }

    [Fact]
    public void A_credential_holds_for_one_method_of_one_role_of_one_cluster()
    {
        var time = new FakeTime();
        var issued = Credentials(Role.Gateway, time).For(Role.Interaction, Method);

        Accepts(Credentials(Role.Interaction, time), issued, Method).ShouldBeTrue();
        Accepts(Credentials(Role.Interaction, time), issued, "/zoetrope.interaction.v1.Likes/SetSave").ShouldBeFalse();
        Accepts(Credentials(Role.Auth, time), issued, Method).ShouldBeFalse();
        Accepts(Credentials(Role.Interaction, time, root: 7), issued, Method).ShouldBeFalse();
        Accepts(Credentials(Role.Interaction, time), issued.Replace("gateway", "auth", StringComparison.Ordinal), Method).ShouldBeFalse();
    }

    [Fact]
    public void A_credential_under_the_previous_root_still_holds_while_it_is_replaced()
    {
        var time = new FakeTime();
        var old = Credentials(Role.Gateway, time, root: 1).For(Role.Interaction, Method);
        Accepts(Credentials(Role.Interaction, time, root: 2, previous: 1), old, Method).ShouldBeTrue();
    }

    [Fact]
    public async Task A_dead_service_is_unavailable_and_soon_not_even_asked()
    {
        await using var host = await RpcHost.StartAsync(remote: true);
        await host.Likes(Viewer.Anonymous()).SetLikeAsync(new SetLikeRequest());
        await host.Server!.StopAsync();

        for (var i = 0; i < 12; i++) Fault.Of(await Refusal(host)).ShouldSatisfyAllConditions(p => p.HttpStatus.ShouldBe(503), p => p.RetryAfterS.ShouldBeGreaterThan(0));
        // An open circuit refuses with words of our own, without a connection attempt.
        (await Refusal(host)).Trailers.Get(Fault.Trailer).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_service_that_comes_back_is_called_again()
    {
        await using var host = await RpcHost.StartAsync(remote: true);
        await host.Server!.StopAsync();
        for (var i = 0; i < 12; i++) await Refusal(host);
        await using var again = await host.ServeAgainAsync();
        await Eventually(async () => await host.Likes(Viewer.Anonymous()).SetLikeAsync(new SetLikeRequest()));
    }

    [Fact]
    public async Task A_call_that_found_no_connection_was_never_sent_and_one_that_broke_may_have_been()
    {
        await using var host = await RpcHost.StartAsync(remote: true);
        await host.Server!.StopAsync();
        RpcTarget.WasNeverSent(await Refusal(host)).ShouldBeTrue();
        RpcTarget.WasNeverSent(new RpcException(new Status(StatusCode.Unavailable, "", new HttpRequestException(HttpRequestError.ResponseEnded)))).ShouldBeFalse();
        RpcTarget.WasNeverSent(Fault.Unavailable()).ShouldBeFalse();
    }

    [Fact]
    public void A_stream_that_broke_is_a_service_away_and_a_handler_that_failed_is_not()
    {
        var broke = new RpcException(new Status(StatusCode.Internal, "", new HttpRequestException("", new HttpProtocolException(2, "reset", null))));
        (RpcTarget.IsAway(broke), RpcTarget.WasNeverSent(broke), Fault.Of(broke).HttpStatus).ShouldBe((true, false, 503));
        var failed = new RpcException(new Status(StatusCode.Internal, ""));
        (RpcTarget.IsAway(failed), Fault.Of(failed).HttpStatus).ShouldBe((false, 500));
    }

    private static async Task<RpcException> Refusal(RpcHost host)
        => await Should.ThrowAsync<RpcException>(async () => await host.Likes(Viewer.Anonymous()).SetLikeAsync(new SetLikeRequest()));

    private static async Task<StatusCode> CallRaw(RpcHost host, Metadata headers)
    {
        using var channel = GrpcChannel.ForAddress(host.Url!);
        try
        {
            await new Likes.LikesClient(channel).SetLikeAsync(new SetLikeRequest(), headers);
            return StatusCode.OK;
        }
        catch (RpcException error)
        {
            return error.StatusCode;
        }
    }

    private static bool Accepts(InternalCredentials credentials, string credential, string method)
    {
        try
        {
            credentials.Check(new Metadata { { InternalCredentials.Header, credential } }, method);
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    private static InternalCredentials Credentials(Role role, TimeProvider time, byte root = 0, byte? previous = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Secrets:Root", Convert.ToBase64String([.. Enumerable.Repeat(root, 32)])),
            new("Secrets:Previous", previous is { } p ? Convert.ToBase64String([.. Enumerable.Repeat(p, 32)]) : null),
        ]).Build();
        return new InternalCredentials(new Secrets(configuration), new LocalRoles(role), time, NullLogger<InternalCredentials>.Instance);
    }
}
