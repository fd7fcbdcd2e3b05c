using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Platform.Tests.Rpc;

/// <summary>One contract for calls within a process and between processes: whoever calls cannot tell which it is.</summary>
public abstract class RpcTests(bool remote)
{
    private static readonly SetLikeRequest Like = new() { VideoId = "v", Liked = true };

    [Fact]
    public async Task The_viewer_arrives_as_they_are()
    {
        await using var host = await RpcHost.StartAsync(remote);
        var account = Guid.CreateVersion7();
        await host.Likes(host.Tokens.SignIn(account, AccountRole.Moderator, deviceId: "dev", locale: "de")).SetLikeAsync(Like);
        await host.Likes(Viewer.Anonymous("phone")).SetLikeAsync(Like);
        await host.Likes(Viewer.System).SetLikeAsync(Like);

        var viewers = host.Behaviour.Calls.Select(c => c.Viewer).ToList();
        viewers[0].ShouldSatisfyAllConditions(v => v.AccountId.ShouldBe(account), v => v.Role.ShouldBe(AccountRole.Moderator), v => v.DeviceId.ShouldBe("dev"), v => v.Locale.ShouldBe("de"));
        viewers[1].ShouldSatisfyAllConditions(v => v.IsSignedIn.ShouldBeFalse(), v => v.Key.ShouldBe("d:phone"));
        viewers[2].IsSystem.ShouldBeTrue();
    }

    [Fact]
    public async Task A_token_that_is_no_longer_good_is_refused()
    {
        await using var host = await RpcHost.StartAsync(remote);
        var expired = DateTimeOffset.UtcNow.AddHours(-1);
        var (account, session) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var viewer = Viewer.SignedIn(host.Tokens.Issue(account, session, AccountRole.User, expired), new VerifiedToken(account, session, AccountRole.User, expired));
        (await Refused(host.Likes(viewer))).StatusCode.ShouldBe(StatusCode.Unauthenticated);
        host.Behaviour.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whom_a_gateway_vouches_for_reads_without_a_role_and_changes_nothing()
    {
        await using var host = await RpcHost.StartAsync(remote);
        var (account, session) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var live = host.Tokens.SignIn(account, AccountRole.Admin, session).OnBehalf();

        await host.Likes(live).ListLikedAsync(new ListLikedRequest());
        (await Refused(host.Likes(live))).StatusCode.ShouldBe(StatusCode.Unauthenticated);

        var seen = host.Behaviour.Calls.ShouldHaveSingleItem().Viewer;
        (seen.AccountId, seen.SessionId, seen.Role).ShouldBe((account, session, AccountRole.User));
    }

    [Fact]
    public async Task Whom_a_gateway_vouches_for_is_refused_once_their_session_has_ended()
    {
        await using var host = await RpcHost.StartAsync(remote);
        var session = Guid.CreateVersion7();
        host.Tokens.Revoke(session);
        var live = host.Tokens.SignIn(Guid.CreateVersion7(), session: session).OnBehalf();
        // By the next read of the list at the latest.
        await Waiting.Eventually(async () =>
        {
            var error = await Should.ThrowAsync<RpcException>(async () => await host.Likes(live).ListLikedAsync(new ListLikedRequest()));
            error.StatusCode.ShouldBe(StatusCode.Unauthenticated);
        });
    }

    [Fact]
    public async Task A_refusal_arrives_with_its_code_and_parameters()
    {
        await using var host = await RpcHost.StartAsync(remote);
        host.Behaviour.SetLike = (_, _) => throw Fault.Forbidden("followers_only", ("author", "ana"));
        var problem = Fault.Of(await Refused(host.Likes(Viewer.Anonymous())));
        problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("followers_only"), p => p.HttpStatus.ShouldBe(403), p => p.Params["author"].ShouldBe("ana"));
    }

    [Fact]
    public async Task A_bug_says_nothing_of_itself_outside()
    {
        await using var host = await RpcHost.StartAsync(remote);
        host.Behaviour.SetLike = (_, _) => throw new FormatException("secret detail");
        var error = await Refused(host.Likes(Viewer.Anonymous()));
        error.StatusCode.ShouldBe(StatusCode.Internal);
        error.ToString().ShouldNotContain("secret detail");
        Fault.Of(error).HttpStatus.ShouldBe(500);
    }

    [Fact]
    public async Task A_handler_is_cancelled_at_the_deadline()
    {
        await using var host = await RpcHost.StartAsync(remote);
        host.Behaviour.SetLike = async (_, context) =>
        {
            await using var stop = context.CancellationToken.Register(host.Behaviour.Cancelled.SetResult);
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new SetLikeResponse();
        };
        var error = await Should.ThrowAsync<RpcException>(async () => await host.Likes(Viewer.Anonymous()).SetLikeAsync(Like, deadline: DateTime.UtcNow.AddMilliseconds(300)));
        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        await host.Behaviour.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_call_without_a_deadline_is_given_one()
    {
        await using var host = await RpcHost.StartAsync(remote);
        var deadline = new TaskCompletionSource<DateTime>();
        host.Behaviour.SetLike = (_, context) => { deadline.SetResult(context.Deadline); return Task.FromResult(new SetLikeResponse()); };
        await host.Likes(Viewer.Anonymous()).SetLikeAsync(Like);
        (await deadline.Task).ShouldBeLessThan(DateTime.UtcNow.AddSeconds(10));
    }

    [Fact]
    public async Task The_trace_goes_on_in_the_handler()
    {
        await using var host = await RpcHost.StartAsync(remote);
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        using var tap = source.StartActivity("tap")!;
        await host.Likes(Viewer.Anonymous()).SetLikeAsync(Like);
        host.Behaviour.Calls.Single().Trace.ShouldBe(tap.TraceId);
    }

    [Fact]
    public async Task A_stream_arrives_whole()
    {
        await using var host = await RpcHost.StartAsync(remote);
        using var call = host.Uploads(Viewer.Anonymous()).Append();
        for (var i = 0; i < 50; i++) await call.RequestStream.WriteAsync(new AppendRequest { Chunk = ByteString.CopyFrom(new byte[1000]) }, TestContext.Current.CancellationToken);
        await call.RequestStream.CompleteAsync();
        (await call).Offset.ShouldBe(50_000);
    }

    [Fact]
    public async Task A_stream_that_is_refused_midway_says_why_and_never_hangs_its_writer()
    {
        await using var host = await RpcHost.StartAsync(remote);
        using var call = host.Uploads(Viewer.Anonymous()).Append();
        await call.RequestStream.WriteAsync(new AppendRequest { Chunk = ByteString.CopyFrom(255) });
        try
        {
            for (var i = 0; i < 500; i++) await call.RequestStream.WriteAsync(new AppendRequest { Chunk = ByteString.CopyFrom(new byte[64 * 1024]) });
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException or IOException)
        {
            // Where the transport notices first, writing fails; the reason is in the answer either way.
        }
        Fault.Of(await Should.ThrowAsync<RpcException>(async () => await call)).Code.ShouldBe("offset_conflict");
    }

    [Fact]
    public async Task A_method_nobody_wrote_is_unimplemented()
    {
        await using var host = await RpcHost.StartAsync(remote);
        var error = await Should.ThrowAsync<RpcException>(async () => await host.Likes(Viewer.Anonymous()).ListSavedAsync(new ListSavedRequest()));
        error.StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    private static Task<RpcException> Refused(Likes.LikesClient likes) => Should.ThrowAsync<RpcException>(async () => await likes.SetLikeAsync(Like));
}

public sealed class InProcessRpcTests() : RpcTests(remote: false)
{
    [Fact]
    public async Task A_message_changed_after_it_was_sent_is_found()
    {
        await using var host = await RpcHost.StartAsync(remote: false);
        var request = new SetLikeRequest { VideoId = "v" };
        await host.Likes(Viewer.Anonymous()).SetLikeAsync(request);
        request.VideoId = "other";
        var error = await Should.ThrowAsync<Exception>(async () => await host.Likes(Viewer.Anonymous()).SetLikeAsync(new SetLikeRequest()));
        error.Message.ShouldContain("changed after it had been sent");
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_as_over_the_network()
    {
        await using var host = await RpcHost.StartAsync(remote: false);
        var error = await Should.ThrowAsync<RpcException>(async () => await host.Likes(Viewer.Anonymous()).SetLikeAsync(new SetLikeRequest { VideoId = new string('x', RpcServices.MaxMessageBytes + 1) }));
        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }
}

public sealed class RemoteRpcTests() : RpcTests(remote: true);
