using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Instance;

/// <summary>
/// The instance as every request needs it (may signed-out people look around?), read from Auth at most every few seconds, and kept
/// while Auth is away.
/// </summary>
internal sealed class InstanceReads(Rpc<InstanceClient> instance, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private Reading? _last;

    public async ValueTask<InstanceInfo> GetAsync(CancellationToken cancel)
    {
        var last = Volatile.Read(ref _last);
        if (last is not null && time.GetElapsedTime(last.At) < Fresh) return last.Info;
        try
        {
            var reply = await instance.As(Viewer.Anonymous()).GetInstanceAsync(new GetInstanceRequest(), cancellationToken: cancel);
            return Keep(reply.Instance);
        }
        catch (Grpc.Core.RpcException error) when (last is not null && Fault.Of(error).HttpStatus == 503)
        {
            return last.Info;
        }
    }

    /// <summary>Takes over what a change answered, so that whoever made it sees it.</summary>
    public InstanceInfo Keep(InstanceInfo info)
    {
        Volatile.Write(ref _last, new Reading(info, time.GetTimestamp()));
        return info;
    }

    public void Drop() => Volatile.Write(ref _last, null);

    private sealed record Reading(InstanceInfo Info, long At);
}
