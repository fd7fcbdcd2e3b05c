using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>GET /api/auth/invite: whether somebody can still join with a code, so that a link that is over says so before a form is filled in.</summary>
internal static class CheckInvite
{
    public sealed record Answer(bool Usable);

    public static void Map(IEndpointRouteBuilder auth) => auth.MapGet("/invite", Handle).Limit(Limits.Budget.Available);

    private static async Task<Answer> Handle(string code, Caller caller, Rpc<InstanceClient> instance, CancellationToken cancel)
        => new((await instance.As(caller.Viewer).CheckInviteAsync(new CheckInviteRequest { Code = code }, cancellationToken: cancel)).Usable);
}
