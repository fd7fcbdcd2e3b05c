using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Instance;

/// <summary>GET and PUT /api/admin/instance: reads and changes the instance (admins).</summary>
internal static class AdminInstance
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/instance", Get).RequireSignIn();
        admin.MapPut("/instance", Put).RequireSignIn();
    }

    private static async Task<InstanceAnswer> Get(Caller caller, InstanceReads reads, PublicUrl publicUrl, InstanceLimits limits, CancellationToken cancel)
    {
        caller.Viewer.RequireAdmin();
        return InstanceAnswer.Of(await reads.GetAsync(cancel), publicUrl, limits);
    }

    private static async Task<InstanceAnswer> Put(
        InstanceChange body, Caller caller, Rpc<InstanceClient> instance, InstanceReads reads, PublicUrl publicUrl, InstanceLimits limits, CancellationToken cancel)
    {
        var reply = await instance.As(caller.Viewer).UpdateInstanceAsync(body.Request(), cancellationToken: cancel);
        return InstanceAnswer.Of(reads.Keep(reply.Instance), publicUrl, limits);
    }
}
