using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Zoetrope.Platform.Rpc;

/// <summary>A method of a service in this process, found once at start: the generated method and an open delegate to its handler.</summary>
internal abstract class RpcMethod(IMethod method)
{
    public IMethod Method { get; } = method;

    /// <summary>Whether its proto says that it changes nothing.</summary>
    public bool IsRead { get; init; }
}

internal abstract class UnaryRpc<TReq, TRes>(Method<TReq, TRes> method) : RpcMethod(method) where TReq : class where TRes : class
{
    protected Method<TReq, TRes> Typed => (Method<TReq, TRes>)Method;

    public abstract Task<TRes> InvokeAsync(RpcPipeline pipeline, TReq request, RpcContext context);
}

internal abstract class ClientStreamingRpc<TReq, TRes>(Method<TReq, TRes> method) : RpcMethod(method) where TReq : class where TRes : class
{
    protected Method<TReq, TRes> Typed => (Method<TReq, TRes>)Method;

    public abstract Task<TRes> InvokeAsync(RpcPipeline pipeline, IAsyncStreamReader<TReq> requests, RpcContext context);
}

internal abstract class ServerStreamingRpc<TReq, TRes>(Method<TReq, TRes> method) : RpcMethod(method) where TReq : class where TRes : class
{
    protected Method<TReq, TRes> Typed => (Method<TReq, TRes>)Method;

    public abstract Task InvokeAsync(RpcPipeline pipeline, TReq request, IServerStreamWriter<TRes> responses, RpcContext context);
}

/// <summary>
/// All methods of one service class. The generated <c>BindService</c> is run once, on an instance that is never used: it yields the
/// methods and which override handles each, from which delegates open over the instance are made. A call then costs a
/// dictionary lookup and a delegate call.
/// </summary>
internal sealed class RpcMethods<TService> : ServiceBinderBase where TService : class
{
    private readonly List<RpcMethod> _methods = [];
    private readonly FrozenSet<string> _reads;

    public RpcMethods()
    {
        var descriptor = typeof(TService).BaseType?.DeclaringType?.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);
        _reads = descriptor is ServiceDescriptor service ? Idempotency.ReadsOf(service) : [];
        var bind = typeof(TService).BaseType?.GetCustomAttribute<BindServiceMethodAttribute>()
            ?? throw new InvalidOperationException($"{typeof(TService).Name} does not derive from a generated gRPC service base class.");
        var method = bind.BindType.GetMethod(bind.BindMethodName, [typeof(ServiceBinderBase), typeof(TService).BaseType!])!;
        method.Invoke(null, [this, RuntimeHelpers.GetUninitializedObject(typeof(TService))]);
    }

    public IReadOnlyList<RpcMethod> All => _methods;

    public override void AddMethod<TReq, TRes>(Method<TReq, TRes> method, UnaryServerMethod<TReq, TRes>? handler)
        => _methods.Add(new Unary<TReq, TRes>(method, Open<Func<TService, TReq, ServerCallContext, Task<TRes>>>(handler!)) { IsRead = _reads.Contains(method.FullName) });

    public override void AddMethod<TReq, TRes>(Method<TReq, TRes> method, ClientStreamingServerMethod<TReq, TRes>? handler)
        => _methods.Add(new ClientStreaming<TReq, TRes>(method, Open<Func<TService, IAsyncStreamReader<TReq>, ServerCallContext, Task<TRes>>>(handler!)));

    public override void AddMethod<TReq, TRes>(Method<TReq, TRes> method, ServerStreamingServerMethod<TReq, TRes>? handler)
        => _methods.Add(new ServerStreaming<TReq, TRes>(method, Open<Func<TService, TReq, IServerStreamWriter<TRes>, ServerCallContext, Task>>(handler!)) { IsRead = _reads.Contains(method.FullName) });

    public override void AddMethod<TReq, TRes>(Method<TReq, TRes> method, DuplexStreamingServerMethod<TReq, TRes>? handler)
        => throw new NotSupportedException($"{method.FullName}: duplex streams are not part of the design; page a unary call instead.");

    /// <summary>Hands the methods to Grpc.AspNetCore, for calls from other processes.</summary>
    public void MapTo(ServiceMethodProviderContext<RpcEndpoint<TService>> endpoint, RpcPipeline pipeline)
    {
        foreach (var method in _methods) ((IRemote)method).MapTo(endpoint, pipeline);
    }

    private static TOpen Open<TOpen>(Delegate bound) where TOpen : Delegate => bound.Method.CreateDelegate<TOpen>();

    private interface IRemote
    {
        void MapTo(ServiceMethodProviderContext<RpcEndpoint<TService>> endpoint, RpcPipeline pipeline);
    }

    private sealed class Unary<TReq, TRes>(Method<TReq, TRes> method, Func<TService, TReq, ServerCallContext, Task<TRes>> handler)
        : UnaryRpc<TReq, TRes>(method), IRemote where TReq : class where TRes : class
    {
        public override Task<TRes> InvokeAsync(RpcPipeline pipeline, TReq request, RpcContext context)
            => pipeline.RunAsync<TService, TRes>(this, context, service => handler(service, request, context));

        public void MapTo(ServiceMethodProviderContext<RpcEndpoint<TService>> endpoint, RpcPipeline pipeline)
            => endpoint.AddUnaryMethod(Typed, [], (_, request, context) => InvokeAsync(pipeline, request, RpcContext.Remote(context)));
    }

    private sealed class ClientStreaming<TReq, TRes>(Method<TReq, TRes> method, Func<TService, IAsyncStreamReader<TReq>, ServerCallContext, Task<TRes>> handler)
        : ClientStreamingRpc<TReq, TRes>(method), IRemote where TReq : class where TRes : class
    {
        public override Task<TRes> InvokeAsync(RpcPipeline pipeline, IAsyncStreamReader<TReq> requests, RpcContext context)
            => pipeline.RunAsync<TService, TRes>(this, context, service => handler(service, requests, context));

        public void MapTo(ServiceMethodProviderContext<RpcEndpoint<TService>> endpoint, RpcPipeline pipeline)
            => endpoint.AddClientStreamingMethod(Typed, [], (_, requests, context) => InvokeAsync(pipeline, requests, RpcContext.Remote(context)));
    }

    private sealed class ServerStreaming<TReq, TRes>(Method<TReq, TRes> method, Func<TService, TReq, IServerStreamWriter<TRes>, ServerCallContext, Task> handler)
        : ServerStreamingRpc<TReq, TRes>(method), IRemote where TReq : class where TRes : class
    {
        public override Task InvokeAsync(RpcPipeline pipeline, TReq request, IServerStreamWriter<TRes> responses, RpcContext context)
            => pipeline.RunAsync<TService, bool>(this, context, async service =>
            {
                await handler(service, request, responses, context);
                return true;
            });

        public void MapTo(ServiceMethodProviderContext<RpcEndpoint<TService>> endpoint, RpcPipeline pipeline)
            => endpoint.AddServerStreamingMethod(Typed, [], (_, request, responses, context) => InvokeAsync(pipeline, request, responses, RpcContext.Remote(context)));
    }
}

/// <summary>What ASP.NET Core activates for a call from another process; the methods are those of <typeparamref name="TService"/>.</summary>
internal sealed class RpcEndpoint<TService>;

/// <summary>Tells Grpc.AspNetCore the methods of an <see cref="RpcEndpoint{TService}"/>.</summary>
internal sealed class RpcEndpointMethods<TService>(RpcMethods<TService> methods, RpcPipeline pipeline)
    : IServiceMethodProvider<RpcEndpoint<TService>> where TService : class
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<RpcEndpoint<TService>> context) => methods.MapTo(context, pipeline);
}

/// <summary>Which methods may be repeated safely, and which only read, as the protos say with <c>idempotency_level</c>.</summary>
internal static class Idempotency
{
    public static FrozenSet<string> ReadsOf(ServiceDescriptor service) => service.Methods
        .Where(m => m.GetOptions()?.IdempotencyLevel is MethodOptions.Types.IdempotencyLevel.NoSideEffects)
        .Select(m => $"/{service.FullName}/{m.Name}").ToFrozenSet();

    public static FrozenSet<string> Of(ServiceDescriptor service) => service.Methods
        .Where(m => m.GetOptions()?.IdempotencyLevel is MethodOptions.Types.IdempotencyLevel.NoSideEffects or MethodOptions.Types.IdempotencyLevel.Idempotent)
        .Select(m => $"/{service.FullName}/{m.Name}").ToFrozenSet();
}
