using System.Collections.Frozen;
using System.Linq.Expressions;
using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Zoetrope.Platform.Rpc;

/// <summary>
/// The way to another service. A generated client is had only by saying through whose eyes it reads, so a read without a viewer
/// does not compile. Whether the service is in this process or another one makes no difference.
/// </summary>
public sealed class Rpc<TClient> where TClient : ClientBase<TClient>
{
    private static readonly Func<CallInvoker, TClient> Create = Constructor();
    private static readonly FrozenSet<string> Idempotent = Idempotency.Of(Descriptor());

    private readonly RpcTarget _target;
    private readonly TimeProvider _time;
    private readonly TClient _system;

    internal Rpc(RpcTarget target, TimeProvider time)
    {
        (_target, _time) = (target, time);
        _system = As(Viewer.System);
    }

    /// <summary>On behalf of a viewer, whose token or device travels along.</summary>
    public TClient As(Viewer viewer) => Create(new RpcInvoker(_target, viewer, Idempotent, _time));

    /// <summary>As the service itself, which sees everything: for jobs, snapshots and own copies, never to answer a person.</summary>
    public TClient AsSystem() => _system;

    private static Func<CallInvoker, TClient> Constructor()
    {
        var invoker = Expression.Parameter(typeof(CallInvoker));
        return Expression.Lambda<Func<CallInvoker, TClient>>(Expression.New(typeof(TClient).GetConstructor([typeof(CallInvoker)])!, invoker), invoker).Compile();
    }

    private static ServiceDescriptor Descriptor()
        => (ServiceDescriptor)typeof(TClient).DeclaringType!.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
