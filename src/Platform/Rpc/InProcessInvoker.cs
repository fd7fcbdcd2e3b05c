using System.Collections.Frozen;
using System.Threading.Channels;
using Grpc.Core;

namespace Zoetrope.Platform.Rpc;

/// <summary>
/// Calls handlers of this process straight from generated clients: no socket, no HTTP/2, no serialisation. Messages are passed by
/// reference, so neither side may change one after sending it; <see cref="MessageGuard"/> proves that in tests.
/// </summary>
internal sealed class InProcessInvoker(IEnumerable<RpcMethod> methods, Lazy<RpcPipeline> pipeline, MessageGuard? guard, TimeProvider time) : CallInvoker
{
    // A client or server that is slower than the other holds at most so many messages.
    private const int StreamBuffer = 4;

    private readonly FrozenDictionary<string, RpcMethod> _methods = methods.ToFrozenDictionary(m => m.Method.FullName);

    public override AsyncUnaryCall<TRes> AsyncUnaryCall<TReq, TRes>(Method<TReq, TRes> method, string? host, CallOptions options, TReq request)
    {
        var context = RpcContext.InProcess(method.FullName, options, time);
        return new(RunAsync(), Task.FromResult(Metadata.Empty), () => context.Status, () => context.ResponseTrailers, static () => { });

        async Task<TRes> RunAsync()
        {
            using (context)
            {
                var rpc = Find<UnaryRpc<TReq, TRes>>(method);
                var sent = guard is null ? request : guard.Send(method.RequestMarshaller, request, method.FullName);
                var response = await rpc.InvokeAsync(pipeline.Value, sent, context);
                return guard is null ? response : guard.Send(method.ResponseMarshaller, response, method.FullName);
            }
        }
    }

    public override AsyncServerStreamingCall<TRes> AsyncServerStreamingCall<TReq, TRes>(Method<TReq, TRes> method, string? host, CallOptions options, TReq request)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
        var context = RpcContext.InProcess(method.FullName, options.WithCancellationToken(stop.Token), time);
        var responses = Channel.CreateBounded<TRes>(StreamBuffer);
        _ = RunAsync();
        return new(new Reader<TRes>(responses.Reader), Task.FromResult(Metadata.Empty), () => context.Status, () => context.ResponseTrailers, Stop);

        void Stop()
        {
            try { stop.Cancel(); }
            catch (ObjectDisposedException) { } // It ended by itself.
        }

        async Task RunAsync()
        {
            using var owned = stop;
            using (context)
            {
                try
                {
                    await Find<ServerStreamingRpc<TReq, TRes>>(method).InvokeAsync(pipeline.Value, request, new Writer<TRes>(responses.Writer, context.CancellationToken), context);
                    responses.Writer.Complete();
                }
                catch (Exception error)
                {
                    responses.Writer.Complete(error);
                }
            }
        }
    }

    public override AsyncClientStreamingCall<TReq, TRes> AsyncClientStreamingCall<TReq, TRes>(Method<TReq, TRes> method, string? host, CallOptions options)
    {
        var context = RpcContext.InProcess(method.FullName, options, time);
        var requests = Channel.CreateBounded<TReq>(StreamBuffer);
        return new(new ClientWriter<TReq>(requests.Writer), RunAsync(), Task.FromResult(Metadata.Empty), () => context.Status, () => context.ResponseTrailers,
            () => requests.Writer.TryComplete(new OperationCanceledException()));

        async Task<TRes> RunAsync()
        {
            using (context)
            {
                try
                {
                    return await Find<ClientStreamingRpc<TReq, TRes>>(method).InvokeAsync(pipeline.Value, new Reader<TReq>(requests.Reader), context);
                }
                finally
                {
                    // The client must not wait to write to a handler that has ended.
                    requests.Writer.TryComplete();
                    while (requests.Reader.TryRead(out _)) { }
                }
            }
        }
    }

    public override TRes BlockingUnaryCall<TReq, TRes>(Method<TReq, TRes> method, string? host, CallOptions options, TReq request)
        => throw new NotSupportedException("Call the async method.");

    public override AsyncDuplexStreamingCall<TReq, TRes> AsyncDuplexStreamingCall<TReq, TRes>(Method<TReq, TRes> method, string? host, CallOptions options)
        => throw new NotSupportedException("Duplex streams are not part of the design.");

    private TRpc Find<TRpc>(IMethod method) where TRpc : RpcMethod
        => _methods.GetValueOrDefault(method.FullName) as TRpc ?? throw new RpcException(new Status(StatusCode.Unimplemented, method.FullName));

    private sealed class Writer<T>(ChannelWriter<T> messages, CancellationToken cancel) : IServerStreamWriter<T>
    {
        public WriteOptions? WriteOptions { get; set; }
        public Task WriteAsync(T message) => messages.WriteAsync(message, cancel).AsTask();
        public Task WriteAsync(T message, CancellationToken cancellationToken) => messages.WriteAsync(message, cancellationToken).AsTask();
    }

    private sealed class ClientWriter<T>(ChannelWriter<T> messages) : IClientStreamWriter<T>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

        public async Task WriteAsync(T message, CancellationToken cancellationToken)
        {
            // As over HTTP/2: a handler that has ended is seen in its response, not in the write.
            try { await messages.WriteAsync(message, cancellationToken); }
            catch (ChannelClosedException) { throw new RpcException(new Status(StatusCode.Cancelled, "The handler has ended.")); }
        }

        public Task CompleteAsync()
        {
            messages.TryComplete();
            return Task.CompletedTask;
        }
    }

    private sealed class Reader<T>(ChannelReader<T> messages) : IAsyncStreamReader<T>
    {
        public T Current { get; private set; } = default!;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            while (await messages.WaitToReadAsync(cancellationToken))
            {
                if (!messages.TryRead(out var message)) continue;
                Current = message;
                return true;
            }
            return false;
        }
    }
}
