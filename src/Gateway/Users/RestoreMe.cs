using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>POST /api/users/me/restore: takes a deletion back within its grace period. Repeating it changes nothing.</summary>
internal static class RestoreMe
{
    public static void Map(IEndpointRouteBuilder users) => users.MapPost("/me/restore", Handle).RequireSignIn().AlsoWhenLeaving().Limit(Limits.Budget.Write);

    private static async Task<Me> Handle(Caller caller, Rpc<AccountsClient> accounts, MeCards me, PeopleCards people, CancellationToken cancel)
    {
        var reply = await accounts.As(caller.Viewer).RestoreMeAsync(new RestoreMeRequest(), cancellationToken: cancel);
        people.Drop(reply.Account.Card.Id, reply.Account.Version);
        return await me.Of(reply.Account, caller.Viewer, cancel);
    }
}
