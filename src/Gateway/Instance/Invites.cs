using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Instance;

/// <summary>/api/admin/invites: makes, lists and takes back invites (admins).</summary>
internal static class Invites
{
    /// <param name="Uses">How many people it lets in; absent is one, −1 without limit.</param>
    public sealed record Body(int? Uses, DateTime? ExpiresAt);

    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapPost("/invites", Create).RequireSignIn().Creates();
        admin.MapGet("/invites", List).RequireSignIn();
        admin.MapDelete("/invites/{code}", Delete).RequireSignIn();
    }

    private static async Task<Created<InviteAnswer>> Create(Body? body, Caller caller, Rpc<InstanceClient> instance, PublicUrl publicUrl, CancellationToken cancel)
    {
        // The service takes 0 for "not said"; whoever says it asks for an invite that nobody can use.
        if (body?.Uses == 0) throw Fault.Invalid("uses", "out_of_range_or_unlimited", ("min", "1"), ("max", "10000"));
        var reply = await instance.As(caller.Viewer).CreateInviteAsync(new CreateInviteRequest
        {
            Uses = body?.Uses ?? 1,
            ExpiresAtMs = body?.ExpiresAt is { } until ? Times.Ms(until) : 0,
        }, cancellationToken: cancel);
        return TypedResults.Created((string?)null, InviteAnswer.Of(reply.Invite, publicUrl));
    }

    private static async Task<Items<InviteAnswer>> List(Caller caller, Rpc<InstanceClient> instance, PublicUrl publicUrl, CancellationToken cancel)
    {
        var reply = await instance.As(caller.Viewer).ListInvitesAsync(new ListInvitesRequest(), cancellationToken: cancel);
        return new Items<InviteAnswer>([.. reply.Items.Select(invite => InviteAnswer.Of(invite, publicUrl))]);
    }

    private static async Task<NoContent> Delete(string code, Caller caller, Rpc<InstanceClient> instance, CancellationToken cancel)
    {
        await instance.As(caller.Viewer).DeleteInviteAsync(new DeleteInviteRequest { Code = code }, cancellationToken: cancel);
        return TypedResults.NoContent();
    }
}
