using System.Collections.Frozen;
using Grpc.Core;
using Polly.CircuitBreaker;

namespace Zoetrope.Platform.Rpc;

/// <summary>
/// Sends the calls of one viewer to one target: sets deadline and metadata, repeats unary calls that were never sent, and idempotent
/// ones that found nobody, and turns an open circuit into 503.
/// </summary>
internal sealed class RpcInvoker(RpcTarget target, Viewer viewer, FrozenSet<string> idempotent, TimeProvider time) : CallInvoker
{
    private const int Attempts = 3;
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(5), StreamDeadline = TimeSpan.FromHours(1), Pause = TimeSpan.FromMilliseconds(40);

    public override AsyncUnaryCall<TRes> AsyncUnaryCall<TReq, TRes>(Method<TReq, TRes> method, string? host, CallOptions options, TReq request)
    {
        options = Complete(method, options, DefaultDeadline);
        if (target.Breaker is null) return target.Transport.AsyncUnaryCall(method, host, options, request);
        AsyncUnaryCall<TRes>? last = null;
        return new(SendAsync(), Task.FromResult(Metadata.Empty), () => last?.GetStatus() ?? Status.DefaultCancelled,
            () => last?.GetTrailers() ?? Metadata.Empty, () => last?.Dispose());

        async Task<TRes> SendAsync()
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await target.Breaker.ExecuteAsync(async _ => await (last = target.Transport.AsyncUnaryCall(method, host, options, request)), options.CancellationToken);
                }
                catch (BrokenCircuitException)
                {
                    throw Fault.Unavailable();
                }
                catch (RpcException error) when (attempt < Attempts && (RpcTarget.WasNeverSent(error) || (RpcTarget.IsAway(error) && idempotent.Contains(method.FullName))))
                {
                    // Full jitter: callers of a service that comes back must not come in step.
                    await Task.Delay(Pause * (attempt * Random.Shared.NextDouble()), time, options.CancellationToken);
                }
            }
        }
    }

    public override AsyncServerStreamingCall<TRes> AsyncServerStreamingCall<TReq, TRes>(Method<TReq, TRes> method, string? host, CallOptions options, TReq request)
        => target.Transport.AsyncServerStreamingCall(method, host, Complete(method, options, StreamDeadline), request);

    public override AsyncClientStreamingCall<TReq, TRes> AsyncClientStreamingCall<TReq, TRes>(Method<TReq, TRes> method, string? host, CallOptions options)
        => target.Transport.AsyncClientStreamingCall(method, host, Complete(method, options, StreamDeadline));

    public override TRes BlockingUnaryCall<TReq, TRes>(Method<TReq, TRes> method, string? host, CallOptions options, TReq request)
        => throw new NotSupportedException("Call the async method.");

    public override AsyncDuplexStreamingCall<TReq, TRes> AsyncDuplexStreamingCall<TReq, TRes>(Method<TReq, TRes> method, string? host, CallOptions options)
        => throw new NotSupportedException("Duplex streams are not part of the design.");

    private CallOptions Complete(IMethod method, CallOptions options, TimeSpan patience)
    {
        var deadline = options.Deadline ?? time.GetUtcNow().UtcDateTime + patience;
        if (RpcContext.Inherited is { } inherited && inherited < deadline) deadline = inherited;
        return options.WithDeadline(deadline).WithHeaders(target.Headers(viewer, method.FullName));
    }
}
