using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>GET /api/users?q=: people by name.</summary>
internal static class FindUsers
{
    public static void Map(IEndpointRouteBuilder users) => users.MapGet("", Handle).Limit(Limits.Budget.Search);

    private static async Task<Page<UserSummary>> Handle(string? q, [AsParameters] PageQuery page, Caller caller, Rpc<PeopleClient> people, CancellationToken cancel)
    {
        var request = new SearchPeopleRequest { Query = q ?? "", Page = page.Request() };
        var reply = await people.As(caller.Viewer).SearchPeopleAsync(request, cancellationToken: cancel);
        return new Page<UserSummary>([.. reply.Items.Select(PeopleCards.Summary)], reply.NextCursor.OrNull());
    }
}
