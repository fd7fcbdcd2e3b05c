using System.Text.Json.Serialization;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Sessions;

/// <summary>GET /api/auth/available: whether a username can be taken. Names are public, so this tells nothing new.</summary>
internal static class CheckUsername
{
    public sealed record Answer(bool Available, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

    public static void Map(IEndpointRouteBuilder auth) => auth.MapGet("/available", Handle).TokenOptional().Limit(Limits.Budget.Available);

    private static async Task<Answer> Handle(string username, Caller caller, Rpc<AccountsClient> accounts, CancellationToken cancel)
    {
        var reply = await accounts.As(caller.Viewer).CheckUsernameAsync(new CheckUsernameRequest { Username = username }, cancellationToken: cancel);
        return new Answer(reply.Available, reply.Reason.OrNull());
    }
}
