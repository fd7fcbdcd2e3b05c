using Google.Protobuf;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Instance;

/// <summary>GET and PUT /api/admin/instance, PUT and DELETE /api/admin/instance/icon: reads and changes the instance (admins).</summary>
internal static class AdminInstance
{
    // Room for the envelope in one internal message of 4 MiB.
    private const int MaxIconBytes = 3_500_000;

    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/instance", Get).RequireSignIn();
        admin.MapPut("/instance", Put).RequireSignIn();
        admin.MapPut("/instance/icon", PutIcon).RequireSignIn().Limit(Limits.Budget.Write).Accepts<byte[]>("image/jpeg", "image/png", "image/webp");
        admin.MapDelete("/instance/icon", DeleteIcon).RequireSignIn();
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

    private static async Task<InstanceAnswer> PutIcon(
        HttpContext http, Caller caller, Rpc<InstanceClient> instance, InstanceReads reads, PublicUrl publicUrl, InstanceLimits limits, CancellationToken cancel)
    {
        if (http.Request.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) != true) throw Fault.UnsupportedType();
        var image = await Bodies.ReadAsync(http, MaxIconBytes, "image_too_large", cancel);
        if (image.Length == 0) throw Fault.BadRequest("empty_body");
        return await SetIcon(image, caller, instance, reads, publicUrl, limits, cancel);
    }

    private static Task<InstanceAnswer> DeleteIcon(
        Caller caller, Rpc<InstanceClient> instance, InstanceReads reads, PublicUrl publicUrl, InstanceLimits limits, CancellationToken cancel)
        => SetIcon([], caller, instance, reads, publicUrl, limits, cancel);

    private static async Task<InstanceAnswer> SetIcon(
        byte[] image, Caller caller, Rpc<InstanceClient> instance, InstanceReads reads, PublicUrl publicUrl, InstanceLimits limits, CancellationToken cancel)
    {
        var reply = await instance.As(caller.Viewer).SetInstanceIconAsync(
            new SetInstanceIconRequest { Image = UnsafeByteOperations.UnsafeWrap(image) }, cancellationToken: cancel);
        return InstanceAnswer.Of(reads.Keep(reply.Instance), publicUrl, limits);
    }
}
