using Grpc.Core;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Notification.Presence;

/// <summary>A gateway's heartbeat with who is connected to it. Gateways only; people do not report each other.</summary>
internal sealed partial class PresenceService
{
    public override async Task<ReportOnlineResponse> ReportOnline(ReportOnlineRequest request, ServerCallContext context)
    {
        if (!context.Viewer().IsSystem) throw Fault.Forbidden();
        if (request.GatewayId.Length is 0 or > 100) throw Fault.BadRequest();
        await online.ReportAsync(request.GatewayId, request.Whole ? Ids(request.UserIds) : null, Ids(request.Joined), Ids(request.Left));
        return new ReportOnlineResponse { Lost = { await online.TakeLostAsync() } };
    }

    private static List<Guid> Ids(IEnumerable<string> texts)
        => [.. texts.Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct()];
}
